#include "analyzer/schema/builtin/schema.h"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "analyzer/schema/builtin/builtin.h"
#include "analyzer/syntax/parse.h"
#include "base/check.h"

namespace leyline {
namespace {

constexpr std::string_view kPath = "google/protobuf/descriptor.proto";

// By OptionsKind.
constexpr std::array<std::string_view, 9> kNames = {
    "FileOptions",      "MessageOptions", "FieldOptions",  "OneofOptions",         "EnumOptions",
    "EnumValueOptions", "ServiceOptions", "MethodOptions", "ExtensionRangeOptions"};

// Just enough of a linker for one file that is known to be right: the real one needs this schema.
class Schema {
 public:
  Schema() : file_(Parse(std::string(kPath), std::string(BuiltinFile(kPath))).file) {
    for (Message& message : file_->messages) Declare(message, file_->package, nullptr);
    for (Enum& enumeration : file_->enums) Declare(enumeration, file_->package, nullptr);
    for (const auto& [name, message] : messages_) {
      for (Field& field : message->fields) Resolve(field);
    }
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      const auto found = messages_.find(Join(file_->package, kNames[i]));
      CHECK(found != messages_.end(), "the embedded descriptor.proto has all options messages");
      options_[i] = found->second;
    }
  }

  const Message& options(OptionsKind kind) const {
    return *options_[static_cast<std::size_t>(kind)];
  }

 private:
  static std::string Join(std::string_view scope, std::string_view name) {
    return std::string(scope).append(".").append(name);
  }

  void Declare(Message& message, std::string_view scope, Message* parent) {
    message.full_name = file_->arena.Copy(Join(scope, message.name));
    message.file = file_.get();
    message.parent = parent;
    messages_.emplace(message.full_name, &message);
    for (Field& field : message.fields) {
      field.file = file_.get();
      field.parent = &message;
    }
    for (Message& inner : message.messages) Declare(inner, message.full_name, &message);
    for (Enum& inner : message.enums) Declare(inner, message.full_name, &message);
  }

  void Declare(Enum& enumeration, std::string_view scope, Message* parent) {
    enumeration.full_name = file_->arena.Copy(Join(scope, enumeration.name));
    enumeration.file = file_.get();
    enumeration.parent = parent;
    for (EnumValue& value : enumeration.values) value.parent = &enumeration;
    enums_.emplace(enumeration.full_name, &enumeration);
  }

  // The innermost scope that has the name wins.
  void Resolve(Field& field) {
    if (field.type_name.empty()) return;
    std::string scope(field.parent->full_name);
    while (true) {
      const std::string name = Join(scope, field.type_name);
      if (const auto found = messages_.find(name); found != messages_.end()) {
        field.message = found->second;
        field.type = FieldType::kMessage;
        return;
      }
      if (const auto found = enums_.find(name); found != enums_.end()) {
        field.enum_type = found->second;
        field.type = FieldType::kEnum;
        return;
      }
      const std::size_t dot = scope.rfind('.');
      CHECK(dot != std::string::npos, "types of the embedded descriptor.proto resolve");
      scope.resize(dot);
    }
  }

  std::unique_ptr<File> file_;
  std::unordered_map<std::string_view, Message*> messages_;
  std::unordered_map<std::string_view, Enum*> enums_;
  std::array<const Message*, 9> options_ = {};
};

}  // namespace

const Message& OptionsMessage(OptionsKind kind) {
  static const Schema schema;
  return schema.options(kind);
}

}  // namespace leyline
