#include "analyzer/schema/options/aggregate.h"

#include <utility>

#include <fmt/format.h>

#include "analyzer/syntax/complaints.h"
#include "base/check.h"

namespace leyline {
namespace {

// The parser refuses deeper braces; this bounds the recursion here whatever the parser does.
constexpr int kMaxDepth = 64;

}  // namespace

bool AggregateReader::Fail(Offset at, std::string message, std::string fix) {
  problems_.Add(at, std::move(message), std::move(fix));
  return false;
}

bool AggregateReader::FailHere(std::string_view expected) {
  const std::string seen = At('}') || At('>') || lexer_->current().kind == syntax::TokenKind::kEnd
                               ? std::string("the end of the value")
                               : fmt::format("`{}`", Word().substr(0, 40));
  return Fail(Here(), fmt::format("unexpected {}; expected {}", seen, expected),
              At('#') ? "write comments as `//`" : "");
}

bool AggregateReader::TryConsume(char symbol) {
  if (!At(symbol)) return false;
  lexer_->Next();
  return true;
}

bool AggregateReader::Read(std::string_view text, const Message& type, std::string& bytes) {
  const std::string_view whole = file_.text;
  CHECK(text.data() >= whole.data() && text.data() <= whole.data() + whole.size(),
        "an aggregate is a part of its file's text");
  base_ = static_cast<Offset>(text.data() - whole.data());
  // The parser has read these tokens once and reported what is wrong with them.
  syntax::Complaints reported;
  Lexer lexer(whole.substr(base_), reported);
  lexer_ = &lexer;
  bytes_ = &bytes;
  entries_.clear();
  const std::size_t start = bytes.size();
  const bool read = ReadBody(type, '}', 0);
  if (!read) bytes.resize(start);
  return read;
}

bool AggregateReader::ReadBody(const Message& type, char close, int depth) {
  if (depth > kMaxDepth) {
    return Fail(Here(), fmt::format("an option's value is nested deeper than {}", kMaxDepth));
  }
  const std::size_t first = entries_.size();
  const std::size_t start = bytes_->size();
  while (!At(close)) {
    if (!ReadField(type, depth)) return false;
    if (!TryConsume(',')) TryConsume(';');
  }
  return Finish(type, first, start);
}

bool AggregateReader::ReadField(const Message& type, int depth) {
  const Offset at = Here();
  if (At('[')) {
    std::string name;
    if (!ReadBracketedName(name)) return false;
    if (name.find('/') != std::string::npos) return ReadAny(type, name, at, depth);
    const Field* extension = FindExtension(type, name, at);
    return extension != nullptr && ReadValues(*extension, at, depth);
  }
  const Field* field = nullptr;
  if (!ReadFieldName(type, field)) return false;
  return field == nullptr ? SkipValue() : ReadValues(*field, at, depth);
}

bool AggregateReader::ReadValues(const Field& field, Offset at, int depth) {
  if (std::string problem = LifetimeProblem(field, file_.edition); !problem.empty()) {
    return Fail(at, std::move(problem));
  }
  const bool message = field.is_message() || field.is_map();
  if (!TryConsume(':') && !message) return FailHere(fmt::format("`:` after `{}`", field.name));
  if (!At('[') || !field.is_repeated()) return ReadValue(field, at, depth);
  lexer_->Next();
  if (TryConsume(']')) return true;
  while (true) {
    if (!ReadValue(field, at, depth)) return false;
    if (TryConsume(']')) return true;
    if (!TryConsume(',')) return FailHere("`,` or `]` in a list");
  }
}

bool AggregateReader::ReadValue(const Field& field, Offset at, int depth) {
  return field.is_message() || field.is_map() ? ReadMessage(field, at, depth)
                                              : ReadScalar(field, at);
}

bool AggregateReader::ReadMessage(const Field& field, Offset at, int depth) {
  const char close = At('<') ? '>' : '}';
  if (!At('{') && !At('<')) return FailHere(fmt::format("`{{` to begin `{}`", field.name));
  const Message* type = field.is_map() ? &types_.MapEntry(field) : field.message;
  // Not resolved: the linker has reported it.
  if (type == nullptr)
    return Fail(Here(), fmt::format("the type of `{}` is not known", field.name));
  lexer_->Next();
  const std::size_t begin = bytes_->size();
  if (!ReadBody(*type, close, depth + 1)) return false;
  lexer_->Next();
  Wrap(field, begin);
  entries_.push_back(
      {.field = &field, .begin = begin, .end = bytes_->size(), .at = at, .packed = false});
  return true;
}

bool AggregateReader::ReadAny(const Message& any, std::string_view url, Offset at, int depth) {
  const Field* type_url = types_.FieldByNumber(any, 1);
  const Field* value = types_.FieldByNumber(any, 2);
  if (any.full_name != "google.protobuf.Any" || type_url == nullptr || value == nullptr) {
    return Fail(at, fmt::format("`[{}]` stands in `{}`; only `google.protobuf.Any` takes a type",
                                url, any.full_name));
  }
  const Message* type = FindAnyType(url, at);
  if (type == nullptr) return false;
  TryConsume(':');
  const char close = At('<') ? '>' : '}';
  if (!At('{') && !At('<')) return FailHere("`{` after the type of an Any");
  lexer_->Next();
  const std::size_t begin = bytes_->size();
  AppendBytes(*bytes_, 1, url);
  const std::size_t middle = bytes_->size();
  if (!ReadBody(*type, close, depth + 1)) return false;
  lexer_->Next();
  const bool empty = bytes_->size() == middle;
  if (!empty) Wrap(*value, middle);
  entries_.push_back({.field = type_url, .begin = begin, .end = middle, .at = at, .packed = false});
  entries_.push_back(
      {.field = value, .begin = middle, .end = bytes_->size(), .at = at, .packed = false});
  return true;
}

bool AggregateReader::ReadScalar(const Field& field, Offset at) {
  Scalar value;
  const bool read = IsIntegerType(field.type)        ? ReadInteger(field, value)
                    : IsTextType(field.type)         ? ReadText(value)
                    : field.type == FieldType::kBool ? ReadBool(value)
                    : field.type == FieldType::kEnum ? ReadEnum(field, value)
                                                     : ReadFloating(field, value);
  if (!read) return false;
  const Encoding encoding = EncodingOf(field);
  const std::size_t begin = bytes_->size();
  if (!encoding.implicit || !IsZero(field.type, value)) {
    if (!encoding.packed) {
      AppendTag(*bytes_, static_cast<uint32_t>(field.number), WireTypeOf(field.type));
    }
    AppendScalar(*bytes_, field.type, value);
  }
  entries_.push_back({.field = &field,
                      .begin = begin,
                      .end = bytes_->size(),
                      .at = at,
                      .packed = encoding.packed});
  return true;
}

// The value of a field that is gone but whose name is reserved: protoc reads over it.
bool AggregateReader::SkipValue() {
  TryConsume(':');
  if (lexer_->current().kind == syntax::TokenKind::kString) {
    Scalar skipped;
    return ReadText(skipped);
  }
  TryConsume('-');
  int open = 0;
  do {
    if (At('{') || At('<') || At('[')) ++open;
    if (At('}') || At('>') || At(']')) --open;
    if (open < 0 || lexer_->current().kind == syntax::TokenKind::kEnd) return FailHere("a value");
    lexer_->Next();
  } while (open > 0);
  return true;
}

}  // namespace leyline
