// What review tools of other forges read, and editors.
#pragma once

#include <string>

#include "report/views.h"

namespace leyline {

// GitLab Code Quality: one array, empty when there is nothing to find.
std::string DiffGitlab(const DiffView& view);
std::string GateGitlab(const GateView& view);

// reviewdog's rdjsonl: one object a line.
std::string DiffRdjsonl(const DiffView& view);
std::string GateRdjsonl(const GateView& view);

// A line a finding, as compilers print them: "a.proto:3:5: error: what was found [REMOVE_FIELD]".
std::string DiffLines(const DiffView& view);
std::string GateLines(const GateView& view);

}  // namespace leyline
