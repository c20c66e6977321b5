// LoadDescriptorSet of analyzer/schema/load.h.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/builtin.h"
#include "analyzer/schema/descriptor_set.h"
#include "analyzer/schema/load.h"
#include "analyzer/syntax/parse.h"

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

// Walks from the governed files over their imports.
class Closure {
 public:
  Closure(const std::string& label, Files& files) : label_(label), files_(files) {
    for (const std::unique_ptr<File>& file : files_) by_path_.emplace(file->path, file.get());
  }

  // Drops the files that no governed file needs, and adds those that are missing and built in. A
  // file that is excluded and needed stays, ungoverned: without it the others would not link.
  Errors Keep() {
    for (const std::unique_ptr<File>& file : files_) {
      if (file->governed) Need(file.get());
    }
    while (!open_.empty()) {
      const File& file = *open_.back();
      open_.pop_back();
      for (const Import& import : file.imports) Follow(file, import);
    }
    std::erase_if(files_, [&](const auto& file) { return !needed_.contains(file.get()); });
    for (std::unique_ptr<File>& file : builtin_) files_.push_back(std::move(file));
    SortAndDedupe(errors_);
    return std::move(errors_);
  }

 private:
  void Need(const File* file) {
    if (needed_.insert(file).second) open_.push_back(file);
  }

  void Follow(const File& file, const Import& import) {
    const auto found = by_path_.find(import.path);
    if (found != by_path_.end()) return Need(found->second);
    if (const std::string_view text = BuiltinFile(import.path); !text.empty()) {
      return AddBuiltin(std::string(import.path), std::string(text));
    }
    if (import.kind == ImportKind::kOption) return;  // options may be left uninterpreted
    errors_.push_back({.kind = ErrorKind::kInput,
                       .code = {},
                       .message = fmt::format("`{}` imports `{}`, which is not in the set",
                                              file.path, import.path),
                       .where = SourceSpan{label_, 0, 0},
                       .fix = "make the set with `protoc --include_imports`"});
  }

  void AddBuiltin(std::string path, std::string text) {
    builtin_.push_back(Parse(std::move(path), std::move(text)).file);
    File* file = builtin_.back().get();
    file->governed = false;
    by_path_.emplace(file->path, file);
    Need(file);
  }

  const std::string& label_;
  Files& files_;
  Files builtin_;
  std::unordered_map<std::string_view, const File*> by_path_;
  std::unordered_set<const File*> needed_;
  std::vector<const File*> open_;
  Errors errors_;
};

Error NothingGoverned(const std::string& label) {
  return {.kind = ErrorKind::kInput,
          .code = "LG5005",
          .message = fmt::format("`{}` has no contracts that are to be judged", label),
          .where = std::nullopt,
          .fix = "look at --path and --exclude, or make the set from the contracts' own folder"};
}

}  // namespace

Result<Snapshot> LoadDescriptorSet(std::string label, std::string bytes,
                                   const LoadOptions& options) {
  const auto backing = std::make_shared<const std::string>(std::move(bytes));
  Result<Files> files = DecodeDescriptorSet(label, *backing);
  if (!files.has_value()) return Fail(std::move(files.error()));
  Narrow(*files, options);
  const bool any =
      std::any_of(files->begin(), files->end(), [](const auto& file) { return file->governed; });
  if (!any) return Fail(NothingGoverned(label));
  if (Errors missing = Closure(label, *files).Keep(); !missing.empty()) {
    return Fail(std::move(missing));
  }
  Result<Snapshot> snapshot = Link(std::move(label), std::move(*files),
                                   {.threads = options.threads, .known_valid = nullptr});
  if (snapshot.has_value()) snapshot->backing.push_back(backing);
  return snapshot;
}

}  // namespace leyline
