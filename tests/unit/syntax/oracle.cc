#include "tests/unit/syntax/oracle.h"

#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "analyzer/syntax/lexer.h"

namespace leyline::test {
namespace {

namespace pb = google::protobuf;

class Errors : public pb::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    errors.push_back(fmt::format("{}:{}: {}", line + 1, column + 1, message));
  }
  std::vector<std::string> errors;
};

std::string Str(std::string_view text) { return std::string(text); }

template <class Proto>
void AddOptions(const Options& options, Proto* to) {
  for (const OptionDecl& option : options.written) {
    const std::string_view first = option.name[0].name;
    if (option.name.size() == 1 && (first == "default" || first == "json_name") &&
        std::is_same_v<Proto, pb::FieldOptions>) {
      continue;
    }
    pb::UninterpretedOption* written = to->add_uninterpreted_option();
    for (const OptionNamePart& part : option.name) {
      auto* name = written->add_name();
      name->set_name_part(Str(part.name));
      name->set_is_extension(part.is_extension);
    }
    switch (option.kind) {
      case OptionValueKind::kIdentifier:
        if (option.negative) {
          written->set_double_value(option.text == "inf" ? -HUGE_VAL : -NAN);
        } else {
          written->set_identifier_value(Str(option.text));
        }
        break;
      case OptionValueKind::kInteger:
        if (option.negative) {
          written->set_negative_int_value(static_cast<int64_t>(0 - option.integer));
        } else {
          written->set_positive_int_value(option.integer);
        }
        break;
      case OptionValueKind::kFloat:
        written->set_double_value(option.negative ? -option.number : option.number);
        break;
      case OptionValueKind::kString:
        written->set_string_value(Str(option.text));
        break;
      case OptionValueKind::kAggregate:
        written->set_aggregate_value(Str(option.text));
        break;
    }
  }
}

std::string MapName(int key, int value, const std::string& value_name) {
  return fmt::format("map<{}, {}>", key, value_name.empty() ? std::to_string(value) : value_name);
}

void AddField(const Field& field, Edition edition, pb::FieldDescriptorProto* to) {
  to->set_name(Str(field.name));
  to->set_number(field.number);
  if (field.label != Label::kNone) {
    to->set_label(field.label == Label::kOptional   ? pb::FieldDescriptorProto::LABEL_OPTIONAL
                  : field.label == Label::kRequired ? pb::FieldDescriptorProto::LABEL_REQUIRED
                                                    : pb::FieldDescriptorProto::LABEL_REPEATED);
  } else {
    to->set_label(field.is_map() ? pb::FieldDescriptorProto::LABEL_REPEATED
                                 : pb::FieldDescriptorProto::LABEL_OPTIONAL);
  }
  if (field.is_map()) {
    to->set_type_name(MapName(static_cast<int>(field.map_key), static_cast<int>(field.type),
                              Str(field.type_name)));
  } else {
    if (field.type != FieldType::kNone) {
      to->set_type(static_cast<pb::FieldDescriptorProto::Type>(field.type));
    }
    if (!field.type_name.empty()) to->set_type_name(Str(field.type_name));
  }
  if (field.proto3_optional ||
      (field.is_extension && field.label == Label::kOptional && edition == Edition::kProto3)) {
    to->set_proto3_optional(true);
  }
  if (field.is_extension) to->set_extendee(Str(field.extendee_name));
  if (field.oneof_index >= 0) to->set_oneof_index(field.oneof_index);
  if (field.has_default) to->set_default_value("set");
  for (const OptionDecl& option : field.options.written) {
    if (option.name.size() == 1 && option.name[0].name == "json_name") {
      to->set_json_name(Str(option.text));
    }
  }
  AddOptions(field.options, to->mutable_options());
}

