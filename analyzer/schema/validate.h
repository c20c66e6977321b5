// The validity rules of the language over linked files, apart from linking, so that files known to
// be valid can be left out.
#pragma once

#include "analyzer/schema/link/problems.h"

namespace leyline {

// The rules that look at one file and what it refers to. All features are resolved.
void ValidateFile(const File& file, Problems& problems);

}  // namespace leyline
