#include <algorithm>

#include <fmt/format.h>

#include "analyzer/schema/git_links.h"
#include "analyzer/schema/source_tree.h"
#include "base/sorted.h"

namespace leyline {
namespace {

// A whole tree listed once; looking up a path then costs a binary search.
class GitTree final : public SourceTree {
 public:
  GitTree(Git& git, std::string tree, std::string folder, std::vector<TreeEntry> entries,
          std::string label)
      : git_(git),
        tree_(std::move(tree)),
        folder_(std::move(folder)),
        entries_(std::move(entries)),
        label_(std::move(label)) {
    SortByPath(entries_);
  }

  std::string label() const override { return label_; }

  Result<std::vector<Entry>> List(std::string_view folder) const override {
    const std::string prefix = folder.empty() ? "" : fmt::format("{}/", folder);
    std::vector<Entry> found;
    std::vector<std::string> links;
    bool exists = folder.empty();
    for (const TreeEntry& entry : entries_) {
      if (!entry.path.starts_with(prefix)) continue;
      exists = true;
      if (entry.path.ends_with(".proto") || IsSubmodule(entry)) {
        found.push_back({entry.path, entry.object, ProblemOf(entry)});
      } else if (IsLink(entry)) {
        links.push_back(entry.path);
      }
    }
    if (auto status = TakeFolderLinks(links, found); !status) return Fail(status.error());
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
    auto texts = git_.ReadBlobs(objects);
    if (!texts) return texts;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if ((*texts)[i].size() > kContractLimit) return Fail(TooLarge(entries[i].path));
    }
    return texts;
  }

  // Each call starts a process.
  std::size_t batch() const override { return 256; }

  bool HasFolder(std::string_view folder) const override {
    if (folder.empty()) return true;
    const std::string prefix = fmt::format("{}/", folder);
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const TreeEntry& entry) { return entry.path.starts_with(prefix); });
  }

  std::optional<Entry> Find(std::string_view path) const override {
    const auto at = std::lower_bound(
        entries_.begin(), entries_.end(), path,
        [](const TreeEntry& entry, std::string_view wanted) { return entry.path < wanted; });
    if (at == entries_.end() || at->path != path || !IsRegular(*at)) return std::nullopt;
    return Entry{at->path, at->object, ""};
  }

 private:
  static bool IsRegular(const TreeEntry& entry) { return entry.mode.starts_with("100"); }
  static bool IsSubmodule(const TreeEntry& entry) { return entry.mode == "160000"; }

  static void SortByPath(std::vector<TreeEntry>& entries) {
    EnsureSorted(entries, [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
  }

  static std::string ProblemOf(const TreeEntry& entry) {
    if (IsRegular(entry)) return "";
    if (IsSubmodule(entry)) return "is a submodule, whose files this repository does not have";
    return fmt::format("is a {} (mode {})", IsLink(entry) ? "symbolic link" : "special file",
                       entry.mode);
  }

  static Error TooLarge(const std::string& path) {
    return {
        .kind = ErrorKind::kInput,
        .code = "LG1001",
        .message = fmt::format("`{}` is larger than the limit of {} bytes", path, kContractLimit),
        .fix = std::string(kTooLargeFix)};
  }

  // Adds those of the links that lead to contracts. A link may leave the opened folder, so the
  // whole tree is asked.
  Status TakeFolderLinks(const std::vector<std::string>& links, std::vector<Entry>& found) const {
    if (links.empty()) return {};
    auto whole = git_.ListTree(tree_, "");
    if (!whole) return Fail(whole.error());
    SortByPath(*whole);
    auto targets = GitLinks::Read(git_, *whole);
    if (!targets) return Fail(targets.error());
    for (const std::string& link : links) {
      const std::string full = folder_.empty() ? link : fmt::format("{}/{}", folder_, link);
      if (targets->LeadsToContracts(full))
        found.push_back({link, "", "is a symbolic link to a folder with contracts"});
    }
    std::sort(found.begin(), found.end(),
              [](const Entry& a, const Entry& b) { return a.path < b.path; });
    return {};
  }

  Git& git_;
  std::string tree_;
  std::string folder_;  // of the tree
  std::vector<TreeEntry> entries_;
  std::string label_;
};

}  // namespace

Result<std::unique_ptr<SourceTree>> OpenGitTree(Git& git, const std::string& tree,
                                                std::string folder, std::string label) {
  auto entries = git.ListTree(tree, folder);
  if (!entries) return Fail(entries.error());
  std::unique_ptr<SourceTree> opened = std::make_unique<GitTree>(
      git, tree, std::move(folder), std::move(*entries), std::move(label));
  return opened;
}

}  // namespace leyline
