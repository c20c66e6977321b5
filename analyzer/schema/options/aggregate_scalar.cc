// Scalar values in an aggregate.
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "analyzer/schema/options/aggregate.h"
#include "analyzer/syntax/literals.h"
#include "base/strings.h"

namespace leyline {

using syntax::TokenKind;

bool AggregateReader::ReadInteger(const Field& field, Scalar& value) {
  const Offset at = Here();
  const bool negative = TryConsume('-');
  const std::string_view range = RangeText(field.type);
  if (lexer_->current().kind != TokenKind::kInteger) {
    return FailHere(fmt::format("an integer from {} for `{}`", range, field.name));
  }
  const std::optional<uint64_t> magnitude = syntax::IntegerValue(Word());
  const std::optional<uint64_t> bits =
      magnitude.has_value() ? IntegerBits(field.type, negative, *magnitude) : std::nullopt;
  if (!bits.has_value() || (negative && range.front() == '0')) {
    return Fail(at, fmt::format("{}{} doesn't fit `{}`; expected an integer from {}",
                                negative ? "-" : "", Word().substr(0, 40), field.name, range));
  }
  value.bits = *bits;
  lexer_->Next();
  return true;
}

bool AggregateReader::ReadFloating(const Field& field, Scalar& value) {
  const bool negative = TryConsume('-');
  const TokenKind kind = lexer_->current().kind;
  const std::string_view word = Word();
  double number = 0;
  std::string lower;
  if (kind == TokenKind::kIdentifier && word.size() <= 8) {
    for (const char c : word)
      lower.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  }
  if (lower == "inf" || lower == "infinity") {
    number = std::numeric_limits<double>::infinity();
  } else if (lower == "nan") {
    number = std::numeric_limits<double>::quiet_NaN();
  } else if (kind == TokenKind::kFloat ||
             (kind == TokenKind::kInteger && (word == "0" || word[0] != '0'))) {
    number = syntax::FloatValue(word);
  } else {
    return FailHere(fmt::format("a decimal number, `inf` or `nan` for `{}`", field.name));
  }
  value.bits = FloatingBits(field.type, negative ? -number : number);
  lexer_->Next();
  return true;
}

bool AggregateReader::ReadBool(Scalar& value) {
  const std::string_view word = Word();
  const bool number = lexer_->current().kind == TokenKind::kInteger;
  const std::optional<uint64_t> integer = number ? syntax::IntegerValue(word) : std::nullopt;
  const bool yes = word == "true" || word == "True" || word == "t" || integer == uint64_t{1};
  const bool no = word == "false" || word == "False" || word == "f" || integer == uint64_t{0};
  if (!yes && !no) return FailHere("`true` or `false`");
  value.bits = yes ? 1 : 0;
  lexer_->Next();
  return true;
}

bool AggregateReader::ReadEnum(const Field& field, Scalar& value) {
  if (field.enum_type == nullptr) {
    return Fail(Here(), fmt::format("the type of `{}` is not known", field.name));
  }
  const Enum& type = *field.enum_type;
  const Offset at = Here();
  if (lexer_->current().kind == TokenKind::kIdentifier) {
    const EnumValue* named = types_.ValueByName(type, Word());
    if (named == nullptr) {
      return Fail(at, fmt::format("`{}` has no value `{}`", type.full_name, Word()));
    }
    value.bits = static_cast<uint64_t>(int64_t{named->number});
    lexer_->Next();
    return true;
  }
  if (!At('-') && lexer_->current().kind != TokenKind::kInteger) {
    return FailHere(fmt::format("a value of `{}`", type.full_name));
  }
  if (!ReadInteger(field, value)) return false;
  const auto number = static_cast<int32_t>(static_cast<uint32_t>(value.bits));
  if (IsClosedEnum(type) && types_.ValueByNumber(type, number) == nullptr) {
    return Fail(at, fmt::format("`{}` has no value with number {}", type.full_name, number));
  }
  return true;
}

bool AggregateReader::ReadText(Scalar& value) {
  if (lexer_->current().kind != TokenKind::kString) return FailHere("a string in quotes");
  text_.clear();
  while (lexer_->current().kind == TokenKind::kString) {
    syntax::AppendUnescaped(Word(), text_);
    lexer_->Next();
  }
  value.bytes = text_;
  return true;
}

}  // namespace leyline
