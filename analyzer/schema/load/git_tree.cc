#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "analyzer/schema/load/git_links.h"
#include "analyzer/schema/load/source_tree.h"
#include "base/sorted.h"
#include "git/objects.h"
#include "git/tree.h"

namespace leyline {
namespace {

// Reads the folders that it is asked about; listed as a whole at most once.
class GitTree final : public SourceTree {
 public:
  // `root`: the id of the opened folder.
  GitTree(Git& git, std::string tree, std::string folder, std::string root, std::string label)
      : git_(git),
        tree_(std::move(tree)),
        folder_(std::move(folder)),
        root_(std::move(root)),
        label_(std::move(label)) {}

  std::string label() const override { return label_; }

  Result<std::vector<Entry>> List(std::string_view folder) const override {
    return Listed(folder, [](const TreeList::Item&) { return true; });
  }

  Result<std::vector<Entry>> ListProblems(std::string_view folder) const override {
    return Listed(folder, [](const TreeList::Item& item) { return !IsRegular(item); });
  }

  std::string IdOf(std::string_view folder) const override {
    const auto entry = At(folder);
    return entry.has_value() && IsFolder(*entry) ? entry->object : "";
  }

  Result<std::vector<Entry>> ListUnlike(std::string_view folder,
                                        const std::string& other) const override {
    auto entries = git_.trees().Unlike(IdOf(folder), other);
    if (!entries) return Fail(entries.error());
    if (!folder.empty()) {
      for (TreeEntry& entry : *entries) entry.path = fmt::format("{}/{}", folder, entry.path);
    }
    return EntriesOf(*entries);
  }

  Status Readable() const override {
    const std::scoped_lock lock(mutex_);
    return readable_;
  }

  bool SurelyHasContract(std::string_view path) const override {
    const auto entry = At(path);
    if (!entry.has_value()) return false;
    if (!IsFolder(*entry)) return IsRegular(*entry) && entry->path.ends_with(".proto");
    return git_.trees().AnyBelow(entry->object, [](const Tree::Item& item) {
      return item.mode.starts_with("100") && item.name.ends_with(".proto");
    });
  }

  Result<std::vector<std::string>> Read(const std::vector<Entry>& entries) const override {
    std::vector<std::string> objects;
    objects.reserve(entries.size());
    for (const Entry& entry : entries) objects.push_back(entry.content);
    auto texts = git_.ReadBlobs(objects, kContractLimit + 1);
    if (!texts) return texts;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if ((*texts)[i].size() > kContractLimit) return Fail(TooLarge(entries[i].path));
    }
    return texts;
  }

  // Each call waits once for git.
  std::size_t batch() const override { return 64; }

  bool HasFolder(std::string_view folder) const override {
    if (folder.empty()) return true;
    const auto entry = At(folder);
    return entry.has_value() && IsFolder(*entry);
  }

  std::optional<Entry> Find(std::string_view path) const override {
    auto entry = At(path);
    if (!entry.has_value() || !IsRegular(*entry)) return std::nullopt;
    return Entry{std::move(entry->path), std::move(entry->object), ""};
  }

 private:
  // Of a TreeEntry or TreeList::Item.
  static bool IsFolder(const auto& entry) { return entry.mode == "040000"; }
  static bool IsRegular(const auto& entry) { return entry.mode.starts_with("100"); }
  static bool IsSubmodule(const auto& entry) { return entry.mode == "160000"; }
  static bool IsLink(const auto& entry) { return entry.mode == "120000"; }

  // What stands at a path; what git can't read seems not to be there, and is kept for Readable.
  std::optional<TreeEntry> At(std::string_view path) const {
    auto entry = git_.trees().At(root_, path);
    if (entry.has_value()) return std::move(*entry);
    const std::scoped_lock lock(mutex_);
    if (readable_.has_value()) readable_ = Fail(entry.error());
    return std::nullopt;
  }

  // Those below a folder that are wanted.
  template <class IsWanted>
  Result<std::vector<Entry>> Listed(std::string_view folder, const IsWanted& is_wanted) const {
    auto list = git_.ListAll(root_);
    if (!list) return Fail(list.error());
    const std::string prefix = folder.empty() ? "" : fmt::format("{}/", folder);
    bool exists = folder.empty();
    std::vector<TreeList::Item> wanted;
    if (*list != nullptr) {
      const auto& items = (*list)->items;
      const auto is_before = [](const TreeList::Item& item, const std::string& path) {
        return item.path < path;
      };
      auto item = std::lower_bound(items.begin(), items.end(), prefix, is_before);
      for (; item != items.end() && item->path.starts_with(prefix); ++item) {
        exists = true;
        if (is_wanted(*item)) wanted.push_back(*item);
      }
    }
    if (exists && *list != nullptr) return EntriesOf(wanted);
    return Fail({.kind = ErrorKind::kInput,
                 .code = "",
                 .message = fmt::format("`{}` has no folder `{}`", label_, folder),
                 .where = std::nullopt,
                 .fix = "name a folder of that revision"});
  }

  template <class Items>
  Result<std::vector<Entry>> EntriesOf(const Items& items) const {
    std::vector<Entry> found;
    std::vector<std::string> links;
    for (const auto& item : items) {
      const std::string path(item.path);
      if (path.ends_with(".proto") || IsSubmodule(item)) {
        found.push_back({path, std::string(item.object), ProblemOf(item)});
      } else if (IsLink(item)) {
        links.push_back(path);
      }
    }
    if (auto status = TakeFolderLinks(links, found); !status) return Fail(status.error());
    return found;
  }

  static void SortByPath(std::vector<TreeEntry>& entries) {
    EnsureSorted(entries, [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
  }

  static std::string ProblemOf(const auto& entry) {
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
  std::string root_;
  std::string label_;
  mutable std::mutex mutex_;
  mutable Status readable_;
};

}  // namespace

Result<std::unique_ptr<SourceTree>> OpenGitTree(Git& git, const std::string& tree,
                                                std::string folder, std::string label) {
  auto root = git.FolderId(tree, folder);
  if (!root) return Fail(root.error());
  if (root->empty()) {
    return Fail({.kind = ErrorKind::kInput,
                 .message = fmt::format("`{}` has no folder `{}`", label, folder),
                 .fix = "name a folder of that revision"});
  }
  return std::make_unique<GitTree>(git, tree, std::move(folder), std::move(*root),
                                   std::move(label));
}

}  // namespace leyline
