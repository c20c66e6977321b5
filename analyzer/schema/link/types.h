// Names of types -> the messages and enums that they mean.
#pragma once

#include "analyzer/schema/link/problems.h"
#include "analyzer/schema/link/symbols.h"

namespace leyline {

// Fills the types of fields, the extendees of extensions, and the inputs and outputs of methods of
// one file.
void ResolveTypes(File& file, const SymbolTable& table, Problems& problems);

}  // namespace leyline
