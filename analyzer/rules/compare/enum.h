// One enum read as another: what their names do. The numbers are the type model's.
#pragma once

#include "analyzer/rules/compare/memory.h"
#include "analyzer/rules/compare/value_index.h"
#include "analyzer/rules/type_model/type_model.h"

namespace leyline {

// Binary carries numbers: a value is misread when the reader has its name at another number.
// JSON and text carry the first name of a number: it fails when the reader doesn't know it. A zero
// that is left out is what the reader calls zero.
Reading ReadEnumNames(Surface surface, const ValueIndex& writer, const ValueIndex& reader,
                      Zero zero = Zero::kWritten);

// JSON and text: what the writer reads of its values when the other side has read them and written
// them again, each by the name that is printed for its number there. `zero`: of the other side.
Reading ReturnEnumNames(const ValueIndex& writer, const ValueIndex& other, Zero zero);

}  // namespace leyline
