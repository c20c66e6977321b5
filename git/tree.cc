#include "git/tree.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/sorted.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::size_t kDepthLimit = 4096;  // git's own

Error NoTree(std::string_view id, std::string_view answer) {
  return {.kind = ErrorKind::kInput,
          .code = "LG9001",
          .message = fmt::format("git has no tree `{}`: {}", id, answer),
          .fix = "fetch the missing objects: git fetch --refetch"};
}

// As git itself reads modes, which old versions wrote in more forms; empty for what is no mode.
std::string_view ModeOf(std::string_view octal) {
  unsigned mode = 0;
  if (octal.empty() || octal.size() > 7) return "";
  for (const char c : octal) {
    if (c < '0' || c > '7') return "";
    mode = mode * 8 + static_cast<unsigned>(c - '0');
  }
  constexpr unsigned kType = 0170000;
  constexpr unsigned kMayRun = 0100;
  switch (mode & kType) {
    case 0100000:
      return (mode & kMayRun) != 0 ? "100755" : "100644";
    case 0120000:
      return "120000";
    case 0040000:
      return "040000";
    default:
      return "160000";
  }
}

std::string HexOf(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

TreeEntry EntryOf(std::string path, const Tree::Item& item) {
  return {std::move(path), std::string(item.mode), HexOf(item.id)};
}

std::string Below(const std::string& folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

}  // namespace

std::shared_ptr<const Tree> Tree::Parse(std::string bytes, std::size_t id_size) {
  std::shared_ptr<Tree> tree(new Tree());
  tree->bytes_ = std::move(bytes);
  std::string_view rest = tree->bytes_;
  while (!rest.empty()) {
    const std::size_t space = rest.find(' ');
    const std::size_t end = space == std::string_view::npos ? space : rest.find('\0', space);
    if (end == std::string_view::npos || rest.size() - end - 1 < id_size) return nullptr;
    const Item item{.name = rest.substr(space + 1, end - space - 1),
                    .mode = ModeOf(rest.substr(0, space)),
                    .id = rest.substr(end + 1, id_size)};
    if (item.name.empty() || item.mode.empty()) return nullptr;
    tree->items_.push_back(item);
    rest.remove_prefix(end + 1 + id_size);
  }
  EnsureSorted(tree->items_, [](const Item& a, const Item& b) { return a.name < b.name; });
  const auto twins = [](const Item& a, const Item& b) { return a.name == b.name; };
  const auto twin = std::adjacent_find(tree->items_.begin(), tree->items_.end(), twins);
  if (twin != tree->items_.end()) return nullptr;
  return tree;
}

const Tree::Item* Tree::Find(std::string_view name) const {
  const auto at = std::lower_bound(
      items_.begin(), items_.end(), name,
      [](const Item& item, std::string_view wanted) { return item.name < wanted; });
  return at == items_.end() || at->name != name ? nullptr : &*at;
}

Status Trees::Fetch(const Ids& ids) {
  Ids names;
  for (const std::string& id : ids) names.push_back(id + "^{tree}");
  auto objects = objects_.Read(names);
  if (!objects) return Fail(objects.error());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    GitObject& object = (*objects)[i];
    if (object.type != "tree") return Fail(NoTree(ids[i], object.answer));
    if (!Keep(ids[i], std::move(object.bytes))) return Fail(NoTree(ids[i], "it is malformed"));
  }
  return {};
}

bool Trees::Keep(const std::string& id, std::string bytes) {
  auto tree = Tree::Parse(std::move(bytes), id.size() / 2);
  if (tree == nullptr) return false;
  const std::scoped_lock lock(mutex_);
  known_.emplace(id, std::move(tree));
  return true;
}

bool Trees::IsAllOf(const std::string& tree, std::span<const TreeList::Item> items) {
  const std::scoped_lock lock(mutex_);
  const auto known = known_.find(tree);
  if (known == known_.end() || known->second->items().size() != items.size()) return false;
  return std::all_of(items.begin(), items.end(), [&](const TreeList::Item& item) {
    const Tree::Item* there = known->second->Find(item.path);
    return there != nullptr && there->mode == item.mode && HexOf(there->id) == item.object;
  });
}

Result<std::vector<std::shared_ptr<const Tree>>> Trees::Load(const Ids& ids) {
  Ids unknown;
  {
    const std::scoped_lock lock(mutex_);
    for (const std::string& id : ids) {
      if (!id.empty() && !known_.contains(id)) unknown.push_back(id);
    }
  }
  if (auto status = Fetch(unknown); !status) return Fail(status.error());
  std::vector<std::shared_ptr<const Tree>> trees(ids.size());
  const std::scoped_lock lock(mutex_);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!ids[i].empty()) trees[i] = known_.at(ids[i]);
  }
  return trees;
}

Result<std::optional<TreeEntry>> Trees::At(const std::string& tree, std::string_view path) {
  TreeEntry at{"", "040000", tree};
  if (path.empty()) return std::optional<TreeEntry>(std::move(at));
  for (std::string_view part : Split(path, '/')) {
    if (at.mode != "040000") return std::optional<TreeEntry>();
    auto loaded = Load({at.object});
    if (!loaded) return Fail(loaded.error());
    const Tree::Item* item = loaded->front()->Find(part);
    if (item == nullptr) return std::optional<TreeEntry>();
    at = EntryOf("", *item);
  }
  at.path = path;
  return std::optional<TreeEntry>(std::move(at));
}

Result<std::vector<TreeEntry>> Trees::Unlike(const std::string& tree, const std::string& other) {
  // Folders of one depth, with the ids of both sides; so that each depth is read at once.
  struct Folder {
    std::string path;
    std::string id;
    std::string other;  // empty: there is none
  };
  std::vector<Folder> folders;
  if (tree != other) folders.push_back({"", tree, other});
  std::vector<TreeEntry> unlike;
  for (std::size_t depth = 0; !folders.empty(); ++depth) {
    Ids ids;
    for (const Folder& folder : folders) ids.insert(ids.end(), {folder.id, folder.other});
    if (depth > kDepthLimit) return Fail(NoTree(tree, "it is too deep"));
    auto loaded = Load(ids);
    if (!loaded) return Fail(loaded.error());
    std::vector<Folder> deeper;
    for (std::size_t i = 0; i < folders.size(); ++i) {
      const auto& there = (*loaded)[2 * i + 1];
      for (const Tree::Item& item : (*loaded)[2 * i]->items()) {
        const Tree::Item* twin = there == nullptr ? nullptr : there->Find(item.name);
        if (twin != nullptr && *twin == item) continue;
        std::string path = Below(folders[i].path, item.name);
        if (!item.is_folder()) {
          unlike.push_back(EntryOf(std::move(path), item));
        } else {
          const bool both = twin != nullptr && twin->is_folder();
          deeper.push_back({std::move(path), HexOf(item.id), both ? HexOf(twin->id) : ""});
        }
      }
    }
    folders = std::move(deeper);
  }
  EnsureSorted(unlike, [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
  return unlike;
}

bool Trees::AnyBelow(const std::string& tree,
                     const std::function<bool(const Tree::Item&)>& is_wanted) {
  Ids open = {tree};
  while (!open.empty()) {
    auto loaded = Load({open.back()});
    open.pop_back();
    if (!loaded) return false;
    for (const Tree::Item& item : loaded->front()->items()) {
      if (is_wanted(item)) return true;
      if (item.is_folder()) open.push_back(HexOf(item.id));
    }
  }
  return false;
}

}  // namespace leyline
