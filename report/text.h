// Text made to be read: the place first, so that terminals and editors can jump to it.
#pragma once

#include <string>

#include "report/views.h"

namespace leyline {

// All errors, or that there are none.
std::string ValidateText(const ValidateView& view);
std::string DiffText(const DiffView& view, const TextStyle& style);
// One change with the witness of every verdict in full.
std::string WitnessText(const Change& change, const TextStyle& style);
std::string ImpactText(const ImpactView& view, const TextStyle& style);
std::string GateText(const GateView& view, const TextStyle& style);

}  // namespace leyline
