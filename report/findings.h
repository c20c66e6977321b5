// Findings as rows: what formats for machines say alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/views.h"

namespace leyline {

enum class Severity : uint8_t { kNote, kWarning, kError };

struct Finding {
  std::string rule;  // a change type or a code
  Severity severity = Severity::kNote;
  std::string contract;  // empty where it is about none
  std::string symbol;    // the element
  std::string message;
  SourceSpan where;         // what is gone: the nearest declaration that still is
  std::string fingerprint;  // of rule and symbol: a line that moves is the same finding
  std::string approved_by;  // the proposals that a passed gate accepts it by; else empty
};

// All changes that aren't compatible (of a gate: that are gated), and of a gate what it found
// missing. Worst first, else in the order of the report.
std::vector<Finding> FindingsOf(const DiffView& view);
std::vector<Finding> FindingsOf(const GateView& view);

// What the rule or code means, and what to do.
struct Explanation {
  std::string_view meaning;
  std::string_view fix;
};
Explanation Explain(std::string_view rule);

// Where a change is shown in the new version; none: its file is gone.
std::optional<SourceSpan> ShownAt(const Change& change);

// "a/b.proto" below `root`, which may be empty.
std::string PathBelow(std::string_view root, std::string_view file);

}  // namespace leyline
