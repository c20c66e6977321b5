// SARIF 2.1.0, within GitHub's limits: what is approved is suppressed, what is gone is shown at the
// nearest declaration that still is.
#pragma once

#include <string>

#include "report/views.h"

namespace leyline {

std::string DiffSarif(const DiffView& view);
std::string GateSarif(const GateView& view);

}  // namespace leyline
