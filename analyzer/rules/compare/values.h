// What the rules about enum values share.
#pragma once

#include <string_view>

#include "analyzer/diff/match.h"
#include "analyzer/rules/lookup.h"
#include "analyzer/rules/verdicts.h"

namespace leyline {

bool HasName(const ValueSet& values, std::string_view name);

// Whether a name of the one is none of the other.
bool LosesName(const ValueSet& before, const ValueSet& after);

// The name that printers emit.
inline std::string_view PrintedName(const ValueSet& values) { return values.names.front()->name; }

// What the writer reads of a value when the other side knows its name and writes it again: by the
// name that it prints for its number, or not at all, where that is zero in a field without
// presence. `misread`: another value; `unknown`: the writer doesn't know that name.
Outcome ReturnOf(const ValueSet& value, const ValueIndex& own, const ValueIndex& other,
                 const Outcome& misread, const Outcome& unknown);

// JSON and text, where a value is the name that is printed: of one that both sides have.
void JudgeNames(Change& change, const ValuePair& value, MemberLookup& lookup);

// Binary, of a value that kept its number: whether a name of it means another number on the other
// side, as of values that exchanged their names.
void JudgeNumber(Change& change, const ValuePair& value, MemberLookup& lookup);

// Binary, where another value of the other side has the number: of a released version, for between
// two versions it is a rename. The data holds only the number, so there is no witness.
void JudgeOtherValue(Change& change);

}  // namespace leyline
