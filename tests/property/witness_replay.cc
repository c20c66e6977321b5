#include "tests/property/witness_replay.h"

#include <cctype>
#include <optional>
#include <set>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "analyzer/model/model.h"
#include "analyzer/witness/lower.h"
#include "analyzer/witness/observe.h"
#include "analyzer/witness/surface.h"
#include "base/digest.h"

namespace leyline::testing {
namespace {

namespace pb = google::protobuf;

constexpr std::string_view kHolder = "HolderOf_";

std::string HolderOf(std::string name) {
  for (char& c : name) c = c == '.' ? '_' : c;
  return fmt::format("t.{}{}", kHolder, name);
}

void AddHolders(const pb::DescriptorProto& message, const std::string& scope,
                pb::FileDescriptorProto& file) {
  for (const pb::DescriptorProto& inner : message.nested_type()) {
    AddHolders(inner, fmt::format("{}.{}", scope, message.name()), file);
  }
  for (const pb::EnumDescriptorProto& plan : message.enum_type()) {
    const std::string name = fmt::format("{}.{}.{}", scope, message.name(), plan.name());
    pb::DescriptorProto& holder = *file.add_message_type();
    holder.set_name(HolderOf(name).substr(2));
    for (const char* field_name : {"value", "values"}) {
      pb::FieldDescriptorProto& field = *holder.add_field();
      field.set_name(field_name);
      field.set_number(holder.field_size());
      field.set_label(field.number() == 1 ? pb::FieldDescriptorProto::LABEL_OPTIONAL
                                          : pb::FieldDescriptorProto::LABEL_REPEATED);
      field.set_type(pb::FieldDescriptorProto::TYPE_ENUM);
      field.set_type_name("." + name);
    }
  }
}

bool HasNameClash(const pb::Descriptor& message) {
  std::set<std::string> names;
  for (int i = 0; i < message.field_count(); ++i) {
    if (!names.insert(message.field(i)->json_name()).second) return true;
  }
  for (int i = 0; i < message.nested_type_count(); ++i) {
    if (HasNameClash(*message.nested_type(i))) return true;
  }
  return false;
}

// The C++ parser of text passes over reserved names, which those of Java and Python refuse.
void ForgetReservedNames(pb::DescriptorProto& message) {
  message.clear_reserved_name();
  for (pb::DescriptorProto& inner : *message.mutable_nested_type()) ForgetReservedNames(inner);
}

bool IsOddGroup(const pb::FieldDescriptor& field) {
  if (field.type() != pb::FieldDescriptor::TYPE_GROUP) return false;
  std::string name = field.message_type()->name();
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name != field.name() || field.message_type()->containing_type() != field.containing_type();
}

bool HasOddGroup(const pb::Descriptor& message) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (IsOddGroup(*message.field(i))) return true;
  }
  for (int i = 0; i < message.nested_type_count(); ++i) {
    if (HasOddGroup(*message.nested_type(i))) return true;
  }
  return false;
}

std::string FromHex(std::string_view hex) {
  std::string bytes;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1])));
  }
  return bytes;
}

template <class Node>
const Node* As(const Declaration& declaration) {
  const auto* const* found = std::get_if<const Node*>(&declaration);
  return found == nullptr ? nullptr : *found;
}

std::string HostOf(const Declaration& own, const Declaration& home) {
  if (const Message* message = As<Message>(own)) return std::string(message->full_name);
  if (const Enum* plan = As<Enum>(own)) return HolderOf(std::string(plan->full_name));
  if (const Message* message = As<Message>(home)) return std::string(message->full_name);
  if (const Enum* plan = As<Enum>(home)) return HolderOf(std::string(plan->full_name));
  return "";
}

const pb::FieldDescriptor* FieldOf(const pb::Message& message, const std::string& name) {
  const pb::Descriptor& type = *message.GetDescriptor();
  if (const pb::FieldDescriptor* field = type.FindFieldByName(name)) return field;
  std::vector<const pb::FieldDescriptor*> extensions;
  type.file()->pool()->FindAllExtensions(&type, &extensions);
  for (const pb::FieldDescriptor* field : extensions) {
    if (field->name() == name) return field;
  }
  return nullptr;
}

