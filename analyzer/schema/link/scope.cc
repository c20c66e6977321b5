#include "analyzer/schema/link/scope.h"

#include <bit>

namespace leyline {

const ScopeNames::Entry* ScopeNames::Add(std::string_view name, NameKind kind, Offset at) {
  if (entries_.size() < kSmall) {
    for (const Entry& entry : entries_) {
      if (entry.name == name) return &entry;
    }
    entries_.push_back({name, kind, at});
    return nullptr;
  }
  entries_.push_back({name, kind, at});
  if (slots_.size() < entries_.size() * 2) Rehash();
  const Entry* there = Put(static_cast<uint32_t>(entries_.size() - 1));
  if (there != nullptr) entries_.pop_back();
  return there;
}

// Null when the entry was new and now has a slot.
const ScopeNames::Entry* ScopeNames::Put(uint32_t index) {
  const std::string_view name = entries_[index].name;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = NameHash().Grown(name).value() & mask;; at = (at + 1) & mask) {
    if (slots_[at] == 0) {
      slots_[at] = index + 1;
      return nullptr;
    }
    const Entry& entry = entries_[slots_[at] - 1];
    if (entry.name == name) return &entry;
  }
}

void ScopeNames::Rehash() {
  slots_.assign(std::bit_ceil(entries_.size() * 4), 0);
  for (uint32_t i = 0; i + 1 < entries_.size(); ++i) Put(i);
}

}  // namespace leyline
