// LoadDescriptorSet of analyzer/schema/load.h.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/descriptor_set.h"
#include "analyzer/schema/load.h"

namespace leyline {
namespace {

using Files = std::vector<std::unique_ptr<File>>;

// "a/b" holds "a/b" and "a/b/c.proto", but not "a/bc.proto". "" and "." hold everything.
bool IsBelow(std::string_view path, std::string_view folder) {
  if (folder.starts_with("./")) folder.remove_prefix(2);
  if (folder.ends_with('/')) folder.remove_suffix(1);
  if (folder.empty() || folder == ".") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool IsBelowAny(std::string_view path, const std::vector<std::string>& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return IsBelow(path, folder); });
}

void Narrow(Files& files, const LoadOptions& options) {
  for (const std::unique_ptr<File>& file : files) {
    const bool wanted = options.paths.empty() || IsBelowAny(file->path, options.paths);
    file->governed = file->governed && wanted && !IsBelowAny(file->path, options.excludes);
  }
}

// Drops the files that no governed file needs. A file that is excluded and needed stays,
// ungoverned: without it the others would not link.
Errors KeepClosure(const std::string& label, Files& files) {
  Errors errors;
  std::unordered_map<std::string_view, const File*> by_path;
  for (const std::unique_ptr<File>& file : files) by_path.emplace(file->path, file.get());
  std::vector<const File*> open;
  std::unordered_set<const File*> needed;
  for (const std::unique_ptr<File>& file : files) {
    if (file->governed && needed.insert(file.get()).second) open.push_back(file.get());
  }
  while (!open.empty()) {
    const File* file = open.back();
    open.pop_back();
    for (const Import& import : file->imports) {
      const auto found = by_path.find(import.path);
      if (found != by_path.end()) {
        if (needed.insert(found->second).second) open.push_back(found->second);
      } else if (import.kind != ImportKind::kOption) {
        errors.push_back({.kind = ErrorKind::kInput,
                          .code = {},
                          .message = fmt::format("`{}` imports `{}`, which is not in the set",
                                                 file->path, import.path),
                          .where = SourceSpan{label, 0, 0},
                          .fix = "make the set with `protoc --include_imports`"});
      }
    }
  }
  std::erase_if(files, [&](const auto& file) { return !needed.contains(file.get()); });
  SortAndDedupe(errors);
  return errors;
}

}  // namespace

Result<Snapshot> LoadDescriptorSet(std::string label, std::string bytes,
                                   const LoadOptions& options) {
  const auto backing = std::make_shared<const std::string>(std::move(bytes));
  Result<Files> files = DecodeDescriptorSet(label, *backing);
  if (!files.has_value()) return Fail(std::move(files.error()));
  Narrow(*files, options);
  if (Errors missing = KeepClosure(label, *files); !missing.empty())
    return Fail(std::move(missing));
  Result<Snapshot> snapshot = Link(std::move(label), std::move(*files));
  if (snapshot.has_value()) snapshot->backing.push_back(backing);
  return snapshot;
}

}  // namespace leyline
