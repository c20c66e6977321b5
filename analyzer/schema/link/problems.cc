#include "analyzer/schema/link/problems.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace leyline {
namespace {

// Offsets -> lines of the files that have problems; each text is read once.
class Lines {
 public:
  SourceSpan At(const File& file, Offset offset) {
    if (file.from_descriptor || offset == kNoOffset) return {DisplayPath(file), 1, 1};
    const std::vector<Offset>& starts = StartsOf(file);
    const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
    const auto line = next - starts.begin();
    return {DisplayPath(file), static_cast<int32_t>(line),
            static_cast<int32_t>(offset - *(next - 1)) + 1};
  }

 private:
  const std::vector<Offset>& StartsOf(const File& file) {
    std::vector<Offset>& starts = starts_[&file];
    if (!starts.empty()) return starts;
    starts.push_back(0);
    for (std::size_t i = 0; i < file.text.size(); ++i) {
      if (file.text[i] == '\n') starts.push_back(static_cast<Offset>(i + 1));
    }
    return starts;
  }

  std::unordered_map<const File*, std::vector<Offset>> starts_;
};

}  // namespace

Errors ToErrors(std::vector<Problem> problems) {
  Lines lines;
  Errors errors;
  errors.reserve(problems.size());
  for (Problem& problem : problems) {
    if (problem.other != nullptr) {
      const SourceSpan other = lines.At(*problem.other, problem.other_at);
      problem.message += fmt::format(" {}:{}:{}", other.file, other.line, other.column);
    }
    errors.push_back({.kind = ErrorKind::kInput,
                      .code = {},
                      .message = std::move(problem.message),
                      .where = lines.At(*problem.file, problem.at),
                      .fix = std::move(problem.fix)});
  }
  return errors;
}

}  // namespace leyline
