// What git says, and errors made of it. For this room only.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace leyline {

inline Error GitError(std::string message, std::string code, std::string fix) {
  return {.kind = ErrorKind::kInput,
          .code = std::move(code),
          .message = std::move(message),
          .where = std::nullopt,
          .fix = std::move(fix)};
}

inline std::string_view TrimEnd(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

inline std::string_view FirstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace leyline
