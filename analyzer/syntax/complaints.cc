#include "analyzer/syntax/complaints.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analyzer/syntax/parse.h"
#include "analyzer/syntax/position.h"

namespace leyline {

SourceSpan SpanAt(const std::string& path, std::string_view text, Offset offset) {
  if (offset == kNoOffset) return {.file = path, .line = 1, .column = 1};
  syntax::LineCounter lines(text);
  return lines.SpanAt(path, offset);
}

namespace syntax {

void Complaints::Add(Offset at, std::string message, std::string fix) {
  if (full()) return;
  if (complaints_.size() == kMost) {
    message = fmt::format("too many errors; the file was not checked beyond the first {}", kMost);
    fix.clear();
  }
  complaints_.push_back({.at = at, .message = std::move(message), .fix = std::move(fix)});
}

Errors Complaints::ToErrors(const std::string& path, std::string_view text) const {
  std::vector<Complaint> sorted = complaints_;
  std::ranges::stable_sort(sorted, {}, &Complaint::at);
  Errors errors;
  errors.reserve(sorted.size());
  LineCounter lines(text);
  for (Complaint& complaint : sorted) {
    errors.push_back({.kind = ErrorKind::kInput,
                      .code = {},
                      .message = std::move(complaint.message),
                      .where = lines.SpanAt(path, complaint.at),
                      .fix = std::move(complaint.fix)});
  }
  return errors;
}

}  // namespace syntax
}  // namespace leyline
