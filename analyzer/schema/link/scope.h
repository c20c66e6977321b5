// The names right inside one message, enum or service, to find those declared twice.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analyzer/schema/link/symbols.h"

namespace leyline {

// Reused from scope to scope; small scopes are compared one by one, large ones are hashed.
class ScopeNames {
 public:
  struct Entry {
    std::string_view name;
    NameKind kind = NameKind::kNothing;
    Offset at = kNoOffset;
  };

  void Clear() {
    entries_.clear();
    slots_.clear();
  }

  // Null when the name is new; else what has it already.
  const Entry* Add(std::string_view name, NameKind kind, Offset at);

 private:
  static constexpr std::size_t kSmall = 12;

  const Entry* Put(uint32_t index);
  void Rehash();

  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;  // index into entries_ plus 1; empty while the scope is small
};

}  // namespace leyline
