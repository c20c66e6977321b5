// enum and its values.
#include <algorithm>

#include <fmt/format.h>

#include "analyzer/syntax/parser.h"

namespace leyline::syntax {
namespace {

bool IsAllowAlias(const OptionDecl& option) {
  return option.name.size() == 1 && !option.name[0].is_extension &&
         option.name[0].name == "allow_alias";
}

bool HasAlias(const Enum& enumeration) {
  std::vector<int32_t> numbers;
  for (const EnumValue& value : enumeration.values) numbers.push_back(value.number);
  std::sort(numbers.begin(), numbers.end());
  return std::adjacent_find(numbers.begin(), numbers.end()) != numbers.end();
}

}  // namespace

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
  CheckAlias(enumeration);
  enums_.push_back(enumeration);
  return true;
}

// `allow_alias` must be needed.
void Parser::CheckAlias(const Enum& enumeration) {
  const auto options = enumeration.options.written;
  const auto option = std::find_if(options.begin(), options.end(), IsAllowAlias);
  if (option == options.end()) return;
  BeginStatement();
  if (option->text == "false") {
    Fail(option->pos,
         fmt::format("`allow_alias = false` in enum `{}` has no effect", enumeration.name),
         "remove it");
  } else if (!HasAlias(enumeration)) {
    Fail(option->pos,
         fmt::format("`allow_alias` in enum `{}`, but no two values share a number",
                     enumeration.name),
         "remove it");
  }
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
