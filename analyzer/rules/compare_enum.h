// One enum read as another: what their names do. The numbers are the type model's.
#pragma once

#include "analyzer/model/model.h"
#include "analyzer/rules/type_model.h"

namespace leyline {

// Binary carries numbers: a value is misread when the reader has its name at another number.
// JSON and text carry the first name of a number: it fails when the reader doesn't know it.
Reading ReadEnumNames(Surface surface, const Enum& writer, const Enum& reader);

}  // namespace leyline
