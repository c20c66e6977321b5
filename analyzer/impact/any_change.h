// "What if I change this?": a change of which nothing is known but what it is about.
#pragma once

#include <string_view>

#include "analyzer/diff/change.h"
#include "analyzer/schema/snapshot.h"
#include "base/result.h"

namespace leyline {

inline constexpr std::string_view kAnyChange = "ANY_CHANGE";

// `element`: the full name of a contract, field, enum value, oneof or method. Its verdicts are
// UNKNOWN on every surface where such an element is visible. A usage error, with the nearest name,
// when there is none.
Result<Change> AnyChangeOf(const Snapshot& snapshot, std::string_view element);

}  // namespace leyline
