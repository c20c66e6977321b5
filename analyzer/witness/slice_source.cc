#include "analyzer/witness/slice_source.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

using Files = std::vector<const pb::FileDescriptor*>;

// Whether the message is declared by the field, as `group` does.
bool IsGroup(const pb::FieldDescriptor& field) {
  const pb::Descriptor& type = *field.message_type();
  const pb::Descriptor* scope =
      field.is_extension() ? field.extension_scope() : field.containing_type();
  if (type.containing_type() != scope || type.file() != field.file()) return false;
  std::string name = type.name();
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name == field.name();
}

bool IsDelimited(const pb::FieldDescriptor& field) {
  return field.type() == pb::FieldDescriptor::TYPE_GROUP && !IsGroup(field);
}

// Of a message or a file, with all that stands in it.
template <class Scope>
bool HasDelimitedExtensions(const Scope& scope) {
  for (int i = 0; i < scope.extension_count(); ++i) {
    if (IsDelimited(*scope.extension(i))) return true;
  }
  return false;
}

bool HasDelimited(const pb::Descriptor& message) {
  for (int i = 0; i < message.field_count(); ++i) {
    if (IsDelimited(*message.field(i))) return true;
  }
  for (int i = 0; i < message.nested_type_count(); ++i) {
    if (HasDelimited(*message.nested_type(i))) return true;
  }
  return HasDelimitedExtensions(message);
}

bool HasDelimited(const pb::FileDescriptor& file) {
  for (int i = 0; i < file.message_type_count(); ++i) {
    if (HasDelimited(*file.message_type(i))) return true;
  }
  return HasDelimitedExtensions(file);
}

// Delimited fields of editions are groups to the library, which would print the message in each of
// their places: of a message that holds itself without an end.
class Undelimited {
 public:
  explicit Undelimited(const Files& files) {
    for (const pb::FileDescriptor* file : files) {
      pb::FileDescriptorProto& proto = protos_.emplace_back();
      file->CopyTo(&proto);
      file->CopyJsonNameTo(&proto);
      for (int i = 0; i < file->message_type_count(); ++i) {
        Change(*file->message_type(i), *proto.mutable_message_type(i));
      }
      for (int i = 0; i < file->extension_count(); ++i) {
        Change(*file->extension(i), *proto.mutable_extension(i));
      }
    }
  }

  std::string Text() const {
    pb::DescriptorPool pool;
    Files files;
    for (const pb::FileDescriptorProto& proto : protos_) {
      files.push_back(pool.BuildFile(proto));
      if (files.back() == nullptr) return "";  // only what is built is given
    }
    return fmt::format("// delimited: {}\n{}", names_, SourceOf(files));
  }

 private:
  void Change(const pb::Descriptor& message, pb::DescriptorProto& proto) {
    for (int i = 0; i < message.field_count(); ++i) {
      Change(*message.field(i), *proto.mutable_field(i));
    }
    for (int i = 0; i < message.extension_count(); ++i) {
      Change(*message.extension(i), *proto.mutable_extension(i));
    }
    for (int i = 0; i < message.nested_type_count(); ++i) {
      Change(*message.nested_type(i), *proto.mutable_nested_type(i));
    }
  }

  void Change(const pb::FieldDescriptor& field, pb::FieldDescriptorProto& proto) {
    if (!IsDelimited(field)) return;
    proto.set_type(pb::FieldDescriptorProto::TYPE_MESSAGE);
    names_ += fmt::format("{}`{}`", names_.empty() ? "" : ", ", field.full_name());
  }

  std::vector<pb::FileDescriptorProto> protos_;
  std::string names_;
};

}  // namespace

std::string SourceOf(const Files& files) {
  const bool has_delimited =
      std::any_of(files.begin(), files.end(), [](const auto* file) { return HasDelimited(*file); });
  if (has_delimited) return Undelimited(files).Text();
  std::string source;
  for (const pb::FileDescriptor* file : files) {
    if (files.size() > 1) source += fmt::format("// {}\n", file->name());
    source += file->DebugString();
  }
  while (source.ends_with("\n\n")) source.pop_back();
  return source;
}

}  // namespace leyline::witness
