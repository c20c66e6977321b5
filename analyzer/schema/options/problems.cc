#include "analyzer/schema/options/problems.h"

#include <algorithm>
#include <utility>

namespace leyline {

SourceSpan OptionProblems::SpanOf(Offset at) {
  if (line_starts_.empty()) {
    line_starts_.push_back(file_.text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    for (std::size_t i = 0; i < file_.text.size(); ++i) {
      if (file_.text[i] == '\n') line_starts_.push_back(i + 1);
    }
  }
  const auto next = std::upper_bound(line_starts_.begin() + 1, line_starts_.end(), at);
  const std::size_t column = at < *(next - 1) ? 1 : at - *(next - 1) + 1;
  return {.file = DisplayPath(file_),
          .line = static_cast<int32_t>(next - line_starts_.begin()),
          .column = static_cast<int32_t>(column)};
}

void OptionProblems::Add(Offset at, std::string message, std::string fix) {
  if (full()) return;
  ++count_;
  if (full()) {
    message = "too many errors in options; the rest of them was not checked";
    fix.clear();
  }
  errors_.push_back({.kind = ErrorKind::kInput,
                     .code = {},
                     .message = std::move(message),
                     .where = SpanOf(at),
                     .fix = std::move(fix)});
}

}  // namespace leyline
