#include "analyzer/witness/lower.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/witness/lower_syntax.h"

namespace leyline::witness {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;

// The name that protoc gives to the entry of a map field.
std::string EntryName(std::string_view field) {
  std::string name;
  bool upper = true;
  for (char c : field) {
    if (c == '_') {
      upper = true;
      continue;
    }
    name.push_back(upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    upper = false;
  }
  return name + "Entry";
}

std::string Absolute(std::string_view name) { return fmt::format(".{}", name); }

FieldDescriptorProto::Label LabelOf(const Field& field) {
  if (field.is_repeated()) return FieldDescriptorProto::LABEL_REPEATED;
  return field.is_required() ? FieldDescriptorProto::LABEL_REQUIRED
                             : FieldDescriptorProto::LABEL_OPTIONAL;
}

FieldDescriptorProto::Type TypeOf(const Field& field) {
  const FieldType type = field.is_delimited() ? FieldType::kGroup : field.type;
  return static_cast<FieldDescriptorProto::Type>(static_cast<int>(type));
}

void SetType(const Field& field, FieldDescriptorProto& proto) {
  proto.set_type(TypeOf(field));
  if (field.message != nullptr) proto.set_type_name(Absolute(field.message->full_name));
  if (field.enum_type != nullptr) proto.set_type_name(Absolute(field.enum_type->full_name));
}

bool IsPackable(const Field& field) {
  return field.is_repeated() && !field.is_map() && !field.is_message() &&
         field.type != FieldType::kString && field.type != FieldType::kBytes;
}

class Lowering {
 public:
  Lowering(const Plan& plan, EnumMemory& enums) : plan_(plan), enums_(enums) {}

  bool Run(std::string& problem) {
    for (const auto& planned : plan_.messages()) {
      NeedFile(*planned.message->file);
      for (const Field* field : planned.fields) Need(*field);
    }
    for (const Field* field : plan_.extensions()) Need(*field);
    for (const auto& planned : plan_.enums()) NeedEnum(*planned.enumeration);
    for (const auto& [file, needs] : files_) {
      if (needs.syntaxes != kNeither) continue;
      problem = fmt::format(
          "`{}` has features that neither proto2 nor proto3 has together, and the runtime that "
          "witnesses are executed on knows no editions",
          file->path);
      return false;
    }
    for (const auto& planned : plan_.messages()) AddMessage(planned);
    for (const auto& planned : plan_.enums()) AddEnum(planned);
    for (const Field* field : plan_.extensions()) AddExtension(*field);
    if (plan_.holder_of() != nullptr) AddHolder(*plan_.holder_of());
    return true;
  }

  // Imports first.
  std::vector<FileDescriptorProto> Files() {
    std::vector<FileDescriptorProto> ordered;
    for (auto& [file, needs] : files_) Order(*file, ordered);
    return ordered;
  }

 private:
  struct Needs {
    Syntaxes syntaxes = kEither;
    FileDescriptorProto proto;
    std::vector<const File*> imports;
    bool is_ordered = false;
  };
  struct ByPath {
    bool operator()(const File* a, const File* b) const { return a->path < b->path; }
  };

  Needs& NeedFile(const File& file) {
    const auto [at, is_new] = files_.try_emplace(&file);
    if (is_new) {
      Needs& needs = at->second;
      if (file.edition == Edition::kProto2) needs.syntaxes = kProto2Only;
      if (file.edition == Edition::kProto3) needs.syntaxes = kProto3Only;
      needs.proto.set_name(file.path);
      needs.proto.set_package(std::string(file.package));
    }
    return at->second;
  }

  static bool IsEdition(const File& file) { return file.edition >= Edition::k2023; }

  void Need(const Field& field) {
    Needs& needs = NeedFile(*field.file);
    if (IsEdition(*field.file)) needs.syntaxes = Both(needs.syntaxes, SyntaxesOf(field));
  }

  void NeedEnum(const Enum& enumeration) {
    Needs& needs = NeedFile(*enumeration.file);
    if (IsEdition(*enumeration.file))
      needs.syntaxes = Both(needs.syntaxes, SyntaxesOf(enumeration));
  }

  bool IsProto3(const File& file) { return (files_.at(&file).syntaxes & kProto3Only) != 0; }

  FileDescriptorProto& ProtoOf(const File& file) {
    Needs& needs = files_.at(&file);
    if (!needs.proto.has_syntax()) needs.proto.set_syntax(IsProto3(file) ? "proto3" : "proto2");
    return needs.proto;
  }

  // With the messages around it, which are empty unless planned.
  DescriptorProto& ProtoOf(const Message& message) {
    const auto at = messages_.find(&message);
    if (at != messages_.end()) return *at->second;
    DescriptorProto& proto = message.parent != nullptr ? *ProtoOf(*message.parent).add_nested_type()
                                                       : *ProtoOf(*message.file).add_message_type();
    proto.set_name(std::string(message.name));
    messages_.emplace(&message, &proto);
    if (message.message_set) AddMessageSet(proto);
    return proto;
  }

  static void AddMessageSet(DescriptorProto& proto) {
    proto.mutable_options()->set_message_set_wire_format(true);
    DescriptorProto::ExtensionRange& range = *proto.add_extension_range();
    range.set_start(4);
    range.set_end(0x7FFFFFFF);
  }

  void AddMessage(const Plan::PlannedMessage& planned) {
    DescriptorProto& proto = ProtoOf(*planned.message);
    std::map<const Oneof*, int> oneofs;
    for (const Field* field : planned.fields) {
      if (field->oneof == nullptr || oneofs.contains(field->oneof)) continue;
      oneofs.emplace(field->oneof, proto.oneof_decl_size());
      proto.add_oneof_decl()->set_name(std::string(field->oneof->name));
    }
    for (const Field* field : planned.fields) {
      FieldDescriptorProto& into = *proto.add_field();
      Fill(*field, into);
      if (field->oneof != nullptr) into.set_oneof_index(oneofs.at(field->oneof));
      if (field->is_map()) AddEntry(*field, proto, into);
    }
    AddSyntheticOneofs(planned, proto);
  }

  // Of proto3's `optional`; they stand behind the others.
  void AddSyntheticOneofs(const Plan::PlannedMessage& planned, DescriptorProto& proto) {
    if (!IsProto3(*planned.message->file)) return;
    for (std::size_t i = 0; i < planned.fields.size(); ++i) {
      const Field& field = *planned.fields[i];
      if (field.oneof != nullptr || field.is_message() || !field.has_presence()) continue;
      FieldDescriptorProto& into = *proto.mutable_field(static_cast<int>(i));
      into.set_proto3_optional(true);
      into.set_oneof_index(proto.oneof_decl_size());
      proto.add_oneof_decl()->set_name(fmt::format("_{}", field.name));
    }
  }

  void Fill(const Field& field, FieldDescriptorProto& proto) {
    proto.set_name(std::string(field.name));
    proto.set_number(field.number);
    proto.set_label(LabelOf(field));
    if (!field.is_map()) SetType(field, proto);
    if (field.message != nullptr) Import(*field.file, *field.message->file);
    if (field.enum_type != nullptr) Import(*field.file, *field.enum_type->file);
    if (!field.is_extension && field.json_name != DerivedJsonName(field.name)) {
      proto.set_json_name(std::string(field.json_name));
    }
    if (field.has_default) proto.set_default_value(std::string(field.default_value));
    if (IsPackable(field) && field.is_packed() != IsProto3(*field.file)) {
      proto.mutable_options()->set_packed(field.is_packed());
    }
  }

  void AddEntry(const Field& field, DescriptorProto& message, FieldDescriptorProto& proto) {
    DescriptorProto& entry = *message.add_nested_type();
    entry.set_name(EntryName(field.name));
    entry.mutable_options()->set_map_entry(true);
    FieldDescriptorProto& key = *entry.add_field();
    key.set_name("key");
    key.set_number(1);
    key.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
    key.set_type(static_cast<FieldDescriptorProto::Type>(static_cast<int>(field.map_key)));
    FieldDescriptorProto& value = *entry.add_field();
    value.set_name("value");
    value.set_number(2);
    value.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
    SetType(field, value);
    proto.set_type(FieldDescriptorProto::TYPE_MESSAGE);
    proto.set_type_name(fmt::format(".{}.{}", field.parent->full_name, EntryName(field.name)));
  }

  void AddEnum(const Plan::PlannedEnum& planned) {
    const Enum& enumeration = *planned.enumeration;
    EnumDescriptorProto& proto = enumeration.parent != nullptr
                                     ? *ProtoOf(*enumeration.parent).add_enum_type()
                                     : *ProtoOf(*enumeration.file).add_enum_type();
    proto.set_name(std::string(enumeration.name));
    std::set<int32_t> seen;
    for (const EnumValue* value : KeptOf(planned)) {
      auto& added = *proto.add_value();
      added.set_name(std::string(value->name));
      added.set_number(value->number);
      if (!seen.insert(value->number).second) proto.mutable_options()->set_allow_alias(true);
    }
  }

  // In the order in which they are declared.
  std::vector<const EnumValue*> KeptOf(const Plan::PlannedEnum& planned) const {
    const Enum& enumeration = *planned.enumeration;
    std::vector<const EnumValue*> kept;
    if (enumeration.values.size() <= Plan::kWholeEnum) {
      for (const EnumValue& value : enumeration.values) kept.push_back(&value);
      return kept;
    }
    const EnumIndex& index = enums_.Of(enumeration);
    for (const int32_t number : planned.numbers) {
      const auto at = index.values.find(number);
      if (at != index.values.end()) kept.insert(kept.end(), at->second.begin(), at->second.end());
    }
    std::sort(kept.begin(), kept.end());
    return kept;
  }

  void AddExtension(const Field& field) {
    FieldDescriptorProto& proto = field.parent != nullptr ? *ProtoOf(*field.parent).add_extension()
                                                          : *ProtoOf(*field.file).add_extension();
    Fill(field, proto);
    proto.set_extendee(Absolute(field.extendee->full_name));
    Import(*field.file, *field.extendee->file);
    if (field.extendee->message_set) return;
    DescriptorProto::ExtensionRange& range = *ProtoOf(*field.extendee).add_extension_range();
    range.set_start(field.number);
    range.set_end(field.number + 1);
  }

  void AddHolder(const Enum& enumeration) {
    DescriptorProto& holder = *ProtoOf(*enumeration.file).add_message_type();
    const std::string full = HolderName(enumeration);
    holder.set_name(full.substr(full.rfind('.') + 1));
    const std::pair<const char*, FieldDescriptorProto::Label> fields[] = {
        {"value", FieldDescriptorProto::LABEL_OPTIONAL},
        {"values", FieldDescriptorProto::LABEL_REPEATED}};
    for (const auto& [name, label] : fields) {
      FieldDescriptorProto& field = *holder.add_field();
      field.set_name(name);
      field.set_number(holder.field_size());
      field.set_label(label);
      field.set_type(FieldDescriptorProto::TYPE_ENUM);
      field.set_type_name(Absolute(enumeration.full_name));
    }
  }

  void Import(const File& from, const File& what) {
    if (&from == &what) return;
    std::vector<const File*>& imports = files_.at(&from).imports;
    if (std::find(imports.begin(), imports.end(), &what) == imports.end()) imports.push_back(&what);
  }

  // Files import each other as the contracts do, so there are no cycles and no deep chains.
  void Order(const File& file, std::vector<FileDescriptorProto>& ordered) {
    Needs& needs = files_.at(&file);
    if (needs.is_ordered) return;
    needs.is_ordered = true;
    for (const File* import : needs.imports) {
      Order(*import, ordered);
      needs.proto.add_dependency(import->path);
    }
    ProtoOf(file);
    ordered.push_back(std::move(needs.proto));
  }

  const Plan& plan_;
  EnumMemory& enums_;
  std::map<const File*, Needs, ByPath> files_;
  std::unordered_map<const Message*, DescriptorProto*> messages_;
};

}  // namespace

std::string HolderName(const Enum& enumeration) {
  std::string_view outermost = enumeration.name;
  for (const Message* m = enumeration.parent; m != nullptr; m = m->parent) outermost = m->name;
  const std::string_view name = outermost == "Holder" ? "HolderOfEnum" : "Holder";
  const std::string_view package = enumeration.file->package;
  return package.empty() ? std::string(name) : fmt::format("{}.{}", package, name);
}

std::vector<FileDescriptorProto> Lower(const Plan& plan, EnumMemory& enums, std::string& problem) {
  Lowering lowering(plan, enums);
  if (!lowering.Run(problem)) return {};
  return lowering.Files();
}

}  // namespace leyline::witness
