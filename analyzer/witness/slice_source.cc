#include "analyzer/witness/slice_source.h"

#include <cctype>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>

#include "analyzer/schema/link/defaults.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

// The message that a `group` declares together with its field; null where it only refers to one,
// as delimited fields of editions may, which the library takes for groups, too.
const pb::Descriptor* GroupOf(const pb::FieldDescriptor& field) {
  if (field.type() != pb::FieldDescriptor::TYPE_GROUP) return nullptr;
  const pb::Descriptor* type = field.message_type();
  const pb::Descriptor* scope =
      field.is_extension() ? field.extension_scope() : field.containing_type();
  if (type->containing_type() != scope || type->file() != field.file()) return nullptr;
  std::string name = type->name();
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name == field.name() ? type : nullptr;
}

using Groups = std::unordered_set<const pb::Descriptor*>;

// `Scope` is a file or a message.
template <class Scope>
void CollectExtensions(const Scope& scope, Groups& groups) {
  for (int i = 0; i < scope.extension_count(); ++i) groups.insert(GroupOf(*scope.extension(i)));
}

Groups GroupsIn(const pb::FileDescriptor& file) {
  Groups groups;
  CollectExtensions(file, groups);
  return groups;
}

Groups GroupsIn(const pb::Descriptor& message) {
  Groups groups;
  for (int i = 0; i < message.field_count(); ++i) groups.insert(GroupOf(*message.field(i)));
  CollectExtensions(message, groups);
  return groups;
}

std::string TypeOf(const pb::FieldDescriptor& field) {
  if (field.message_type() != nullptr) return "." + field.message_type()->full_name();
  if (field.enum_type() != nullptr) return "." + field.enum_type()->full_name();
  return field.type_name();
}

std::string DefaultOf(const pb::FieldDescriptor& field) {
  pb::FieldDescriptorProto proto;
  field.CopyTo(&proto);
  const std::string& text = proto.default_value();
  if (field.type() == pb::FieldDescriptor::TYPE_BYTES) return '"' + text + '"';
  return field.type() == pb::FieldDescriptor::TYPE_STRING ? '"' + EscapeBytes(text) + '"' : text;
}

// Empty, or " [packed = true]".
std::string OptionsOf(const pb::FieldDescriptor& field) {
  std::string options;
  const auto add = [&](std::string_view name, std::string_view value) {
    options += fmt::format("{}{} = {}", options.empty() ? " [" : ", ", name, value);
  };
  if (field.has_default_value()) add("default", DefaultOf(field));
  if (field.has_json_name()) add("json_name", '"' + EscapeBytes(field.json_name()) + '"');
  if (field.options().has_packed()) add("packed", field.options().packed() ? "true" : "false");
  return options.empty() ? options : options + "]";
}

// Types come before fields, and those before what extends others. FileDescriptor::DebugString finds
// no end where a delimited field holds its own message, and first builds descriptor.proto, which
// takes longer than a small witness.
class Printer {
 public:
  std::string Print(const pb::FileDescriptor& file) {
    const bool is_proto3 = file.syntax() == pb::FileDescriptor::SYNTAX_PROTO3;
    Line(fmt::format("syntax = \"{}\";\n", is_proto3 ? "proto3" : "proto2"));
    for (int i = 0; i < file.dependency_count(); ++i) {
      Line(fmt::format("import \"{}\";", file.dependency(i)->name()));
    }
    if (!file.package().empty()) Line(fmt::format("package {};\n", file.package()));
    for (int i = 0; i < file.enum_type_count(); ++i) {
      Add(*file.enum_type(i));
      out_ += "\n";
    }
    const Groups groups = GroupsIn(file);
    for (int i = 0; i < file.message_type_count(); ++i) {
      if (groups.contains(file.message_type(i))) continue;
      Add(*file.message_type(i));
      out_ += "\n";
    }
    AddExtensions(file);
    if (delimited_.empty()) return out_;
    return fmt::format("// delimited: {}\n{}", fmt::join(delimited_, ", "), out_);
  }

 private:
  void Line(std::string_view text) { out_.append(depth_ * 2, ' ').append(text).append("\n"); }
  void Open(std::string_view head) {
    Line(fmt::format("{} {{", head));
    ++depth_;
  }
  void Close() {
    --depth_;
    Line("}");
  }