// "a[0].b" -> "5"; "nothing" where there is no such field.
std::string ValueAt(const pb::Message& message, std::string_view path) {
  const std::size_t end = path.find_first_of(".[");
  const pb::FieldDescriptor* field = FieldOf(message, std::string(path.substr(0, end)));
  if (field == nullptr) return "nothing";
  if (end == std::string_view::npos) return witness::ShowField(message, *field);
  const pb::Reflection& r = *message.GetReflection();
  if (path[end] == '.') return ValueAt(r.GetMessage(message, field), path.substr(end + 1));
  const int index = std::stoi(std::string(path.substr(end + 1)));
  if (!field->is_repeated() || index >= r.FieldSize(message, field)) return "nothing";
  return ValueAt(r.GetRepeatedMessage(message, field, index), path.substr(path.find("].") + 2));
}

// Whether `said`, "a.b = 5" and perhaps more, is what the message holds.
std::string Check(std::string_view who, std::string_view said, const pb::Message& message) {
  const std::size_t equals = said.find(" = ");
  if (equals == std::string_view::npos) return "";
  const std::string_view path = said.substr(0, equals);
  for (char c : path) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '.' && c != '[' &&
        c != ']') {
      return "";  // the text of a whole message
    }
  }
  const std::string value = ValueAt(message, path);
  if (said.substr(equals + 3).starts_with(value)) return "";
  return fmt::format("{} said `{}`, it is {}", who, said, value);
}

// One witness on its way.
class Replay {
 public:
  Replay(const Verdict& verdict, const WholeVersion& writer, std::string writer_type,
         const WholeVersion& reader, std::string reader_type)
      : verdict_(verdict),
        witness_(*verdict.witness),
        writer_(writer),
        writer_type_(std::move(writer_type)),
        reader_(reader),
        reader_type_(std::move(reader_type)) {}

  std::string Run() const {
    const std::string data = Data(witness_.json, witness_.text, witness_.hex);
    if (verdict_.surface == Surface::kJson && data.empty()) return "";  // it can't be written
    if (witness_.written.starts_with("an Any that holds ")) return "";  // it is only shown
    const auto written = writer_.New(writer_type_);
    witness::Refusal refusal;
    if (!witness::ReadsBack(verdict_.surface, data, *written) || !written->IsInitialized()) {
      return "its own writer refuses it";
    }
    if (std::string problem = Check("the writer", witness_.written, *written); !problem.empty()) {
      return problem;
    }
    const auto read = reader_.New(reader_type_);
    const bool is_taken = witness::ReadInto(verdict_.surface, data, *read, refusal);
    if (!is_taken || verdict_.direction != Direction::kRoundTrip) {
      return Compare(is_taken, refusal, *read);
    }
    // What the other side reads counts as well; and nothing may be what it passes on.
    if (witness_.passed_on.empty() && Compare(is_taken, refusal, *read).empty()) return "";
    return ComeBack(*read);
  }

 private:
  std::string Data(const std::string& json, const std::string& text, const std::string& hex) const {
    if (verdict_.surface == Surface::kBinary) return FromHex(hex);
    return verdict_.surface == Surface::kJson ? json : text;
  }

  std::string ComeBack(const pb::Message& read) const {
    const std::string passed = Data(witness_.passed_on, witness_.passed_on, witness_.passed_on);
    witness::Refusal refusal;
    const auto again = witness::Write(verdict_.surface, read, refusal);
    if (witness_.written.find("then the other side sets") == std::string::npos && again != passed) {
      return fmt::format("passed on: said `{}`, it is `{}`", witness_.passed_on,
                         again.has_value() ? *again : refusal.why);
    }
    const auto back = writer_.New(writer_type_);
    const bool is_taken = witness::ReadInto(verdict_.surface, passed, *back, refusal);
    return Compare(is_taken, refusal, *back);
  }

  std::string Compare(bool is_taken, const witness::Refusal& refusal,
                      const pb::Message& read) const {
    const bool says_refused = witness_.read.starts_with("refused: ");
    if (says_refused && is_taken) return "it is taken: {" + witness::TextOf(read) + "}";
    if (!says_refused && !is_taken) return "it is refused: " + refusal.why;
    if (!is_taken) return "";
    return Check("the reader", witness_.read, read);
  }

