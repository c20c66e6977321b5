// The strict YAML reader: text -> a tree whose nodes know where they stand. yaml-cpp lives behind
// this wall and nowhere else.
//
// UTF-8, one document, no anchors, aliases, tags or merge keys, no duplicate keys, limits on size,
// depth and nodes. Scalars keep their text; typed reading is the caller's (class YamlMap), so that
// `010` and `yes` are refused with the right advice. Codes LG1001..LG1022 are those of
// docs/codes.md.
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

// kRefused: an error was reported here already; every typed reading passes over it in silence.
enum class YamlKind : uint8_t { kNull, kScalar, kSequence, kMap, kRefused };

struct YamlEntry;
class YamlShape;

struct YamlNode {
  YamlKind kind = YamlKind::kNull;
  bool quoted = false;             // a scalar in quotes or a block: always a string
  std::string text;                // of a scalar
  std::vector<YamlNode> items;     // of a sequence
  std::vector<YamlEntry> entries;  // of a map, in file order
  int32_t line = 0;                // 1-based
  int32_t column = 0;              // 1-based, in bytes
  // Set: this stands for everything, and readers say here what they would take (yaml_shape.h).
  YamlShape* shape = nullptr;
};

struct YamlEntry {
  YamlNode key;  // a scalar
  YamlNode value;
};

struct YamlLimits {
  uint64_t bytes = 256 * 1024;
  int depth = 16;
  int nodes = 10'000;
  uint64_t scalar_bytes = 16 * 1024;
};

// Errors of one file are cut after this many, with a last one that says so.
inline constexpr std::size_t kMostErrorsOfFile = 200;

// `file` is only used in error places.
Result<YamlNode> ParseYaml(const std::string& file, std::string_view text,
                           const YamlLimits& limits = {});

// As ParseYaml, but gives the tree even when something in it was refused, so that the typed errors
// of the same file come in the same run. Nothing when there is no tree at all. The file is good
// only if `errors` stays empty.
std::optional<YamlNode> ReadYaml(const std::string& file, std::string_view text, Errors& errors,
                                 const YamlLimits& limits = {});

// Sorted by place, without repeats, at most kMostErrorsOfFile.
Errors FinishErrors(Errors errors);

// A place without a file means "no place": a record that was not read from a file.
Error ConfigError(SourceSpan where, std::string_view code, std::string message,
                  std::string fix = "");

// Where the fields of a record stand, for errors that are found after reading.
class FieldPlaces {
 public:
  void Set(std::string_view key, SourceSpan where);
  // Of the whole record when the field isn't there.
  SourceSpan Of(std::string_view key) const;
  void SetWhole(SourceSpan where) { whole_ = std::move(where); }

 private:
  SourceSpan whole_;
  std::vector<std::pair<std::string, SourceSpan>> places_;
};

// A key of a documented format that this version does not act on: refused, never ignored.
struct YamlLater {
  std::string_view key;
  std::string_view why;
};

// An inclusive range: of an integer, or of a text's length in characters.
struct YamlRange {
  int64_t lowest = 0;
  int64_t highest = 0;
};

// kId: [a-z0-9][a-z0-9._-]{0,63}. kPerson: also `@` and `+`, for people known by their address.
enum class IdKind : uint8_t { kId, kPerson };

// Typed reading of single nodes. `name` is what messages call the node: "min_approvals".
// Errors gather in the sink, so that all errors of a file come at once.
class YamlValues {
 public:
  YamlValues(std::string file, Errors& sink) : file_(std::move(file)), sink_(sink) {}

  std::optional<std::string> String(const YamlNode& node, std::string_view name) const;
  std::optional<int64_t> Integer(const YamlNode& node, std::string_view name, YamlRange range,
                                 std::string_view code) const;
  std::optional<bool> Bool(const YamlNode& node, std::string_view name) const;
  std::optional<Time> Instant(const YamlNode& node, std::string_view name) const;
  std::optional<std::string> OneOf(const YamlNode& node, std::string_view name,
                                   std::span<const std::string_view> words,
                                   std::string_view code) const;
  std::optional<std::string> Identifier(const YamlNode& node, std::string_view name,
                                        IdKind kind = IdKind::kId) const;

  void Complain(SourceSpan where, std::string_view code, std::string message,
                std::string fix = "") const;
  // LG1012, or LG1011 for a node without a value.
  void ExpectedAnother(const YamlNode& node, std::string_view name,
                       std::string_view expected) const;
  SourceSpan PlaceOf(const YamlNode& node) const { return {file_, node.line, node.column}; }

 private:
  std::string file_;
  Errors& sink_;
};

// Typed, complete reading of one map: every key is asked for once, and Finish() reports the unknown
// ones with "did you mean". The node must outlive the map.
class YamlMap {
 public:
  // A node that is not a map is an error at once, and everything then reads as absent.
  YamlMap(const std::string& file, const YamlNode& node, std::string_view what, Errors& sink);

  bool Has(std::string_view key) const;
  std::optional<std::string> String(std::string_view key);
  // A string of a length in `characters`.
  std::optional<std::string> Text(std::string_view key, YamlRange characters,
                                  std::string_view code = "LG1018");
  std::optional<std::string> Identifier(std::string_view key, IdKind kind = IdKind::kId);
  std::optional<int64_t> Integer(std::string_view key, int64_t lowest, int64_t highest,
                                 std::string_view code = "LG1013");
  std::optional<bool> Bool(std::string_view key);
  std::optional<Time> Instant(std::string_view key);
  // A list of strings without repeats.
  std::optional<std::vector<std::string>> Strings(std::string_view key,
                                                  std::string_view repeat_code = "LG1019");
  std::optional<std::vector<std::string>> Identifiers(std::string_view key,
                                                      IdKind kind = IdKind::kId,
                                                      std::string_view repeat_code = "LG1019");
  // One of the words; the error names them and the nearest.
  std::optional<std::string> OneOf(std::string_view key, std::span<const std::string_view> words,
                                   std::string_view code = "LG1012");
  // A list of such words without repeats.
  std::optional<std::vector<std::string>> SomeOf(std::string_view key,
                                                 std::span<const std::string_view> words,
                                                 std::string_view code = "LG1012");
  const YamlNode* Map(std::string_view key);
  const YamlNode* Sequence(std::string_view key);
  // `version: 1` or `schema_version: 1`; LG1020 for any other.
  void SchemaVersion(std::string_view key);
  void NotYet(std::span<const YamlLater> keys);

  // LG1011 when the key is missing or empty. Returns whether it is there.
  bool Require(std::string_view key);
  // An error at the key's value, or at the map when the key is missing.
  void Complain(std::string_view key, std::string_view code, std::string message,
                std::string fix = "");
  SourceSpan PlaceOf(std::string_view key) const;
  // The places of all keys and of the map itself.
  FieldPlaces Places() const;
  const YamlValues& values() const { return values_; }
  void Finish();

 private:
  const YamlNode* Take(std::string_view key);
  const YamlNode* Value(std::string_view key) const;
  template <class ReadItem>
  std::optional<std::vector<std::string>> List(std::string_view key, std::string_view repeat_code,
                                               ReadItem read_item);

  YamlValues values_;
  const YamlNode* node_;        // null when it was not a map
  YamlShape* shape_ = nullptr;  // see YamlNode
  YamlNode place_;              // line and column of the node
  std::string what_;            // "policy", "proposal": for messages
  std::vector<std::string> asked_;
  std::vector<std::string> later_;  // known, but never suggested
};

}  // namespace leyline
