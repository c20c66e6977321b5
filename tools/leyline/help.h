// --help: examples first, then flags, then exit codes; at most 80 columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/leyline/command.h"

namespace leyline {

std::string HelpOfAll(const std::vector<Subcommand>& commands);
// The commands that begin with a word, as `breaker`; empty when none does.
std::string HelpOfGroup(const std::vector<Subcommand>& commands, std::string_view word);
std::string HelpOf(const Subcommand& command);

}  // namespace leyline
