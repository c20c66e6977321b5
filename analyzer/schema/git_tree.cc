#include <algorithm>

#include <fmt/format.h>

#include "analyzer/schema/source_tree.h"

namespace leyline {
namespace {

// A whole tree listed once; looking up a path then costs a binary search.
class GitTree final : public SourceTree {
 public:
  GitTree(Git& git, std::vector<TreeEntry> entries, std::string label)
      : git_(git), entries_(std::move(entries)), label_(std::move(label)) {
    std::sort(entries_.begin(), entries_.end(),
              [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
  }

  std::string label() const override { return label_; }

  Result<std::vector<Entry>> List(std::string_view folder) const override {
    const std::string prefix = folder.empty() ? "" : fmt::format("{}/", folder);
    std::vector<Entry> found;
    bool exists = folder.empty();
    for (const TreeEntry& entry : entries_) {
      if (!entry.path.starts_with(prefix)) continue;
      exists = true;
      if (!entry.path.ends_with(".proto")) continue;
      if (!IsRegular(entry)) return Fail(NotRegular(entry));
      found.push_back({entry.path, entry.object});
    }
    if (exists) return found;
    return Fail({.kind = ErrorKind::kInput,
                 .code = "",
                 .message = fmt::format("`{}` has no folder `{}`", label_, folder),
                 .where = std::nullopt,
                 .fix = "name a folder of that revision"});
  }

  Result<std::vector<std::string>> Read(const std::vector<Entry>& entries) const override {
    std::vector<std::string> objects;
    objects.reserve(entries.size());
    for (const Entry& entry : entries) objects.push_back(entry.content);
    return git_.ReadBlobs(objects);
  }

  std::optional<Entry> Find(std::string_view path) const override {
    const auto at = std::lower_bound(
        entries_.begin(), entries_.end(), path,
        [](const TreeEntry& entry, std::string_view wanted) { return entry.path < wanted; });
    if (at == entries_.end() || at->path != path || !IsRegular(*at)) return std::nullopt;
    return Entry{at->path, at->object};
  }

 private:
  static bool IsRegular(const TreeEntry& entry) { return entry.mode.starts_with("100"); }

  static Error NotRegular(const TreeEntry& entry) {
    const bool link = entry.mode == "120000";
    return {.kind = ErrorKind::kInput,
            .code = "LG1002",
            .message = fmt::format("is a {} (mode {}); contracts must be regular files",
                                   link ? "symbolic link" : "submodule", entry.mode),
            .where = SourceSpan{.file = entry.path},
            .fix = "put the file itself there, or --exclude it"};
  }

  Git& git_;
  std::vector<TreeEntry> entries_;
  std::string label_;
};

}  // namespace

Result<std::unique_ptr<SourceTree>> OpenGitTree(Git& git, const std::string& tree,
                                                std::string folder, std::string label) {
  auto entries = git.ListTree(tree, folder);
  if (!entries) return Fail(entries.error());
  std::unique_ptr<SourceTree> opened =
      std::make_unique<GitTree>(git, std::move(*entries), std::move(label));
  return opened;
}

}  // namespace leyline
