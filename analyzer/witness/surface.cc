#include "analyzer/witness/surface.h"

#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include "analyzer/witness/atoms.h"
#include "analyzer/witness/generated_code.h"
#include "analyzer/witness/proto_json/proto_json.h"
#include "base/strings.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

class FirstProblem : public pb::io::ErrorCollector {
 public:
  void AddError(int /*line*/, int /*column*/, const std::string& message) override {
    if (text_.empty()) text_ = message;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// The C++ parser refuses a second value for a singular field; others let the last one win, which a
// merge does here too.
bool ParseText(const std::string& text, pb::Message& message, std::string& problem) {
  pb::TextFormat::Parser parser;
  FirstProblem first;
  parser.RecordErrorsTo(&first);
  parser.AllowPartialMessage(true);
  if (parser.ParseFromString(text, &message)) return true;
  problem = first.text();
  if (problem.find("specified multiple times") == std::string::npos) return false;
  message.Clear();
  return parser.MergeFromString(text, &message);
}

// What the C++ parser of the text format lets pass and others don't: a checked text that is not
// UTF-8, and a number that its enum doesn't declare. "" when there is no such thing.
std::string Misfit(const pb::Message& message, const pb::FieldDescriptor& field) {
  if (field.file()->syntax() != pb::FileDescriptor::SYNTAX_PROTO3) return "";
  for (const Atom& atom : ValueOf(message, field)) {
    if (field.type() == pb::FieldDescriptor::TYPE_STRING && !IsValidUtf8(atom.bytes)) {
      return fmt::format("the text of `{}` is not UTF-8", field.name());
    }
    if (field.type() != pb::FieldDescriptor::TYPE_ENUM) continue;
    const auto number = static_cast<int32_t>(atom.negative ? ~atom.magnitude + 1 : atom.magnitude);
    if (field.enum_type()->FindValueByNumber(number) != nullptr) continue;
    return fmt::format("`{}`: {} is no declared number of `{}`", field.name(), number,
                       field.enum_type()->full_name());
  }
  return "";
}

std::string FirstMisfit(const pb::Message& message, int depth) {
  const pb::Reflection& r = *message.GetReflection();
  std::vector<const pb::FieldDescriptor*> fields;
  r.ListFields(message, &fields);
  for (const pb::FieldDescriptor* field : fields) {
    if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) {
      std::string misfit = Misfit(message, *field);
      if (!misfit.empty()) return misfit;
      continue;
    }
    const int size = field->is_repeated() ? r.FieldSize(message, field) : 1;
    for (int i = 0; i < size && depth > 0; ++i) {
      const pb::Message& inner = field->is_repeated() ? r.GetRepeatedMessage(message, field, i)
                                                      : r.GetMessage(message, field);
      std::string misfit = FirstMisfit(inner, depth - 1);
      if (!misfit.empty()) return misfit;
    }
  }
  return "";
}

bool Parse(Surface surface, const std::string& data, pb::Message& message, std::string& problem) {
  switch (surface) {
    case Surface::kBinary:
      problem = "the bytes are no valid encoding";
      return message.ParsePartialFromString(data);
    case Surface::kJson:
      return ParseProtoJson(data, message, problem);
    default:
      if (!ParseText(data, message, problem)) return false;
      problem = FirstMisfit(message, 32);
      return problem.empty();
  }
}

}  // namespace

std::string TextOf(const pb::Message& message) {
  pb::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetHideUnknownFields(true);
  printer.SetUseUtf8StringEscaping(false);
  std::string text;
  printer.PrintToString(message, &text);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::optional<std::string> Write(Surface surface, const pb::Message& message, Refusal& refusal) {
  if (surface == Surface::kBinary) return message.SerializePartialAsString();
  if (surface == Surface::kJson) return PrintProtoJson(message, refusal.why);
  return TextOf(message);
}

std::unique_ptr<pb::Message> Read(Surface surface, const Slice& slice, const pb::Descriptor& type,
                                  const std::string& data, Refusal& refusal) {
  std::unique_ptr<pb::Message> message = slice.New(type);
  if (!ReadInto(surface, data, *message, refusal)) return nullptr;
  return message;
}

bool ReadInto(Surface surface, const std::string& data, pb::Message& message, Refusal& refusal) {
  if (!Parse(surface, data, message, refusal.why)) {
    // A parser of JSON looks for them itself.
    refusal.is_required_missing = refusal.why.starts_with("required field ");
    return false;
  }
  ActAsGeneratedCode(message, surface == Surface::kBinary ? data : std::string());
  if (message.IsInitialized()) return true;
  refusal = {
      .why = fmt::format("required field `{}` is missing", message.InitializationErrorString()),
      .is_required_missing = true};
  return false;
}

bool ReadsBack(Surface surface, const std::string& data, pb::Message& message) {
  std::string problem;
  switch (surface) {
    case Surface::kBinary:
      return message.ParsePartialFromString(data);
    case Surface::kJson:
      return ParseProtoJson(data, message, problem);
    default:
      return ParseText(data, message, problem);
  }
}

}  // namespace leyline::witness
