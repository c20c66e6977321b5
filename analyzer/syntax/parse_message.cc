// message, extend and oneof.
#include <limits>

#include <fmt/format.h>

#include "analyzer/syntax/parser.h"

namespace leyline::syntax {
namespace {

constexpr int32_t kMaxFieldNumber = 536'870'911;
// MessageSet items carry their number as a value, not as a tag; INT32_MAX itself stays out.
constexpr int32_t kMaxMessageSetNumber = std::numeric_limits<int32_t>::max() - 1;

bool IsMessageSet(const Message& message) {
  for (const OptionDecl& option : message.options.written) {
    if (option.name.size() == 1 && !option.name[0].is_extension &&
        option.name[0].name == "message_set_wire_format" && option.text == "true") {
      return true;
    }
  }
  return false;
}

template <class T>
void ResolveMax(std::span<T> ranges, int32_t max) {
  for (T& range : ranges) {
    if (range.last == kMaxOfMessage) range.last = max;
  }
}

}  // namespace

bool Parser::ParseMessage(Visibility visibility, Offset pos) {
  Message message;
  message.visibility = visibility;
  message.pos = pos;
  lexer_.Next();
  if (!ParseName("a message name", message.name, message.name_pos)) return false;
  if (!ParseMessageBody(message)) return false;
  messages_.push_back(message);
  return true;
}

// From `{` to `}`, for messages and groups.
bool Parser::ParseMessageBody(Message& message) {
  const Block block{
      .kind = message.is_group ? "group" : "message", .name = message.name, .open = Here()};
  if (!At('{')) return FailHere(fmt::format("`{{` after {} `{}`", block.kind, message.name));
  if (depth_ >= limits_.nesting) {
    return Fail(Here(), fmt::format("messages are nested deeper than {}", limits_.nesting));
  }
  lexer_.Next();
  ++depth_;
  const Marks marks = Mark();
  while (!AtBlockEnd(block)) {
    BeginStatement();
    if (!ParseMessageStatement(marks)) SkipStatement();
  }
  --depth_;
  FinishMessage(message, marks);
  return true;
}

void Parser::FinishMessage(Message& message, const Marks& marks) {
  message.end = lexer_.previous_end();
  message.fields = Take(fields_, marks.fields);
  message.oneofs = Take(oneofs_, marks.oneofs);
  message.messages = Take(messages_, marks.messages);
  message.enums = Take(enums_, marks.enums);
  message.extensions = Take(extensions_, marks.extensions);
  message.extension_ranges = Take(extension_ranges_, marks.extension_ranges);
  message.reserved_ranges = Take(ranges_, marks.ranges);
  message.reserved_names = Take(names_, marks.names);
  message.options.written = Take(options_, marks.options);
  const int32_t max = IsMessageSet(message) ? kMaxMessageSetNumber : kMaxFieldNumber;
  ResolveMax(message.extension_ranges, max);
  ResolveMax(message.reserved_ranges, max);
}

bool Parser::ParseMessageStatement(const Marks& marks) {
  if (TryConsume(';')) return true;
  const Word word = CurrentWord();
  switch (word) {
    case Word::kMessage:
      return ParseMessage(Visibility::kUnset, Here());
    case Word::kEnum:
      return ParseEnum(Visibility::kUnset, Here());
    case Word::kExtensions:
      return ParseExtensions();
    case Word::kReserved:
      return ParseReserved(/*in_enum=*/false);
    case Word::kExtend:
      return ParseExtend();
    case Word::kOption:
      return ParseOptionStatement();
    case Word::kOneof:
      return ParseOneof(marks);
    case Word::kExport:
    case Word::kLocal: {
      // A type may have the name too: `local x = 1;`.
      const Word next = WordOf(lexer_.PeekText());
      if (next == Word::kMessage || next == Word::kEnum) return ParseVisible(word);
      break;
    }
    default:
      break;
  }
  Field field;
  if (!ParseField(field, FieldPlace::kMessage)) return false;
  fields_.push_back(field);
  return true;
}

bool Parser::ParseExtend() {
  lexer_.Next();
  std::string_view extendee;
  Offset at = 0;
  if (!ParseMessageName("the name of a message to extend", extendee, at)) return false;
  const Block block{.kind = "extend", .name = extendee, .open = Here()};
  if (!Expect('{', {"after extend", extendee})) return false;
  if (At('}')) FailHere("at least one field in the `extend` block");
  while (!AtBlockEnd(block)) {
    BeginStatement();
    Field field;
    field.is_extension = true;
    field.extendee_name = extendee;
    if (ParseField(field, FieldPlace::kExtend)) {
      extensions_.push_back(field);
    } else {
      SkipStatement();
    }
  }
  return true;
}

bool Parser::ParseOneof(const Marks& marks) {
  Oneof oneof;
  oneof.pos = Here();
  lexer_.Next();
  Offset name_pos = 0;
  if (!ParseName("a oneof name", oneof.name, name_pos)) return false;
  const Block block{.kind = "oneof", .name = oneof.name, .open = Here()};
  if (!Expect('{', {"after oneof", oneof.name})) return false;
  if (At('}')) FailHere(fmt::format("at least one field in oneof `{}`", oneof.name));
  const std::size_t options = options_.size();
  const auto index = static_cast<int32_t>(oneofs_.size() - marks.oneofs);
  while (!AtBlockEnd(block)) {
    BeginStatement();
    if (!ParseOneofStatement(index)) SkipStatement();
  }
  oneof.options.written = Take(options_, options);
  oneofs_.push_back(oneof);
  return true;
}

bool Parser::ParseOneofStatement(int32_t index) {
  if (CurrentWord() == Word::kOption) return ParseOptionStatement();
  Field field;
  field.oneof_index = index;
  if (!ParseField(field, FieldPlace::kOneof)) return false;
  fields_.push_back(field);
  return true;
}

}  // namespace leyline::syntax
