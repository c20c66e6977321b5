// Symbolic links inside a git tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "git/git.h"

namespace leyline {

// The links of one tree, resolved as a checkout would. A link that leaves the tree leads nowhere.
class GitLinks {
 public:
  // `entries`: of the whole tree, sorted by path.
  static Result<GitLinks> Read(Git& git, const std::vector<TreeEntry>& entries);

  // Whether a link leads to a folder with .proto files below it.
  bool LeadsToContracts(std::string_view link) const;

 private:
  explicit GitLinks(const std::vector<TreeEntry>& entries) : entries_(&entries) {}
  // "a/b", "" for the top; nothing when it leaves the tree or runs in circles.
  std::optional<std::string> Resolve(std::string_view path) const;

  const std::vector<TreeEntry>* entries_;
  std::unordered_map<std::string, std::string> targets_;
};

inline bool IsLink(const TreeEntry& entry) { return entry.mode == "120000"; }

}  // namespace leyline
