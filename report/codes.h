// Every LG code with what it means and what to do: `leyline explain LG5001`, docs/codes.md.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace leyline {

struct Code {
  std::string_view id;  // "LG5001"
  std::string_view meaning;
  std::string_view fix;
};

// Sorted by id.
std::span<const Code> AllCodes();
// Null when there is none; any case.
const Code* FindCode(std::string_view id);

// The text of docs/codes.md.
std::string CodesPage();

}  // namespace leyline
