// Options: `option name = value;` and `[name = value, ...]`.
#include <limits>

#include <fmt/format.h>

#include "analyzer/syntax/literals.h"
#include "analyzer/syntax/parser.h"

namespace leyline::syntax {

bool Parser::ParseOptionStatement() {
  lexer_.Next();
  if (!ParseOption()) return false;
  return EndStatement({"after the value of an option"});
}

bool Parser::ParseOptionList() {
  const std::size_t from = options_.size();
  do {
    lexer_.Next();
    if (!ParseOption()) break;
  } while (At(','));
  if (Expect(']', {"after the options"})) return true;
  options_.resize(from);
  return false;
}

bool Parser::ParseOption() {
  OptionDecl option;
  option.pos = Here();
  if (!ParseOptionName(option)) return false;
  if (!Expect('=', {"after the name of an option"})) return false;
  option.value_pos = Here();
  if (!ParseOptionValue(option)) return false;
  options_.push_back(option);
  return true;
}

bool Parser::ParseOptionName(OptionDecl& option) {
  name_parts_.clear();
  do {
    if (!ParseOptionNamePart()) return false;
  } while (TryConsume('.'));
  option.name = Take(name_parts_, 0);
  return true;
}

bool Parser::ParseOptionNamePart() {
  OptionNamePart part;
  part.pos = Here();
  if (!TryConsume('(')) {
    if (!ParseName("the name of an option", part.name, part.pos)) return false;
    name_parts_.push_back(part);
    return true;
  }
  part.is_extension = true;
  if (!ParseDottedName("the name of a custom option", part.name)) return false;
  if (!Expect(')', {"after option", part.name})) return false;
  name_parts_.push_back(part);
  return true;
}

bool Parser::ParseOptionValue(OptionDecl& option) {
  option.negative = TryConsume('-');
  switch (lexer_.current().kind) {
    case TokenKind::kIdentifier:
      return ParseOptionWord(option);
    case TokenKind::kInteger:
      return ParseOptionInteger(option);
    case TokenKind::kFloat:
      option.kind = OptionValueKind::kFloat;
      option.number = FloatValue(CurrentText());
      lexer_.Next();
      return true;
    default:
      break;
  }
  if (option.negative) return FailHere("a number after `-`");
  if (At('{')) return ParseAggregate(option);
  option.kind = OptionValueKind::kString;
  return ParseString("the value of an option", option.text);
}

bool Parser::ParseOptionWord(OptionDecl& option) {
  option.kind = OptionValueKind::kIdentifier;
  option.text = CurrentText();
  if (option.negative && option.text != "inf" && option.text != "nan") {
    return FailHere("a number, `inf` or `nan` after `-`");
  }
  lexer_.Next();
  return true;
}

bool Parser::ParseOptionInteger(OptionDecl& option) {
  option.kind = OptionValueKind::kInteger;
  const uint64_t max = option.negative ? uint64_t{1} << 63 : std::numeric_limits<uint64_t>::max();
  return ParseInteger("the value of an option", max, option.integer);
}

// Only the braces are matched here; what stands between them is read with the option's type at
// hand.
bool Parser::ParseAggregate(OptionDecl& option) {
  option.kind = OptionValueKind::kAggregate;
  const Offset begin = lexer_.current().end;
  int braces = 0;
  int others = 0;  // `<` and `[`
  do {
    if (At('{')) ++braces;
    if (At('}')) --braces;
    if (At('<') || At('[')) ++others;
    if ((At('>') || At(']')) && others > 0) --others;
    if (braces + others == limits_.aggregate_nesting + 1 && !reported_) {
      Fail(Here(), fmt::format("the value of an option is nested deeper than {}",
                               limits_.aggregate_nesting));
    }
    if (braces == 0) option.text = lexer_.text().substr(begin, Here() - begin);
    lexer_.Next();
  } while (braces > 0 && !AtEnd());
  if (braces == 0) return true;
  return FailHere("`}` to close the value of an option");
}

}  // namespace leyline::syntax
