// What the rules about enum values share.
#pragma once

#include <string_view>

#include "analyzer/diff/match.h"
#include "analyzer/rules/verdicts.h"

namespace leyline {

bool HasName(const ValueSet& values, std::string_view name);

// The name that printers emit.
inline std::string_view PrintedName(const ValueSet& values) { return values.names.front()->name; }

// Whether another value of the enum has the number.
bool DeclaresNumber(const Enum& enumeration, int32_t number);

bool IsReserved(const Enum& enumeration, int32_t number);

// Whether the enum has the name, at whatever number.
bool DeclaresName(const Enum& enumeration, std::string_view name);

// Whether two values, each named on its own side, are one: an alias of the one is an alias of the
// other.
bool ShareName(const Enum& before, std::string_view name, const Enum& after,
               std::string_view other);

// What becomes of a name that the other side has, when that side writes it again: an alias comes
// back as the name that is printed for its number. `otherwise`: when it is another one.
Outcome ReturnPrinted(std::string_view name, const Enum& other, const Outcome& otherwise);

// JSON and text, where a value is the name that is printed: of one that both sides have.
void JudgeNames(Change& change, const ValuePair& value);

// Binary, where another value of the other side has the number: of a released version, for between
// two versions it is a rename. The data holds only the number, so there is no witness.
void JudgeOtherValue(Change& change);

}  // namespace leyline
