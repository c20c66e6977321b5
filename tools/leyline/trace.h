// The trace that a run belongs to, as W3C Trace Context says it.
#pragma once

#include <string>

#include "tools/leyline/command.h"

namespace leyline {

// TRACEPARENT of the environment; empty when it is not set or not one.
std::string TraceparentOf(const World& world);

}  // namespace leyline
