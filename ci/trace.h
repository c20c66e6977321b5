// Traces by W3C Trace Context.
#pragma once

#include <string_view>

namespace leyline {

// "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01": version, trace, parent, flags, in
// lower-case hex; neither id all zeros.
bool IsTraceparent(std::string_view text);

}  // namespace leyline
