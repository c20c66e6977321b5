// ByName: the members of one declaration by name.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>

namespace leyline {

// `Members` must outlive it.
template <class Members>
class ByName {
 public:
  using Member = typename Members::value_type;

  explicit ByName(const Members& members) : members_(members) {}

  // Null when none has that name. Most stand where they stood, at `likely`; the first that does not
  // has all names collected.
  const Member* Find(std::string_view name, std::size_t likely) {
    if (likely < members_.size() && members_[likely].name == name) return &members_[likely];
    if (by_name_.empty()) {
      for (const Member& member : members_) by_name_.emplace(member.name, &member);
    }
    const auto at = by_name_.find(name);
    return at == by_name_.end() ? nullptr : at->second;
  }

 private:
  const Members& members_;
  std::unordered_map<std::string_view, const Member*> by_name_;
};

}  // namespace leyline
