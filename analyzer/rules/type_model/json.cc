// The JSON surface of the type model: ProtoJSON by its specification, a strict parser, a conforming
// printer. The encoding of a number doesn't matter here, its range does.
#include <array>
#include <utility>

#include "analyzer/rules/type_model/parts.h"
#include "analyzer/rules/type_model/type_model.h"
#include "analyzer/rules/type_model/well_known.h"

namespace leyline {
namespace {

// How a value looks. Up to kObject: the rows and columns of kRules.
enum class Form : uint8_t {
  kInt32,  // a number: all 32-bit integers
  kInt64,  // a number in quotes: all 64-bit integers
  kFloat,
  kDouble,
  kBool,
  kString,
  kBytes,  // base64 text
  kEnum,   // a name; a number when it has none
  kObject,
  kTimestamp,
  kDuration,
  kFieldMask,
  kStruct,
  kValue,
  kList,
  kAny,
};
constexpr std::size_t kTableForms = 9;

enum class Rule : uint8_t {
  S,  // same: every value
  D,  // domain: the integers that the reader's type holds; others fail
  X,  // exact: decimal text that the reader's type can't hold is rounded
  I,  // integer: as D, and no fraction
  E,  // enums: by name, which is not judged here; a number without one as D
  N,  // nameless: named enum values are printed as names
  M,  // misread: text of another meaning
  F,  // fails
};

using Row = std::array<Rule, kTableForms>;
using enum Rule;

constexpr std::array<Row, kTableForms> kRules = {{
    //             i32 i64 flt dbl bool str byt enum obj
    /* int32  */ Row{D, D, X, S, F, F, F, D, F},  // a double holds every 32-bit integer
    /* int64  */ Row{D, D, X, X, F, M, M, F, F},  // "5" is a string; as an enum it depends on the
                                                  // runtime
    /* float  */ Row{I, I, S, X, F, F, F, I, F},  // 0.1f prints 0.1, which is another double
    /* double */ Row{I, I, X, S, F, F, F, I, F},
    /* bool   */ Row{F, F, F, F, S, F, F, F, F},  // true is no number
    /* string */ Row{F, F, F, F, F, S, M, F, F},  // many texts are valid base64
    /* bytes  */ Row{F, F, F, F, F, M, S, F, F},
    /* enum   */ Row{N, N, N, N, F, M, M, E, F},
    /* object */ Row{F, F, F, F, F, F, F, F, S},
}};

enum class Frame : uint8_t { kSingle, kList, kMap };

// A field as JSON sees it: wrappers are scalars, Struct is a map and ListValue a list of Value.
struct JsonSpec {
  Frame frame = Frame::kSingle;
  Form form = Form::kObject;
  FieldType key = FieldType::kNone;
  FieldSpec field;
};

Form FormOfScalar(FieldType type) {
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
      return Form::kObject;
    default:
      return WidthOf(type) == 64 ? Form::kInt64 : Form::kInt32;
  }
}

Form FormOf(const FieldSpec& spec) {
  switch (WellKnownOf(spec.message)) {
    case WellKnown::kAny:
      return Form::kAny;
    case WellKnown::kTimestamp:
      return Form::kTimestamp;
    case WellKnown::kDuration:
      return Form::kDuration;
    case WellKnown::kFieldMask:
      return Form::kFieldMask;
    case WellKnown::kStruct:
      return Form::kStruct;
    case WellKnown::kValue:
      return Form::kValue;
    case WellKnown::kListValue:
      return Form::kList;
    default:
      return FormOfScalar(spec.type);
  }
}

JsonSpec JsonSpecOf(const FieldSpec& spec) {
  JsonSpec json{.frame = spec.is_map()        ? Frame::kMap
                         : spec.is_repeated() ? Frame::kList
                                              : Frame::kSingle,
                .form = FormOf(spec),
                .key = spec.map_key,
                .field = spec};
  if (const FieldType wrapped = WrappedType(spec.message); wrapped != FieldType::kNone) {
    json.field.type = wrapped;
    json.form = FormOfScalar(wrapped);
  }
  if (spec.is_repeated()) return json;
  if (json.form == Form::kStruct) {
    json.frame = Frame::kMap;
    json.key = FieldType::kString;
    json.form = Form::kValue;
  } else if (json.form == Form::kList) {
    json.frame = Frame::kList;
    json.form = Form::kValue;
  }
  return json;
}

Reading ByTable(const JsonSpec& writer, const JsonSpec& reader) {
  switch (kRules[static_cast<std::size_t>(writer.form)][static_cast<std::size_t>(reader.form)]) {
    case S:
      return Lossless();
    case D:
      return WithinRange(writer.field, reader.field, "");
    case E:
      return BetweenEnums(writer.field, reader.field);
    case I:
      return WithinRange(writer.field, reader.field, "an integer and ");
    case X:
      return ExactOnly(reader.field);
    case N:
      return NamelessOnly(writer.field, reader.field);
    case M:
      return Broken(Effect::kMisread);
    case F:
      break;
  }
  return Broken(Effect::kParseFailure);
}

bool IsObject(Form form) {
  return form == Form::kObject || form == Form::kStruct || form == Form::kAny;
}

// What a text has to be for a well-known type to read it.
std::string_view TextFormat(Form form) {
  switch (form) {
    case Form::kTimestamp:
      return "the text is an RFC 3339 time";
    case Form::kDuration:
      return "the text is a number of seconds with the suffix `s`";
    case Form::kFieldMask:
      return "the text is a list of field paths";
    default:
      return "";
  }
}

// What a value of any form has to be for the reader's type to take it.
std::string AcceptedElement(const JsonSpec& reader) {
  if (IsNullValue(reader.field.enumeration)) return "null";
  if (!TextFormat(reader.form).empty()) return "a text of the form that the reader's type has";
  switch (reader.form) {
    case Form::kInt32:
    case Form::kInt64:
      return std::string("a whole number of `").append(KeywordOf(reader.field.type)).append("`");
    case Form::kFloat:
    case Form::kDouble:
      return "a number";
    case Form::kBool:
      return "true or false";
    case Form::kString:
      return "a text";
    case Form::kBytes:
      return "a text in base64";
    case Form::kEnum:
      return "a name or number of the reader's enum";
    case Form::kAny:
      return "an object with a known `@type`";
    case Form::kList:
      return "a list";
    case Form::kStruct:
      return "an object";
    default:
      return "an object with only members that the reader's message knows";
  }
}

Reading OutOfValue(const JsonSpec& reader) {
  const std::string element = reader.form == Form::kValue ? "" : AcceptedElement(reader);
  std::string text = element;
  if (reader.frame != Frame::kSingle) {
    text = reader.frame == Frame::kList ? "a list" : "an object";
    if (!element.empty()) text += " in which every value is " + element;
  }
  return SafeIf("the JSON value is " + text, Effect::kParseFailure);
}

// At least one side is a well-known type. "As text" is as good as it gets in another type.
Reading WellKnownElement(Form writer, Form reader) {
  if (writer == reader || reader == Form::kValue) return Lossless();
  if (reader == Form::kString && !TextFormat(writer).empty()) return Lossless();
  if (writer == Form::kString && !TextFormat(reader).empty()) {
    return SafeIf(std::string(TextFormat(reader)), Effect::kParseFailure);
  }
  if (reader == Form::kStruct && IsObject(writer)) return Lossless();
  if (writer == Form::kStruct && reader == Form::kObject) {
    return SafeIf("the object has only members that the reader's message knows",
                  Effect::kParseFailure);
  }
  return Broken(Effect::kParseFailure);
}

// An object that never has a member is an empty Any.
bool IsAlwaysEmpty(const JsonSpec& spec) {
  const Message* message = spec.field.message;
  return spec.form == Form::kObject && message != nullptr && message->fields.empty() &&
         message->extension_ranges.empty();
}

Reading Element(const JsonSpec& writer, const JsonSpec& reader) {
  if (reader.form == Form::kAny && IsAlwaysEmpty(writer)) return Lossless();
  const bool plain = writer.form <= Form::kObject && reader.form <= Form::kObject;
  if (plain) return ByTable(writer, reader);
  const bool any_value = writer.form == Form::kValue && reader.form != Form::kValue;
  if (!any_value) return WellKnownElement(writer.form, reader.form);
  JsonSpec element = reader;
  element.frame = Frame::kSingle;
  return OutOfValue(element);
}

// Map keys are always text in JSON: 5 is "5" and true is "true".
Reading Keys(FieldType writer, FieldType reader) {
  if (writer == reader || reader == FieldType::kString) return Lossless();
  const bool to_bool = reader == FieldType::kBool;
  if (writer == FieldType::kString) {
    return SafeIf(to_bool ? "every key is `true` or `false`"
                          : std::string("every key is the text of a number of `")
                                .append(KeywordOf(reader))
                                .append("`"),
                  Effect::kParseFailure);
  }
  if (to_bool || writer == FieldType::kBool) return Broken(Effect::kParseFailure);
  FieldSpec from;
  FieldSpec to;
  from.type = writer;
  to.type = reader;
  Reading reading = WithinRange(from, to, "");
  reading.condition = OfKeys(std::move(reading.condition));
  return reading;
}

// Members are taken for entries where every key is a text and some value is one of the map's; a key
// is no member's name, unless by chance.
Reading BetweenMapAndMessage(const JsonSpec& writer, const JsonSpec& reader) {
  if (writer.frame == Frame::kMap) return Broken(Effect::kNameUnknown);
  const Message* message = writer.field.message;
  // Not known what it holds, or nothing that tells.
  if (message == nullptr || message->fields.empty()) return Broken(Effect::kMisread);
  if (reader.key != FieldType::kString) return Broken(Effect::kParseFailure);
  for (const Field& member : message->fields) {
    const JsonSpec value = JsonSpecOf(SpecOf(member));
    const bool is_read =
        value.frame == Frame::kSingle && Element(value, reader).level != Level::kBreaking;
    if (is_read) return Broken(Effect::kMisread);
  }
  return Broken(Effect::kParseFailure);
}

// Different frames: only the well-known types can read or write them.
Reading AcrossFrames(const JsonSpec& writer, const JsonSpec& reader) {
  if (reader.frame == Frame::kSingle && reader.form == Form::kValue) return Lossless();
  if (writer.frame == Frame::kSingle && writer.form == Form::kValue) return OutOfValue(reader);
  const bool both_objects = (writer.frame == Frame::kMap && IsObject(reader.form)) ||
                            (reader.frame == Frame::kMap && IsObject(writer.form));
  const bool lists = writer.frame == Frame::kList || reader.frame == Frame::kList;
  if (!both_objects || lists) return Broken(Effect::kParseFailure);
  // A map of such values by text is a Struct; no member's name is the text of another key.
  const auto is_struct = [](const JsonSpec& spec) {
    return spec.frame == Frame::kMap && spec.form == Form::kValue && spec.key == FieldType::kString;
  };
  if (is_struct(reader)) return Lossless();
  if (is_struct(writer)) return WellKnownElement(Form::kStruct, reader.form);
  return BetweenMapAndMessage(writer, reader);
}

// NullValue is null: an absent field where one value is expected, and no element of anything else.
Reading OutOfNull(const JsonSpec& writer, const JsonSpec& reader) {
  if (writer.frame != Frame::kSingle) return Broken(Effect::kParseFailure);
  if (reader.field.is_required()) return Broken(Effect::kRequiredMissing);
  return Lossless(writer.field.has_presence() ? Effect::kPresenceLost : Effect::kNone);
}

Reading Value(const JsonSpec& writer, const JsonSpec& reader) {
  const bool reads_null = IsNullValue(reader.field.enumeration) || reader.form == Form::kValue;
  if (IsNullValue(writer.field.enumeration) && !reads_null) return OutOfNull(writer, reader);
  if (writer.frame != reader.frame) return AcrossFrames(writer, reader);
  Reading element = Element(writer, reader);
  return writer.frame == Frame::kMap ? Join(Keys(writer.key, reader.key), element) : element;
}

}  // namespace

Reading ReadJson(const FieldSpec& writer, const FieldSpec& reader) {
  return WithPresence(Value(JsonSpecOf(writer), JsonSpecOf(reader)), writer, reader);
}

Reading ReturnJson(const FieldSpec& writer, const FieldSpec& other) {
  Reading there = ReadJson(writer, other);
  const JsonSpec own = JsonSpecOf(writer);
  const bool reads_null = IsNullValue(writer.enumeration) || own.form == Form::kValue;
  if (!IsNullValue(other.enumeration) || reads_null) return there;
  // Whatever number NullValue holds, it is written as null: an absent field, and nothing that may
  // stand in a list or a map.
  if (own.frame != Frame::kSingle) return Join(std::move(there), Broken(Effect::kParseFailure));
  return Join(std::move(there),
              Broken(writer.is_required() ? Effect::kRequiredMissing : Effect::kMisread));
}

}  // namespace leyline
