#include "analyzer/schema/link/symbols.h"

#include <array>
#include <bit>

namespace leyline {
namespace {

// Indexed by NameKind.
constexpr std::array<std::string_view, 10> kWords = {"nothing", "package",   "message",    "enum",
                                                     "service", "extension", "enum value", "field",
                                                     "oneof",   "method"};

uint32_t TagOf(NameHash hash) { return static_cast<uint32_t>(hash.value() >> 32); }

bool Equals(std::string_view full, std::string_view scope, std::string_view name) {
  if (scope.empty()) return full == name;
  return full.size() == scope.size() + 1 + name.size() && full.ends_with(name) &&
         full[scope.size()] == '.' && full.starts_with(scope);
}

}  // namespace

std::string_view WordFor(NameKind kind) { return kWords[static_cast<std::size_t>(kind)]; }

SymbolTable::SymbolTable(std::size_t expected) : slots_(std::bit_ceil(expected * 2 + 16)) {
  all_.reserve(expected);
}

const Named* SymbolTable::Find(std::string_view full_name) const {
  return Find({}, NameHash(), full_name);
}

const Named* SymbolTable::Find(std::string_view scope, NameHash start,
                               std::string_view name) const {
  const NameHash hash = start.Grown(name);
  const uint32_t tag = TagOf(hash);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash.value() & mask;; at = (at + 1) & mask) {
    const Slot slot = slots_[at];
    if (slot.index == 0) return nullptr;
    if (slot.tag != tag) continue;
    const Named& named = all_[slot.index - 1];
    if (Equals(named.full_name, scope, name)) return &named;
  }
}

const Named* SymbolTable::Insert(const Named& named) {
  if (all_.size() * 2 >= slots_.size()) Grow();
  const NameHash hash = NameHash().Grown(named.full_name);
  const uint32_t tag = TagOf(hash);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash.value() & mask;
  for (; slots_[at].index != 0; at = (at + 1) & mask) {
    const Named& there = all_[slots_[at].index - 1];
    if (slots_[at].tag == tag && there.full_name == named.full_name) return &there;
  }
  all_.push_back(named);
  slots_[at] = {tag, static_cast<uint32_t>(all_.size())};
  return nullptr;
}

void SymbolTable::Grow() {
  std::vector<Slot> larger(slots_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const NameHash hash = NameHash().Grown(all_[i].full_name);
    std::size_t at = hash.value() & mask;
    while (larger[at].index != 0) at = (at + 1) & mask;
    larger[at] = {TagOf(hash), static_cast<uint32_t>(i + 1)};
  }
  slots_ = std::move(larger);
}

Symbol ToSymbol(const Lookup& lookup) {
  switch (lookup.kind) {
    case NameKind::kMessage:
      return static_cast<Message*>(lookup.node);
    case NameKind::kEnum:
      return static_cast<Enum*>(lookup.node);
    case NameKind::kService:
      return static_cast<Service*>(lookup.node);
    case NameKind::kExtension:
    case NameKind::kField:
      return static_cast<Field*>(lookup.node);
    case NameKind::kValue:
      return static_cast<EnumValue*>(lookup.node);
    default:
      return std::monostate();
  }
}

}  // namespace leyline
