// JUnit XML: a suite a contract. A break fails, what is conditional is skipped, and whatever was
// looked at and is fine passes, so that a clean run is no empty file.
#pragma once

#include <string>

#include "report/views.h"

namespace leyline {

std::string DiffJunit(const DiffView& view);
std::string GateJunit(const GateView& view);

}  // namespace leyline
