#include "analyzer/witness/lower_syntax.h"

namespace leyline::witness {
namespace {

bool HasText(const Field& field) {
  return field.type == FieldType::kString || field.map_key == FieldType::kString;
}

bool IsImplicit(const Field& field) {
  return !field.is_repeated() && !field.is_message() && !field.has_presence();
}

}  // namespace

// The C++ library decides by the syntax of the file: of an enum and its fields whether numbers that
// are not declared are values, of a text whether it is checked.
Syntaxes SyntaxesOf(const Field& field) {
  Syntaxes syntaxes = kEither;
  if (field.is_required() || field.is_delimited() || field.has_default || field.is_extension) {
    syntaxes = kProto2Only;
  }
  if (IsImplicit(field)) syntaxes = Both(syntaxes, kProto3Only);
  if (field.enum_type != nullptr) syntaxes = Both(syntaxes, SyntaxesOf(*field.enum_type));
  if (!HasText(field)) return syntaxes;
  const bool verified = field.features.utf8 == Utf8Validation::kVerify;
  return Both(syntaxes, verified ? kProto3Only : kProto2Only);
}

Syntaxes SyntaxesOf(const Enum& enumeration) {
  return enumeration.is_closed() ? kProto2Only : kProto3Only;
}

}  // namespace leyline::witness
