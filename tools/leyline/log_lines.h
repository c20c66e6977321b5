// What goes to standard error, as lines that programs read.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace leyline {

// A job's log takes some lines for commands of its own: of GitHub those that begin with `::`, or
// have `##[` anywhere, of Azure those with `##vso[`. The same text in which there are none, for
// names and reasons come from whoever proposes a change.
std::string WithoutJobCommands(std::string_view text);

// One JSON object a line: `ts`, `level` ("error", "warning", "info"), `code` where the line has
// one, `message`, and `traceparent` where the run is in a trace. Lines that are JSON already stay.
std::string AsLogLines(std::string_view text, Time now, std::string_view traceparent);

}  // namespace leyline
