// How alike two names are: "ListItems" and "ListAllItems", "colour" and "color".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leyline {

std::size_t CommonPrefix(std::string_view a, std::string_view b);
std::size_t CommonSuffix(std::string_view a, std::string_view b);

// Whether one name is the other with words added, or with one part spelled a little differently.
// One word that became another is no likeness, whatever stands around it: `ListUsersRequest` and
// `ListOrdersRequest` are two things. Words are told by underscores and capitals; case says
// nothing.
bool IsLikeName(std::string_view a, std::string_view b);

// What is left of a name, in lower case and without underscores, when it loses nothing, its first
// word, or its last word. Names with a word added or exchanged at either end share one.
std::vector<std::string> Stems(std::string_view name);

}  // namespace leyline
