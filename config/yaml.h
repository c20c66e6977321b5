// The strict YAML reader: text -> a tree whose nodes know where they stand. yaml-cpp lives behind
// this wall and nowhere else.
//
// UTF-8, one document, no anchors, aliases, tags or merge keys, no duplicate keys, limits on size,
// depth and nodes. Scalars keep their text; typed reading is the caller's (class YamlMap), so that
// `010` and `yes` are refused with the right advice. Codes LG1001..LG1022 are those of docs/codes.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace leyline {

enum class YamlKind : uint8_t { kNull, kScalar, kSequence, kMap };

struct YamlNode {
  YamlKind kind = YamlKind::kNull;
  bool quoted = false;  // a scalar in quotes: always a string
  std::string text;     // of a scalar
  std::vector<YamlNode> items;                              // of a sequence
  std::vector<std::pair<YamlNode, YamlNode>> entries;       // of a map, in file order; keys are scalars
  int32_t line = 0;     // 1-based
  int32_t column = 0;   // 1-based
};

struct YamlLimits {
  uint64_t bytes = 256 * 1024;
  int depth = 16;
  int nodes = 10'000;
  uint64_t scalar_bytes = 16 * 1024;
};

// `file` is only used in error places.
Result<YamlNode> ParseYaml(const std::string& file, std::string_view text, const YamlLimits& limits = {});

// Typed, complete reading of one map: every key is asked for once, and Finish() reports the unknown
// ones with "did you mean". Errors gather in the sink, so that all errors of a file come at once.
class YamlMap {
 public:
  // A node that is not a map is an error at once, and everything then reads as absent.
  YamlMap(const std::string& file, const YamlNode& node, std::string_view what, Errors& sink);

  bool Has(std::string_view key);
  std::optional<std::string> String(std::string_view key);
  std::optional<int64_t> Integer(std::string_view key, int64_t lowest, int64_t highest);
  std::optional<bool> Bool(std::string_view key);
  std::optional<Time> Instant(std::string_view key);
  // A list of strings without repeats.
  std::optional<std::vector<std::string>> Strings(std::string_view key);
  // One of the words; the error names them and the nearest.
  std::optional<std::string> OneOf(std::string_view key, std::span<const std::string_view> words);
  const YamlNode* Map(std::string_view key);
  const YamlNode* Sequence(std::string_view key);

  // LG1011 when the key is missing or empty. Returns whether it is there.
  bool Require(std::string_view key);
  // An error at the key's value, or at the map when the key is missing.
  void Complain(std::string_view key, std::string_view code, std::string message, std::string fix = "");
  SourceSpan PlaceOf(std::string_view key) const;
  void Finish();

 private:
  const YamlNode* Take(std::string_view key);
  const YamlNode* Value(std::string_view key) const;

  std::string file_;
  const YamlNode* node_;  // null when it was not a map
  std::string what_;      // "policy", "proposal": for messages
  Errors& sink_;
  std::vector<std::string> asked_;
};

}  // namespace leyline
