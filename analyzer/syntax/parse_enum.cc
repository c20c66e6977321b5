// enum and its values.
#include "analyzer/syntax/parser.h"

namespace leyline::syntax {

bool Parser::ParseEnum(Visibility visibility, Offset pos) {
  Enum enumeration;
  enumeration.visibility = visibility;
  enumeration.pos = pos;
  lexer_.Next();
  if (!ParseName("an enum name", enumeration.name, enumeration.name_pos)) return false;
  const Block block{.kind = "enum", .name = enumeration.name, .open = Here()};
  if (!Expect('{', {"after enum", enumeration.name})) return false;
  const Marks marks = Mark();
  while (!AtBlockEnd(block)) {
    BeginStatement();
    if (!ParseEnumStatement()) SkipStatement();
  }
  enumeration.end = lexer_.previous_end();
  enumeration.values = Take(values_, marks.values);
  enumeration.reserved_ranges = Take(ranges_, marks.ranges);
  enumeration.reserved_names = Take(names_, marks.names);
  enumeration.options.written = Take(options_, marks.options);
  enums_.push_back(enumeration);
  return true;
}

bool Parser::ParseEnumStatement() {
  if (TryConsume(';')) return true;
  switch (CurrentWord()) {
    case Word::kOption:
      return ParseOptionStatement();
    case Word::kReserved:
      return ParseReserved(/*in_enum=*/true);
    default:
      return ParseEnumValue();
  }
}

bool Parser::ParseEnumValue() {
  EnumValue value;
  if (!ParseName("an enum value", value.name, value.pos)) return false;
  if (!Expect('=', {"and a number after enum value", value.name})) return false;
  value.number_pos = Here();
  if (!ParseNumber("the number of an enum value", /*may_be_negative=*/true, value.number)) {
    return false;
  }
  const std::size_t from = options_.size();
  if (At('[') && !ParseOptionList()) return false;
  value.options.written = Take(options_, from);
  const bool ended = EndStatement({"after enum value", value.name});
  values_.push_back(value);
  return ended;
}

}  // namespace leyline::syntax
