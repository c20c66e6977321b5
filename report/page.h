// `diff` and `gate` as one page for a browser, that needs nothing else.
#pragma once

#include <string>

#include "report/views.h"

namespace leyline {

std::string DiffHtml(const DiffView& view, const TextStyle& style);
std::string GateHtml(const GateView& view, const TextStyle& style);

}  // namespace leyline