  const Verdict& verdict_;
  const Witness& witness_;
  const WholeVersion& writer_;
  std::string writer_type_;
  const WholeVersion& reader_;
  std::string reader_type_;
};

constexpr const char* kPath = "a.proto";

std::optional<pb::FileDescriptorProto> Parsed(const std::string& source) {
  pb::io::ArrayInputStream input(source.data(), static_cast<int>(source.size()));
  pb::io::Tokenizer tokenizer(&input, nullptr);
  pb::FileDescriptorProto file;
  file.set_name(kPath);
  pb::compiler::Parser parser;
  if (!parser.Parse(&tokenizer, &file)) return {};
  return file;
}

void Plan(const Message& message, witness::Plan& plan) {
  plan.Add(message);
  for (const Field& field : message.fields) plan.Add(field);
  for (const Enum& inner : message.enums) plan.Add(inner);
  for (const Message& inner : message.messages) Plan(inner, plan);
}

// The whole file, as proto2 or proto3.
std::optional<pb::FileDescriptorProto> Lowered(const Snapshot& snapshot) {
  witness::Plan plan;
  for (const auto& file : snapshot.files) {
    if (file->path != kPath) continue;
    for (const Message& message : file->messages) Plan(message, plan);
    for (const Field& field : file->extensions) plan.Add(field);
  }
  witness::EnumMemory enums;
  std::string problem;
  for (pb::FileDescriptorProto& file : witness::Lower(plan, enums, problem)) {
    if (file.name() == kPath) return std::move(file);
  }
  return {};
}

}  // namespace

WholeVersion::WholeVersion(const std::string& source, const Snapshot& snapshot)
    : pool_(pb::DescriptorPool::generated_pool()), factory_(&pool_) {
  std::optional<pb::FileDescriptorProto> parsed =
      source.starts_with("edition") ? Lowered(snapshot) : Parsed(source);
  if (!parsed) return;
  pb::FileDescriptorProto& file = *parsed;
  const int messages = file.message_type_size();
  for (int i = 0; i < messages; ++i) {
    ForgetReservedNames(*file.mutable_message_type(i));
    const pb::DescriptorProto message = file.message_type(i);
    AddHolders(message, "t", file);
  }
  file_ = pool_.BuildFile(file);
  for (int i = 0; file_ != nullptr && i < file_->message_type_count(); ++i) {
    has_name_clash_ = has_name_clash_ || HasNameClash(*file_->message_type(i));
    has_odd_group_ = has_odd_group_ || HasOddGroup(*file_->message_type(i));
  }
}

std::unique_ptr<pb::Message> WholeVersion::New(const std::string& type) const {
  const pb::Descriptor* found = pool_.FindMessageTypeByName(type);
  return std::unique_ptr<pb::Message>(factory_.GetPrototype(found)->New());
}

std::string Disagreement(const Change& change, const Verdict& verdict, const WholeVersion& before,
                         const WholeVersion& after) {
  const bool is_executed = verdict.surface != Surface::kSource && verdict.surface != Surface::kRpc;
  if (!is_executed || !verdict.witness.has_value() || !verdict.witness->reason.empty()) return "";
  const bool has_clash = before.has_name_clash() || after.has_name_clash();
  if (verdict.surface == Surface::kJson && has_clash) return "";
  const bool is_odd = before.has_odd_group() || after.has_odd_group();
  if (verdict.surface == Surface::kText && is_odd) return "";
  const std::string old_type = HostOf(change.subject.before, change.subject.before_home);
  // Of messages that exchanged their names: what has the old one now.
  const bool is_exchanged = As<Message>(change.subject.before) != nullptr &&
                            As<Message>(change.subject.after) != nullptr &&
                            As<Message>(change.subject.after_home) != nullptr;
  const std::string new_type = HostOf(
      is_exchanged ? change.subject.after_home : change.subject.after, change.subject.after_home);
  if (old_type.empty() || new_type.empty()) return "";
  return verdict.witness->from_after ? Replay(verdict, after, new_type, before, old_type).Run()
                                     : Replay(verdict, before, old_type, after, new_type).Run();
}

}  // namespace leyline::testing
