#include "analyzer/syntax/parser.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "analyzer/syntax/literals.h"

namespace leyline::syntax {

Parser::Parser(File& file, const ParseLimits& limits, Complaints& complaints)
    : file_(file), limits_(limits), complaints_(complaints), lexer_(file.text, complaints) {}

bool Parser::TryConsume(char symbol) {
  if (!At(symbol)) return false;
  lexer_.Next();
  return true;
}

bool Parser::TryConsume(Word word) {
  if (CurrentWord() != word) return false;
  lexer_.Next();
  return true;
}

bool Parser::Expect(char symbol, Context context) {
  if (TryConsume(symbol)) return true;
  if (context.name.empty()) return FailHere(fmt::format("`{}` {}", symbol, context.phrase));
  return FailHere(fmt::format("`{}` {} `{}`", symbol, context.phrase, context.name));
}

// A forgotten `;` at the end of a line costs only itself: the next statement is read as usual.
bool Parser::EndStatement(Context context) {
  if (TryConsume(';')) return true;
  const bool forgotten = lexer_.StartsLine() || At('}');
  const std::string name = context.name.empty() ? "" : fmt::format(" `{}`", context.name);
  Fail(forgotten ? lexer_.previous_end() : Here(),
       fmt::format("expected `;` {}{}, found {}", context.phrase, name, Found()));
  return forgotten;
}

bool Parser::ParseName(std::string_view what, std::string_view& name, Offset& pos) {
  if (!AtIdentifier()) return FailHere(what);
  name = CurrentText();
  pos = Here();
  lexer_.Next();
  return true;
}

// A view of the text where the parts stand together, else a copy without the space between them.
bool Parser::ParseDottedName(std::string_view what, std::string_view& name) {
  const Offset begin = Here();
  Offset end = begin;
  bool gaps = false;
  buffer_.clear();
  const auto take = [&] {
    const Token& token = lexer_.current();
    if (token.begin != end && !gaps) {
      gaps = true;
      buffer_ = lexer_.text().substr(begin, end - begin);
    }
    if (gaps) buffer_.append(lexer_.Text(token));
    end = token.end;
    lexer_.Next();
  };
  if (At('.')) take();
  while (true) {
    if (!AtIdentifier()) return FailHere(what);
    take();
    if (!At('.')) break;
    take();
  }
  name = gaps ? file_.arena.Copy(buffer_) : lexer_.text().substr(begin, end - begin);
  return true;
}

bool Parser::ParseMessageName(std::string_view what, std::string_view& name, Offset& pos) {
  pos = Here();
  if (ScalarType(CurrentWord()) == FieldType::kNone) return ParseDottedName(what, name);
  return FailHere(what);
}

bool Parser::ParseString(std::string_view what, std::string_view& value) {
  if (!AtKind(TokenKind::kString)) return FailHere(what);
  const Token first = lexer_.current();
  lexer_.Next();
  if (!first.escaped && !AtKind(TokenKind::kString)) {
    // An unterminated literal, already reported, may lack its closing quote.
    value = lexer_.text().substr(first.begin + 1,
                                 std::max(first.end, first.begin + 2) - first.begin - 2);
    return true;
  }
  buffer_.clear();
  AppendUnescaped(lexer_.Text(first), buffer_);
  for (; AtKind(TokenKind::kString); lexer_.Next()) AppendUnescaped(CurrentText(), buffer_);
  value = file_.arena.Copy(buffer_);
  return true;
}

bool Parser::ParseInteger(std::string_view what, uint64_t max, uint64_t& value) {
  if (!AtKind(TokenKind::kInteger)) return FailHere(what);
  const std::optional<uint64_t> read = IntegerValue(CurrentText());
  if (!read.has_value() || *read > max) {
    Fail(Here(),
         fmt::format("integer {} is out of range: expected {} up to {}", Found(), what, max));
    value = max;
  } else {
    value = *read;
  }
  lexer_.Next();
  return true;
}

bool Parser::ParseNumber(std::string_view what, bool may_be_negative, int32_t& value) {
  const bool negative = may_be_negative && TryConsume('-');
  uint64_t read = 0;
  const uint64_t max = std::numeric_limits<int32_t>::max();
  if (!ParseInteger(what, negative ? max + 1 : max, read)) return false;
  const auto signed_value = static_cast<int64_t>(read);
  value = static_cast<int32_t>(negative ? -signed_value : signed_value);
  return true;
}

std::string Parser::Found() const {
  constexpr std::size_t kMost = 40;
  if (AtEnd()) return "the end of the file";
  const std::string_view text = CurrentText();
  if (text.size() <= kMost) return fmt::format("`{}`", text);
  return fmt::format("`{}...`", text.substr(0, kMost));
}

// One error a statement: what follows the first is mostly its echo.
bool Parser::Fail(Offset at, std::string message, std::string fix) {
  if (reported_ || lexer_.ErrorSince(statement_space_)) return false;
  reported_ = true;
  if (AtEnd()) at_end_reported_ = true;
  complaints_.Add(at, std::move(message), std::move(fix));
  if (complaints_.full()) lexer_.Stop();
  return false;
}

bool Parser::FailHere(std::string_view expected) {
  return Fail(Here(), fmt::format("expected {}, found {}", expected, Found()));
}

void Parser::BeginStatement() {
  statement_ = Here();
  statement_space_ = lexer_.previous_end();
  reported_ = false;
}

// To behind the statement's `;` or block, or to what looks like the start of the next one.
void Parser::SkipStatement() {
  while (!AtEnd() && !At('}')) {
    if (TryConsume(';')) return;
    if (At('{')) return SkipBlock();
    if (Here() > statement_ && StartsDeclaration()) return;
    lexer_.Next();
  }
}

bool Parser::StartsDeclaration() const {
  switch (CurrentWord()) {
    case Word::kEnum:
    case Word::kExtend:
    case Word::kImport:
    case Word::kMessage:
    case Word::kOneof:
    case Word::kOption:
    case Word::kPackage:
    case Word::kReserved:
    case Word::kRpc:
    case Word::kService:
      return lexer_.StartsLine();
    default:
      return false;
  }
}

// From a `{` to behind its `}`, without recursion.
void Parser::SkipBlock() {
  std::size_t open = 0;
  do {
    if (At('{')) ++open;
    if (At('}')) --open;
    lexer_.Next();
  } while (open > 0 && !AtEnd());
  if (open > 0) at_end_reported_ = true;
}

// Consumes the `}`. At the end of the file the innermost open block is reported, once.
bool Parser::AtBlockEnd(const Block& block) {
  if (TryConsume('}')) return true;
  if (!AtEnd()) return false;
  if (at_end_reported_) return true;
  BeginStatement();
  Fail(Here(), fmt::format("expected `}}` to close {} `{}`, found the end of the file", block.kind,
                           block.name));
  return true;
}

Parser::Marks Parser::Mark() const {
  return {.fields = fields_.size(),
          .oneofs = oneofs_.size(),
          .messages = messages_.size(),
          .enums = enums_.size(),
          .extensions = extensions_.size(),
          .extension_ranges = extension_ranges_.size(),
          .ranges = ranges_.size(),
          .names = names_.size(),
          .values = values_.size(),
          .methods = methods_.size(),
          .options = options_.size()};
}

}  // namespace leyline::syntax

namespace leyline {

Parsed Parse(std::string path, std::string text, const ParseLimits& limits) {
  Parsed parsed{.file = std::make_unique<File>(), .errors = {}};
  File& file = *parsed.file;
  file.path = std::move(path);
  file.text = std::move(text);
  syntax::Complaints complaints;
  if (file.text.size() > limits.file_bytes) {
    complaints.Add(0, fmt::format("the file has {} bytes; the limit is {}", file.text.size(),
                                  limits.file_bytes));
  } else {
    syntax::Parser(file, limits, complaints).ParseFile();
  }
  parsed.errors = complaints.ToErrors(file.path, file.text);
  return parsed;
}

}  // namespace leyline
