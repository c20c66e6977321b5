// Annotations of GitHub Actions: workflow commands that put findings beside the lines of a pull
// request.
#pragma once

#include <string>

#include "report/views.h"

namespace leyline {

// Worst first; GitHub shows ten errors and ten warnings a step, so the last of each says how many
// more there are, and these are plain lines of the log; so are compatible changes, which are shown
// where `all`. Untrusted text is escaped and can't forge a command.
std::string DiffGithub(const DiffView& view, bool all = false);
std::string GateGithub(const GateView& view);

}  // namespace leyline
