// Who may hold a message whose type only its URL names.
#pragma once

#include "analyzer/model/model.h"

namespace leyline::rules {

// Whether a file imports the definition of google.protobuf.Any, whichever way.
bool SeesAny(const File& file);

}  // namespace leyline::rules
