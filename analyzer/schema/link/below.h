// What a filter of paths reaches.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// Whether `path` is `folder` or lies below it: "a/b" holds "a/b" and "a/b/c.proto", but not
// "a/bc.proto". "" and "." hold everything.
inline bool IsBelow(std::string_view path, std::string_view folder) {
  while (folder.starts_with("./")) folder.remove_prefix(2);
  while (!folder.empty() && folder.back() == '/') folder.remove_suffix(1);
  if (folder.empty() || folder == ".") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

inline bool IsBelowAny(std::string_view path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return IsBelow(path, folder); });
}

// "a/b" of "a/b/c.proto"; "" at the top.
inline std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace leyline