void AddEnum(const Enum& enumeration, pb::EnumDescriptorProto* to) {
  to->set_name(Str(enumeration.name));
  for (const EnumValue& value : enumeration.values) {
    pb::EnumValueDescriptorProto* added = to->add_value();
    added->set_name(Str(value.name));
    added->set_number(value.number);
    AddOptions(value.options, added->mutable_options());
  }
  for (const Range& range : enumeration.reserved_ranges) {
    auto* added = to->add_reserved_range();
    added->set_start(range.first);
    added->set_end(range.last);
  }
  for (const ReservedName& name : enumeration.reserved_names) to->add_reserved_name(Str(name.name));
  AddOptions(enumeration.options, to->mutable_options());
}

// protoc's ranges exclude their end, and it may overflow there.
int32_t Behind(int32_t last) { return static_cast<int32_t>(static_cast<uint32_t>(last) + 1); }

void AddMessage(const Message& message, Edition edition, pb::DescriptorProto* to) {
  to->set_name(Str(message.name));
  for (const Field& field : message.fields) AddField(field, edition, to->add_field());
  for (const Field& field : message.extensions) AddField(field, edition, to->add_extension());
  for (const Message& nested : message.messages) AddMessage(nested, edition, to->add_nested_type());
  for (const Enum& nested : message.enums) AddEnum(nested, to->add_enum_type());
  for (const Oneof& oneof : message.oneofs) {
    pb::OneofDescriptorProto* added = to->add_oneof_decl();
    added->set_name(Str(oneof.name));
    AddOptions(oneof.options, added->mutable_options());
  }
  for (const ExtensionRange& range : message.extension_ranges) {
    auto* added = to->add_extension_range();
    added->set_start(range.first);
    added->set_end(Behind(range.last));
    AddOptions(range.options, added->mutable_options());
  }
  for (const Range& range : message.reserved_ranges) {
    auto* added = to->add_reserved_range();
    added->set_start(range.first);
    added->set_end(Behind(range.last));
  }
  for (const ReservedName& name : message.reserved_names) to->add_reserved_name(Str(name.name));
  AddOptions(message.options, to->mutable_options());
}

void AddService(const Service& service, pb::ServiceDescriptorProto* to) {
  to->set_name(Str(service.name));
  for (const Method& method : service.methods) {
    pb::MethodDescriptorProto* added = to->add_method();
    added->set_name(Str(method.name));
    added->set_input_type(Str(method.input_name));
    added->set_output_type(Str(method.output_name));
    if (method.client_streaming) added->set_client_streaming(true);
    if (method.server_streaming) added->set_server_streaming(true);
    AddOptions(method.options, added->mutable_options());
  }
  AddOptions(service.options, to->mutable_options());
}

void AddImports(const File& file, pb::FileDescriptorProto* to) {
  for (const Import& import : file.imports) {
    if (import.kind == ImportKind::kPublic) to->add_public_dependency(to->dependency_size());
    if (import.kind == ImportKind::kWeak) to->add_weak_dependency(to->dependency_size());
    to->add_dependency(Str(import.path));
  }
}

// The oracle joins the tokens of an aggregate with single spaces, we keep the source.
std::string Tokens(const std::string& aggregate) {
  std::string tokens;
  syntax::Complaints complaints;
  for (syntax::Lexer lexer(aggregate, complaints); lexer.current().kind != syntax::TokenKind::kEnd;
       lexer.Next()) {
    tokens.append(lexer.Text(lexer.current())).append(" ");
  }
  return tokens;
}

template <class Proto>
void ClearEmptyOptions(Proto& element) {
  for (pb::UninterpretedOption& option :
       *element.mutable_options()->mutable_uninterpreted_option()) {
    if (option.has_aggregate_value()) option.set_aggregate_value(Tokens(option.aggregate_value()));
  }
  if (element.options().ByteSizeLong() == 0) element.clear_options();
}

void NormalizeField(pb::FieldDescriptorProto& field) {
  ClearEmptyOptions(field);
  if (field.has_default_value()) field.set_default_value("set");
}

void NormalizeEnum(pb::EnumDescriptorProto& enumeration) {
  ClearEmptyOptions(enumeration);
  for (auto& value : *enumeration.mutable_value()) ClearEmptyOptions(value);
}

