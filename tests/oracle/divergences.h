// Where Leyline and libprotobuf 3.21 differ on purpose.
#pragma once

#include <string_view>

namespace leyline {

// Whether a disagreement is on the list: `accepted_by_us` with libprotobuf's complaint, or
// Leyline's complaint about a source that libprotobuf accepts.
bool IsKnownDivergence(bool accepted_by_us, std::string_view complaint);

}  // namespace leyline