  void Add(const pb::EnumDescriptor& enumeration) {
    Open("enum " + enumeration.name());
    if (enumeration.options().allow_alias()) Line("option allow_alias = true;");
    for (int i = 0; i < enumeration.value_count(); ++i) {
      const pb::EnumValueDescriptor& value = *enumeration.value(i);
      Line(fmt::format("{} = {};", value.name(), value.number()));
    }
    Close();
  }

  void Add(const pb::Descriptor& message) {
    Open("message " + message.name());
    AddMembers(message);
    Close();
  }

  // Recursion is as deep as the messages are nested.
  void AddMembers(const pb::Descriptor& message) {
    if (message.options().message_set_wire_format()) Line("option message_set_wire_format = true;");
    const Groups groups = GroupsIn(message);
    for (int i = 0; i < message.nested_type_count(); ++i) {
      const pb::Descriptor& nested = *message.nested_type(i);
      if (!nested.options().map_entry() && !groups.contains(&nested)) Add(nested);
    }
    for (int i = 0; i < message.enum_type_count(); ++i) Add(*message.enum_type(i));
    for (int i = 0; i < message.field_count(); ++i) {
      const pb::FieldDescriptor& field = *message.field(i);
      const pb::OneofDescriptor* oneof = field.real_containing_oneof();
      if (oneof == nullptr) Add(field);
      if (oneof != nullptr && oneof->field(0) == &field) Add(*oneof);
    }
    for (int i = 0; i < message.extension_range_count(); ++i) {
      const pb::Descriptor::ExtensionRange& range = *message.extension_range(i);
      Line(fmt::format("extensions {} to {};", range.start, range.end - 1));
    }
    AddExtensions(message);
  }

  void Add(const pb::OneofDescriptor& oneof) {
    Open("oneof " + oneof.name());
    for (int i = 0; i < oneof.field_count(); ++i) Add(*oneof.field(i));
    Close();
  }

  void Add(const pb::FieldDescriptor& field) {
    const pb::Descriptor* group = GroupOf(field);
    if (field.type() == pb::FieldDescriptor::TYPE_GROUP && group == nullptr) {
      delimited_.push_back(fmt::format("`{}`", field.full_name()));
    }
    const std::string head = fmt::format(
        "{}{} {} = {}{}", LabelOf(field), group != nullptr ? "group" : NameOfType(field),
        group != nullptr ? group->name() : field.name(), field.number(), OptionsOf(field));
    if (group == nullptr) return Line(head + ";");
    Open(head);
    AddMembers(*group);
    Close();
  }

  static std::string_view LabelOf(const pb::FieldDescriptor& field) {
    if (field.is_map() || field.real_containing_oneof() != nullptr) return "";
    if (field.is_repeated()) return "repeated ";
    if (field.is_required()) return "required ";
    return field.has_optional_keyword() ? "optional " : "";
  }

  static std::string NameOfType(const pb::FieldDescriptor& field) {
    if (!field.is_map()) return TypeOf(field);
    const pb::Descriptor& entry = *field.message_type();
    return fmt::format("map<{}, {}>", TypeOf(*entry.field(0)), TypeOf(*entry.field(1)));
  }

  template <class Scope>
  void AddExtensions(const Scope& scope) {
    for (int i = 0; i < scope.extension_count(); ++i) {
      const pb::FieldDescriptor& field = *scope.extension(i);
      const pb::Descriptor* extended = field.containing_type();
      if (i == 0 || scope.extension(i - 1)->containing_type() != extended) {
        Open("extend ." + extended->full_name());
      }
      Add(field);
      const bool is_last = i + 1 == scope.extension_count();
      if (!is_last && scope.extension(i + 1)->containing_type() == extended) continue;
      Close();
      if (depth_ == 0) out_ += "\n";
    }
  }

  std::string out_;
  std::size_t depth_ = 0;
  std::vector<std::string> delimited_;
};

}  // namespace

std::string SourceOf(const std::vector<const pb::FileDescriptor*>& files) {
  std::string source;
  for (const pb::FileDescriptor* file : files) {
    if (files.size() > 1) source += fmt::format("// {}\n", file->name());
    source += Printer().Print(*file);
  }
  while (source.ends_with("\n\n")) source.pop_back();
  return source;
}

}  // namespace leyline::witness
