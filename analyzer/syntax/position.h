// Byte offsets -> lines and columns, for offsets that come in rising order: one pass over the text.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "analyzer/model/model.h"
#include "base/error.h"

namespace leyline::syntax {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class LineCounter {
 public:
  // A byte order mark takes no columns.
  explicit LineCounter(std::string_view text)
      : text_(text), line_start_(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0) {}

  // `offset` must not be smaller than that of the call before.
  SourceSpan SpanAt(const std::string& path, Offset offset) {
    const std::size_t at = std::min<std::size_t>(offset, text_.size());
    while (line_start_ < at) {
      const void* end = std::memchr(text_.data() + line_start_, '\n', at - line_start_);
      if (end == nullptr) break;
      line_start_ = static_cast<std::size_t>(static_cast<const char*>(end) - text_.data()) + 1;
      ++line_;
    }
    const std::size_t column = at < line_start_ ? 1 : at - line_start_ + 1;
    return {.file = path, .line = line_, .column = static_cast<int32_t>(column)};
  }

 private:
  std::string_view text_;
  std::size_t line_start_;
  int32_t line_ = 1;
};

}  // namespace leyline::syntax
