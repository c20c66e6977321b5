// The digest of what a record means: independent of key order, comments and quoting.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// Each text is framed by its length, so that no two meanings share bytes. `scheme` names the
// format: "leyline.proposal.v1".
class Meaning {
 public:
  explicit Meaning(std::string_view scheme) { Put(scheme); }

  void Add(std::string_view key, std::string_view value);
  void AddNumber(std::string_view key, int64_t value);
  void AddFlag(std::string_view key, bool value);
  // A set: the order in which it was written means nothing.
  void AddSet(std::string_view key, std::vector<std::string> values);
  void AddList(std::string_view key, const std::vector<std::string>& values);

  // "sha256:..."
  std::string Digest() const;

 private:
  void Put(std::string_view text);

  std::string framed_;
};

}  // namespace leyline
