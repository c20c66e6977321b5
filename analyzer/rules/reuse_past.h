// Reuse across releases: what becomes of data of a released version when a number or a name that
// it used comes back, one version or many after it was given up.
#pragma once

#include "analyzer/rules/sink.h"

namespace leyline::rules {

// Whether a released version had this very field, by number and name, whatever its type was.
bool IsBack(const Field& after, const ChangeSink& sink);

// The same for an enum value, by its number and one of its new names.
bool IsBack(const ValuePair& value, const ChangeSink& sink);

// For a field with a new number, name or JSON name; `before` is null for one that was added. Judges
// whoever last had them as read by this one and the reverse, and says so in the sentence. What the
// old version still has is not looked up: that is no matter of the past.
void JudgePast(Change& change, const Field* before, const Field& after, ChangeSink& sink);

// The same for enum values.
void JudgePast(Change& change, const ValuePair& value, ChangeSink& sink);

}  // namespace leyline::rules
