// Parts of the type model that more than one surface needs.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/rules/type_model/type_model.h"

namespace leyline {

// What `required`, and the absence of presence, add to the reading of a value.
Reading WithPresence(Reading value, const FieldSpec& writer, const FieldSpec& reader);

// What a reader that requires the field adds when the writer may leave it out.
Reading WithRequired(Reading value, const FieldSpec& writer, const FieldSpec& reader);

// What a list loses in binary when its reader expects one value.
Reading WithFewerElements(Reading element, const FieldSpec& writer, const FieldSpec& reader);

// Text surfaces refuse what doesn't fit. `kind` goes before the range: "an integer and ".
Reading WithinRange(const FieldSpec& writer, const FieldSpec& reader, std::string_view kind);

// An enum's named values are printed as names; only numbers without a name are numbers in text.
Reading NamelessOnly(const FieldSpec& writer, const FieldSpec& reader);

// From enum to enum. What becomes of names is compare/enum.h's; here only those numbers count that
// have none.
Reading BetweenEnums(const FieldSpec& writer, const FieldSpec& reader);

// Decimal text into a floating-point type that may not hold it.
Reading ExactOnly(const FieldSpec& reader);

// "the value is 0 or 1" -> "every key is 0 or 1".
std::string OfKeys(std::string condition);

}  // namespace leyline
