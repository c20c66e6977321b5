// Names of types -> the messages and enums that they mean.
#pragma once

#include "analyzer/schema/link_problems.h"
#include "analyzer/schema/symbols.h"

namespace leyline {

// Fills the types of fields, the extendees of extensions, and the inputs and outputs of methods of
// one file.
void ResolveTypes(File& file, const SymbolTable& table, Problems& problems);

}  // namespace leyline
