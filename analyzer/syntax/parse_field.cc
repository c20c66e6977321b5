// Fields of messages and oneofs, and extensions.
#include <fmt/format.h>

#include "analyzer/syntax/parser.h"

namespace leyline::syntax {
namespace {

Label LabelOf(Word word) {
  if (word == Word::kOptional) return Label::kOptional;
  return word == Word::kRequired ? Label::kRequired : Label::kRepeated;
}

bool IsMapKey(FieldType type) {
  return type != FieldType::kNone && type != FieldType::kDouble && type != FieldType::kFloat &&
         type != FieldType::kBytes && type != FieldType::kGroup;
}

bool IsOption(const OptionDecl& option, std::string_view name) {
  return option.name.size() == 1 && !option.name[0].is_extension && option.name[0].name == name;
}

}  // namespace

bool Parser::ParseField(Field& field, FieldPlace place) {
  field.pos = Here();
  ParseLabel(field, place);
  if (!ParseFieldType(field)) return false;
  if (!CheckFieldType(field, place)) return false;
  if (!ParseFieldNameAndNumber(field)) return false;
  if (At('[') && !ParseFieldOptions(field)) return false;
  const bool ended = field.type == FieldType::kGroup ? ParseGroup(field)
                                                     : EndStatement({"after field", field.name});
  field.end = lexer_.previous_end();
  return ended;
}

void Parser::ParseLabel(Field& field, FieldPlace place) {
  const Word word = CurrentWord();
  if (!IsLabel(word)) return;
  if (place == FieldPlace::kOneof) {
    Fail(Here(), fmt::format("a field of a oneof has no label, found `{}`", CurrentText()));
  }
  field.label = LabelOf(word);
  field.proto3_optional =
      word == Word::kOptional && place == FieldPlace::kMessage && file_.edition == Edition::kProto3;
  lexer_.Next();
}

bool Parser::ParseFieldType(Field& field) {
  field.type_pos = Here();
  const Word word = CurrentWord();
  if (word == Word::kMap) {
    field.type_name = CurrentText();  // `map` alone is a type's name
    lexer_.Next();
    return !At('<') || ParseMapType(field);
  }
  field.type = ScalarType(word);
  if (field.type == FieldType::kNone) return ParseDottedName("a field type", field.type_name);
  lexer_.Next();
  return true;
}

bool Parser::ParseMapType(Field& field) {
  field.type_name = {};
  lexer_.Next();
  field.map_key = ScalarType(CurrentWord());
  if (!IsMapKey(field.map_key)) return FailHere("an integer type, `bool` or `string` as map key");
  lexer_.Next();
  if (!Expect(',', {"after the key type of a map"})) return false;
  field.type = ScalarType(CurrentWord());
  if (field.type == FieldType::kGroup) return FailHere("the value type of a map");
  if (field.type != FieldType::kNone) {
    lexer_.Next();
  } else if (!ParseDottedName("the value type of a map", field.type_name)) {
    return false;
  }
  return Expect('>', {"after the value type of a map"});
}

bool Parser::CheckFieldType(const Field& field, FieldPlace place) {
  if (field.is_map()) {
    if (field.label != Label::kNone) return Fail(field.pos, "a map field has no label");
    if (place == FieldPlace::kOneof) return Fail(field.pos, "a map field can't stand in a oneof");
    if (place == FieldPlace::kExtend) return Fail(field.pos, "a map field can't be an extension");
    return true;
  }
  if (field.type == FieldType::kGroup && editions()) {
    return Fail(field.type_pos, "editions have no `group`",
                "declare a message and set `features.message_encoding = DELIMITED` on the field");
  }
  const bool needs_label = file_.edition == Edition::kProto2 && place != FieldPlace::kOneof;
  if (needs_label && field.label == Label::kNone) {
    Fail(field.pos,
         fmt::format("expected `optional`, `required` or `repeated` before the type of a "
                     "field, found `{}`",
                     lexer_.text().substr(field.type_pos, lexer_.previous_end() - field.type_pos)));
  }
  return true;
}

bool Parser::ParseFieldNameAndNumber(Field& field) {
  if (!ParseName("a field name", field.name, field.name_pos)) return false;
  if (!Expect('=', {"and a number after field", field.name})) return false;
  field.number_pos = Here();
  return ParseNumber("a field number", /*may_be_negative=*/false, field.number);
}

bool Parser::ParseFieldOptions(Field& field) {
  const std::size_t from = options_.size();
  if (!ParseOptionList()) return false;
  field.options.written = Take(options_, from);
  for (const OptionDecl& option : field.options.written) {
    bool* seen = IsOption(option, "default")     ? &field.has_default
                 : IsOption(option, "json_name") ? &field.has_json_name
                                                 : nullptr;
    if (seen == nullptr) continue;
    if (*seen) Fail(option.pos, fmt::format("option `{}` is set twice", option.name[0].name));
    *seen = true;
    if (seen == &field.has_json_name && option.kind != OptionValueKind::kString) {
      Fail(option.value_pos, "expected a string as `json_name`");
    }
  }
  return true;
}

// The field is called like the group in lower case; the group's message stands in the same scope.
bool Parser::ParseGroup(Field& field) {
  Message message;
  message.name = field.name;
  message.is_group = true;
  message.pos = field.pos;
  message.name_pos = field.name_pos;
  if (field.name[0] < 'A' || field.name[0] > 'Z') {
    Fail(field.name_pos,
         fmt::format("a group name starts with a capital letter, found `{}`", field.name));
  }
  field.type_name = field.name;
  buffer_.clear();
  for (char c : field.name) {
    buffer_.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  field.name = file_.arena.Copy(buffer_);
  if (!ParseMessageBody(message)) return false;
  messages_.push_back(message);
  return true;
}

}  // namespace leyline::syntax
