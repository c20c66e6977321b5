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

// What a JSON or text reader makes of the name that the writer prints.
Outcome ReadPrinted(const ValueSet& writer, const ValueSet& reader);

}  // namespace leyline
