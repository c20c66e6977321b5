// --help: examples first, then flags, then exit codes; at most 80 columns.
#pragma once

#include <string>
#include <vector>

#include "tools/leyline/command.h"

namespace leyline {

std::string HelpOfAll(const std::vector<Subcommand>& commands);
std::string HelpOf(const Subcommand& command);

}  // namespace leyline
