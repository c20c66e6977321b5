// The text surface of the type model: numbers by value, enums by name, lists element by element.
#include <array>
#include <utility>

#include "analyzer/rules/type_model/parts.h"
#include "analyzer/rules/type_model/type_model.h"

namespace leyline {
namespace {

enum class Form : uint8_t { kInt, kFloat, kDouble, kBool, kString, kBytes, kEnum, kMessage };

enum class Rule : uint8_t {
  S,  // same: every value
  D,  // domain: the integers that the reader's type holds; others fail
  X,  // exact: what the reader's type can't hold is rounded
  I,  // integer: as D, and printed without a fraction
  E,  // only declared numbers: text parsers differ on the others, of open enums too
  B,  // between enums: by name, which is not judged here; a number without one as D
  N,  // nameless: named enum values are printed as names
  U,  // valid UTF-8
  F,  // fails
};

using Row = std::array<Rule, 8>;
using enum Rule;

constexpr std::array<Row, 8> kRules = {{
    //              int flt dbl bool str byt enum msg
    /* int     */ Row{D, X, X, D, F, F, E, F},  // 0 and 1 are read as bool
    /* float   */ Row{I, S, X, F, F, F, F, F},  // Java prints 1.0, which no integer reads
    /* double  */ Row{I, X, S, F, F, F, F, F},
    /* bool    */ Row{F, F, F, S, F, F, F, F},  // printed as true and false
    /* string  */ Row{F, F, F, F, U, S, F, F},
    /* bytes   */ Row{F, F, F, F, U, S, F, F},
    /* enum    */ Row{N, N, N, F, F, F, B, F},
    /* message */ Row{F, F, F, F, F, F, F, S},
}};

Form FormOf(FieldType type) {
  switch (type) {
    case FieldType::kFloat:
      return Form::kFloat;
    case FieldType::kDouble:
      return Form::kDouble;
    case FieldType::kBool:
      return Form::kBool;
    case FieldType::kString:
      return Form::kString;
    case FieldType::kBytes:
      return Form::kBytes;
    case FieldType::kEnum:
      return Form::kEnum;
    case FieldType::kMessage:
    case FieldType::kGroup:
      return Form::kMessage;
    default:
      return Form::kInt;
  }
}

Reading Exact(const FieldSpec& writer, const FieldSpec& reader) {
  const bool fits =
      reader.type == FieldType::kDouble && WidthOf(writer.type) == 32 && !IsFloating(writer.type);
  return fits ? Lossless() : ExactOnly(reader);
}

Reading Text(const FieldSpec& writer, const FieldSpec& reader) {
  if (writer.type == FieldType::kString && (writer.verifies_utf8 || !reader.verifies_utf8)) {
    return Lossless();
  }
  return SafeIf("the text is valid UTF-8", Effect::kUtf8Rejected);
}

Reading Declared(const FieldSpec& writer, FieldSpec reader) {
  if (reader.is_closed_enum()) return WithinRange(writer, reader, "");
  return SafeIf("the value is one of the declared numbers", Effect::kParseFailure);
}

Reading Element(const FieldSpec& writer, const FieldSpec& reader) {
  const auto row = static_cast<std::size_t>(FormOf(writer.type));
  switch (kRules[row][static_cast<std::size_t>(FormOf(reader.type))]) {
    case S:
      return Lossless();
    case D:
      return WithinRange(writer, reader, "");
    case I:
      return WithinRange(writer, reader, "an integer printed without a fraction and ");
    case X:
      return Exact(writer, reader);
    case E:
      return Declared(writer, reader);
    case N:
      return NamelessOnly(writer, reader);
    case B:
      return BetweenEnums(writer, reader);
    case U:
      return Text(writer, reader);
    case F:
      break;
  }
  return Broken(Effect::kParseFailure);
}

Reading Maps(const FieldSpec& writer, const FieldSpec& reader) {
  Reading keys = Element(KeySpecOf(writer), KeySpecOf(reader));
  keys.condition = OfKeys(std::move(keys.condition));
  return Join(std::move(keys), Element(ValueSpecOf(writer), ValueSpecOf(reader)));
}

Reading Occurrences(Reading element, const FieldSpec& writer, const FieldSpec& reader) {
  if (writer.is_repeated() && !reader.is_repeated()) {
    element =
        Join(std::move(element), SafeIf("the list has at most one element", Effect::kParseFailure));
  }
  return WithPresence(std::move(element), writer, reader);
}

}  // namespace

Reading ReadText(const FieldSpec& writer, const FieldSpec& reader) {
  if (writer.is_map() && reader.is_map()) return Maps(writer, reader);
  if (writer.is_map()) return ReadText(EntriesOf(writer), reader);
  if (reader.is_map()) {
    Reading entries = ReadText(writer, EntriesOf(reader));
    if (!writer.is_repeated()) return entries;
    return Join(std::move(entries),
                SafeIf("no two entries have the same key", Effect::kEntriesCollide));
  }
  return Occurrences(Element(writer, reader), writer, reader);
}

}  // namespace leyline