// Map entries become part of their field.
void InlineMaps(pb::DescriptorProto& message) {
  std::map<std::string, std::string> maps;
  pb::RepeatedPtrField<pb::DescriptorProto> kept;
  for (pb::DescriptorProto& nested : *message.mutable_nested_type()) {
    if (nested.options().map_entry()) {
      const auto& value = nested.field(1);
      maps[nested.name()] =
          MapName(nested.field(0).type(), value.has_type() ? value.type() : 0, value.type_name());
    } else {
      kept.Add()->Swap(&nested);
    }
  }
  message.mutable_nested_type()->Swap(&kept);
  for (auto& field : *message.mutable_field()) {
    const auto found = maps.find(field.type_name());
    const bool candidate = field.label() == pb::FieldDescriptorProto::LABEL_REPEATED;
    if (candidate && found != maps.end()) field.set_type_name(found->second);
  }
}

void DropSyntheticOneofs(pb::DescriptorProto& message) {
  int synthetic = 0;
  for (auto& field : *message.mutable_field()) {
    if (!field.proto3_optional() || !field.has_oneof_index()) continue;
    field.clear_oneof_index();
    ++synthetic;
  }
  while (synthetic-- > 0) message.mutable_oneof_decl()->RemoveLast();
}

void NormalizeMessage(pb::DescriptorProto& message) {
  InlineMaps(message);
  DropSyntheticOneofs(message);
  ClearEmptyOptions(message);
  for (auto& field : *message.mutable_field()) NormalizeField(field);
  for (auto& field : *message.mutable_extension()) NormalizeField(field);
  for (auto& nested : *message.mutable_nested_type()) NormalizeMessage(nested);
  for (auto& nested : *message.mutable_enum_type()) NormalizeEnum(nested);
  for (auto& oneof : *message.mutable_oneof_decl()) ClearEmptyOptions(oneof);
  for (auto& range : *message.mutable_extension_range()) ClearEmptyOptions(range);
}

}  // namespace

Oracle AskOracle(std::string_view text) {
  Oracle oracle;
  pb::SetLogHandler(nullptr);  // it warns about each file without syntax
  pb::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  Errors errors;
  pb::io::Tokenizer tokenizer(&input, &errors);
  pb::compiler::Parser parser;
  parser.RecordErrorsTo(&errors);
  oracle.accepted = parser.Parse(&tokenizer, &oracle.file) && errors.errors.empty();
  oracle.errors = errors.errors;
  oracle.file.clear_source_code_info();
  return oracle;
}

std::string Describe(pb::FileDescriptorProto file) {
  ClearEmptyOptions(file);
  for (auto& message : *file.mutable_message_type()) NormalizeMessage(message);
  for (auto& enumeration : *file.mutable_enum_type()) NormalizeEnum(enumeration);
  for (auto& field : *file.mutable_extension()) NormalizeField(field);
  for (auto& service : *file.mutable_service()) {
    ClearEmptyOptions(service);
    for (auto& method : *service.mutable_method()) {
      ClearEmptyOptions(method);
      if (!method.client_streaming()) method.clear_client_streaming();
      if (!method.server_streaming()) method.clear_server_streaming();
    }
  }
  file.clear_syntax();
  return file.DebugString();
}

std::string Describe(const File& file) {
  pb::FileDescriptorProto to;
  if (!file.package.empty()) to.set_package(Str(file.package));
  AddImports(file, &to);
  for (const Message& message : file.messages) {
    AddMessage(message, file.edition, to.add_message_type());
  }
  for (const Enum& enumeration : file.enums) AddEnum(enumeration, to.add_enum_type());
  for (const Service& service : file.services) AddService(service, to.add_service());
  for (const Field& field : file.extensions) AddField(field, file.edition, to.add_extension());
  AddOptions(file.options, to.mutable_options());
  return Describe(std::move(to));
}

}  // namespace leyline::test
