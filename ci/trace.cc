#include "ci/trace.h"

#include <algorithm>
#include <vector>

#include "base/strings.h"

namespace leyline {
namespace {

bool IsHex(std::string_view text, std::size_t size) {
  return text.size() == size && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool IsId(std::string_view text, std::size_t size) {
  return IsHex(text, size) && text.find_first_not_of('0') != std::string_view::npos;
}

}  // namespace

bool IsTraceparent(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, '-');
  return parts.size() == 4 && IsHex(parts[0], 2) && parts[0] != "ff" && IsId(parts[1], 32) &&
         IsId(parts[2], 16) && IsHex(parts[3], 2);
}

}  // namespace leyline
