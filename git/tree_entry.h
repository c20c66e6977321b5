// What stands in a git tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leyline {

struct TreeEntry {
  std::string path;
  std::string mode;    // "100644", "120000" (symlink), "160000" (submodule)
  std::string object;  // blob id
};

// All entries of a tree, in the bytes that git gave.
struct TreeList {
  struct Item {
    std::string_view path;
    std::string_view mode;
    std::string_view object;
  };
  TreeList() = default;
  TreeList(const TreeList&) = delete;
  TreeList& operator=(const TreeList&) = delete;

  std::string text;
  std::vector<Item> items;  // sorted by path
};

}  // namespace leyline
