// Tree objects: parsed, kept, and walked from a root to a path.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "git/objects.h"
#include "git/tree_entry.h"

namespace leyline {

// One tree object.
class Tree {
 public:
  struct Item {
    std::string_view name;
    std::string_view mode;  // as in TreeEntry, and "040000" for a folder
    std::string_view id;    // its bytes
    bool is_folder() const { return mode == "040000"; }
    bool operator==(const Item&) const = default;
  };

  // Null for what is no tree whose ids have `id_size` bytes, or has two items of one name.
  static std::shared_ptr<const Tree> Parse(std::string bytes, std::size_t id_size);

  std::span<const Item> items() const { return items_; }  // sorted by name
  const Item* Find(std::string_view name) const;

 private:
  Tree() = default;

  std::string bytes_;
  std::vector<Item> items_;
};

// The trees of a repository. Safe for several threads.
class Trees {
 public:
  explicit Trees(GitObjects& objects) : objects_(objects) {}

  // What stands at a path below a commit or tree, also a folder; nothing when there is nothing.
  // Reads the trees on the way.
  Result<std::optional<TreeEntry>> At(const std::string& tree, std::string_view path);

  // Whether these are the items of a tree that was read before, and whose content is known thereby.
  bool IsAllOf(const std::string& tree, std::span<const TreeList::Item> items);

  // Remembers a tree that was read elsewhere; false where its bytes are malformed.
  bool Keep(const std::string& id, std::string bytes);

  // Entries of `tree` at any depth that `other` does not have at the same path, sorted by path.
  // Reads only the folders of the two that differ.
  Result<std::vector<TreeEntry>> Unlike(const std::string& tree, const std::string& other);
  // Whether an item that `is_wanted` is somewhere in a tree; false where git can't read it. Stops
  // at the first.
  bool AnyBelow(const std::string& tree, const std::function<bool(const Tree::Item&)>& is_wanted);

 private:
  using Ids = std::vector<std::string>;
  // In the order of the ids, of commits or trees; null for an empty id.
  Result<std::vector<std::shared_ptr<const Tree>>> Load(const Ids& ids);
  Status Fetch(const Ids& ids);

  GitObjects& objects_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Tree>> known_;
};

}  // namespace leyline
