// extensions and reserved.
#include <limits>

#include <fmt/format.h>

#include "analyzer/syntax/parser.h"

namespace leyline::syntax {

bool Parser::ParseExtensions() {
  lexer_.Next();
  const std::size_t from = extension_ranges_.size();
  do {
    Range range;
    if (!ParseRange(range, /*in_enum=*/false)) return false;
    extension_ranges_.push_back(
        {.first = range.first, .last = range.last, .options = {}, .pos = range.pos});
  } while (TryConsume(','));
  if (At('[')) {
    const std::size_t options_from = options_.size();
    if (!ParseOptionList()) return false;
    const std::span<OptionDecl> options = Take(options_, options_from);
    for (std::size_t i = from; i < extension_ranges_.size(); ++i) {
      extension_ranges_[i].options.written = options;
    }
  }
  return EndStatement({"after `extensions`"});
}

bool Parser::ParseReserved(bool in_enum) {
  lexer_.Next();
  const bool strings = AtKind(TokenKind::kString);
  if (strings && editions()) {
    return Fail(Here(),
                fmt::format("in editions reserved names are identifiers, found {}", Found()),
                "leave the quotes out");
  }
  if (AtIdentifier() && !editions()) {
    return Fail(Here(),
                fmt::format("reserved names are strings before editions, found {}", Found()),
                fmt::format("write \"{}\"", CurrentText()));
  }
  const bool parsed = strings          ? ParseReservedStrings()
                      : AtIdentifier() ? ParseReservedIdentifiers()
                                       : ParseReservedRanges(in_enum);
  return parsed && EndStatement({"after `reserved`"});
}

bool Parser::ParseReservedStrings() {
  do {
    ReservedName name;
    name.pos = Here();
    if (!ParseString("a reserved name", name.name)) return false;
    names_.push_back(name);
  } while (TryConsume(','));
  return true;
}

bool Parser::ParseReservedIdentifiers() {
  do {
    ReservedName name;
    if (!ParseName("a reserved name", name.name, name.pos)) return false;
    names_.push_back(name);
  } while (TryConsume(','));
  return true;
}

bool Parser::ParseReservedRanges(bool in_enum) {
  do {
    Range range;
    if (!ParseRange(range, in_enum)) return false;
    ranges_.push_back(range);
  } while (TryConsume(','));
  return true;
}

bool Parser::ParseRange(Range& range, bool in_enum) {
  range.pos = Here();
  if (!ParseNumber("a number or a range", in_enum, range.first)) return false;
  range.last = range.first;
  if (!TryConsume(Word::kTo)) return true;
  if (!TryConsume(Word::kMax)) return ParseNumber("a number or `max`", in_enum, range.last);
  range.last = in_enum ? std::numeric_limits<int32_t>::max() : kMaxOfMessage;
  return true;
}

}  // namespace leyline::syntax
