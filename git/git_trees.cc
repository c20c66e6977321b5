// What stands in trees, and the bytes of blobs.
#include <algorithm>

#include <fmt/format.h>

#include "base/sorted.h"
#include "git/git.h"
#include "git/git_error.h"
#include "git/objects.h"
#include "git/tree.h"

namespace leyline {
namespace {

constexpr std::string_view kFolderMode = "040000";

// Records "<mode> SP <type> SP <object> TAB <path> NUL" of `ls-tree -r -z`. `tops`: those that are
// in no folder, also of folders; which are no items, being there for `-t` only.
Status ParseTreeList(TreeList& list, std::vector<TreeList::Item>& tops) {
  constexpr std::size_t kUsual = 96;  // bytes of a record
  list.items.reserve(list.text.size() / kUsual);
  for (std::string_view rest = list.text; !rest.empty();) {
    const std::string_view record = rest.substr(0, rest.find('\0'));
    rest.remove_prefix(std::min(record.size() + 1, rest.size()));
    const std::size_t first = record.find(' ');
    const std::size_t second = record.find(' ', first + 1);
    const std::size_t tab = second == std::string_view::npos ? second : record.find('\t', second);
    if (tab == std::string_view::npos) {
      return Fail(
          GitError(fmt::format("git ls-tree gave an unexpected record `{}`", record), "", ""));
    }
    const TreeList::Item item{.path = record.substr(tab + 1),
                              .mode = record.substr(0, first),
                              .object = record.substr(second + 1, tab - second - 1)};
    if (item.path.find('/') == std::string_view::npos) tops.push_back(item);
    if (item.mode != kFolderMode) list.items.push_back(item);
  }
  EnsureSorted(list.items,
               [](const TreeList::Item& a, const TreeList::Item& b) { return a.path < b.path; });
  return {};
}

// A whole object id, which always means the same.
bool IsId(std::string_view name) {
  constexpr std::size_t kSha1 = 40;
  constexpr std::size_t kSha256 = 64;
  return (name.size() == kSha1 || name.size() == kSha256) &&
         name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Result<std::vector<TreeEntry>> Git::ListTree(std::string_view tree, std::string_view path) {
  auto list = path.empty() ? ListAll(tree) : List(fmt::format("{}:{}", tree, path));
  if (!list) return Fail(list.error());
  if (*list == nullptr) {
    return Fail(GitError(fmt::format("`{}` has no folder `{}`", tree, path), "",
                         "name a folder of that revision"));
  }
  std::vector<TreeEntry> entries;
  entries.reserve((*list)->items.size());
  for (const TreeList::Item& item : (*list)->items) {
    entries.push_back({std::string(item.path), std::string(item.mode), std::string(item.object)});
  }
  return entries;
}

Result<std::shared_ptr<const TreeList>> Git::ListAll(std::string_view tree) {
  const std::string spec(tree);
  {
    const std::scoped_lock lock(lists_mutex_);
    for (const auto& [listed, list] : lists_) {
      if (listed == spec) return list;
    }
  }
  Result<std::shared_ptr<const TreeList>> list = TakeAhead(spec);
  if (*list == nullptr) list = List(spec);
  if (!list || *list == nullptr || !IsId(spec)) return list;
  const std::scoped_lock lock(lists_mutex_);
  lists_.emplace_back(spec, *list);
  constexpr std::size_t kKept = 3;
  if (lists_.size() > kKept) lists_.pop_front();
  return list;
}

Result<std::shared_ptr<const TreeList>> Git::List(const std::string& spec) {
  auto exit = Run({"ls-tree", "-r", "-z", "--full-tree", "--end-of-options", spec});
  if (!exit) return Fail(exit.error());
  if (exit->code != 0) return std::shared_ptr<const TreeList>();
  auto list = std::make_shared<TreeList>();
  list->text = std::move(exit->out);
  std::vector<TreeList::Item> tops;
  if (auto status = ParseTreeList(*list, tops); !status) return Fail(status.error());
  return std::shared_ptr<const TreeList>(std::move(list));
}

void Git::ListAhead(std::string name) {
  // Where the system gives no thread, it is listed when it is asked for.
  constexpr auto kAtOnceIfPossible = std::launch::async | std::launch::deferred;
  auto list = std::async(kAtOnceIfPossible, [this, name = std::move(name)] {
    return Run({"ls-tree", "-r", "-t", "-z", "--full-tree", "--end-of-options", name});
  });
  const std::scoped_lock lock(lists_mutex_);
  std::swap(ahead_, list);
}

std::shared_ptr<const TreeList> Git::TakeAhead(const std::string& tree) {
  std::future<Result<Exit>> ahead;
  {
    const std::scoped_lock lock(lists_mutex_);
    ahead = std::move(ahead_);
  }
  if (!ahead.valid()) return nullptr;
  auto exit = ahead.get();
  if (!exit || exit->code != 0) return nullptr;
  auto list = std::make_shared<TreeList>();
  list->text = std::move(exit->out);
  std::vector<TreeList::Item> tops;
  if (!ParseTreeList(*list, tops) || !trees_->IsAllOf(tree, tops)) return nullptr;
  return list;
}

Result<std::string> Git::FolderId(const std::string& tree, std::string_view path) {
  const std::string top = tree + "^{tree}";
  auto found = objects_->Read({path.empty() ? top : fmt::format("{}:{}", tree, path)});
  if (!found) return Fail(found.error());
  if (found->front().type == "tree") {
    GitObject& object = found->front();
    trees_->Keep(object.id, std::move(object.bytes));  // a malformed one is refused when asked for
    return std::move(object.id);
  }
  const auto unreadable = [](std::string_view name) {
    return GitError(fmt::format("git has no tree `{}`", name), "LG9001",
                    "fetch the missing objects: git fetch --refetch");
  };
  if (path.empty()) return Fail(unreadable(top));
  auto root = FolderId(tree, "");
  if (!root) return root;
  const auto at = trees_->At(*root, path);
  if (!at) return Fail(at.error());
  if (at->has_value() && (*at)->mode == "040000") return Fail(unreadable((*at)->object));
  return std::string();
}

Result<std::vector<std::string>> Git::ReadBlobs(const std::vector<std::string>& objects,
                                                std::size_t limit) {
  auto read = objects_->Read(objects, limit);
  if (!read) return Fail(read.error());
  std::vector<std::string> blobs;
  blobs.reserve(objects.size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    GitObject& object = (*read)[i];
    if (object.type != "blob") {
      return Fail(GitError(fmt::format("git has no blob `{}`: {}", objects[i], object.answer),
                           "LG9001", "fetch the missing objects: git fetch --refetch"));
    }
    blobs.push_back(std::move(object.bytes));
  }
  return blobs;
}

}  // namespace leyline
