// change_type: the one vocabulary of rules and proposals.
#pragma once

#include <span>
#include <string_view>

namespace leyline {

// Sorted; static storage.
std::span<const std::string_view> ChangeTypes();

bool IsChangeType(std::string_view word);

// The change type that was meant: `DROP_FIELD` -> `REMOVE_FIELD`. Empty when nothing is near.
std::string_view NearestChangeType(std::string_view word);

}  // namespace leyline
