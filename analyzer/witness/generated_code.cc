#include "analyzer/witness/generated_code.h"

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/unknown_field_set.h>

#include "analyzer/witness/atoms.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

bool IsClosed(const pb::FieldDescriptor& field) {
  return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM &&
         field.file()->syntax() == pb::FileDescriptor::SYNTAX_PROTO2;
}

bool HasUndeclaredValue(const pb::Message& entry) {
  if (!IsClosed(*entry.GetDescriptor()->field(1))) return false;
  const pb::UnknownFieldSet& unknown = entry.GetReflection()->GetUnknownFields(entry);
  for (int i = 0; i < unknown.field_count(); ++i) {
    const pb::UnknownField& field = unknown.field(i);
    if (field.number() == 2 && field.type() == pb::UnknownField::TYPE_VARINT) return true;
  }
  return false;
}

// An entry is always serialised with key and value; here the value is the one put aside.
std::string AsWritten(const pb::Message& entry) {
  pb::UnknownFieldSet fields;
  std::string bytes = entry.SerializePartialAsString();
  if (!fields.ParseFromString(bytes)) return bytes;
  for (int i = 0; i < fields.field_count(); ++i) {
    if (fields.field(i).number() != 2) continue;
    fields.DeleteSubrange(i, 1);
    break;
  }
  fields.SerializeToString(&bytes);
  return bytes;
}

void CompleteEntry(pb::Message& entry) {
  const pb::Reflection& r = *entry.GetReflection();
  r.MutableUnknownFields(&entry)->Clear();
  for (int i = 0; i < 2; ++i) {
    const pb::FieldDescriptor& field = *entry.GetDescriptor()->field(i);
    if (r.HasField(entry, &field)) continue;
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE) {
      r.MutableMessage(&entry, &field);
    } else {
      Put(entry, field, GetterOf(entry, field).front());
    }
  }
}

void NormaliseMap(pb::Message& message, const pb::FieldDescriptor& field) {
  const pb::Reflection& r = *message.GetReflection();
  if (r.FieldSize(message, &field) == 1) {  // it needs no order
    pb::Message& only = *r.MutableRepeatedMessage(&message, &field, 0);
    if (!HasUndeclaredValue(only)) return CompleteEntry(only);
  }
  std::map<std::string, std::unique_ptr<pb::Message>> entries;
  for (int i = 0; i < r.FieldSize(message, &field); ++i) {
    const pb::Message& entry = r.GetRepeatedMessage(message, &field, i);
    if (HasUndeclaredValue(entry)) {
      r.MutableUnknownFields(&message)->AddLengthDelimited(field.number(), AsWritten(entry));
      continue;
    }
    std::unique_ptr<pb::Message> clean(entry.New());
    clean->CopyFrom(entry);
    CompleteEntry(*clean);
    const std::string key = Show(GetterOf(*clean, *clean->GetDescriptor()->field(0)));
    entries[key] = std::move(clean);
  }
  r.ClearField(&message, &field);
  for (const auto& [key, entry] : entries) r.AddMessage(&message, &field)->CopyFrom(*entry);
}

// The varints of a field in the order of the bytes, packed ones too.
std::vector<uint64_t> VarintsOf(const pb::UnknownFieldSet& all, int number) {
  std::vector<uint64_t> varints;
  for (int i = 0; i < all.field_count(); ++i) {
    const pb::UnknownField& field = all.field(i);
    if (field.number() != number) continue;
    if (field.type() == pb::UnknownField::TYPE_VARINT) varints.push_back(field.varint());
    if (field.type() != pb::UnknownField::TYPE_LENGTH_DELIMITED) continue;
    const std::string& packed = field.length_delimited();
    pb::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(packed.data()),
                                static_cast<int>(packed.size()));
    for (uint64_t value = 0; in.ReadVarint64(&value);) varints.push_back(value);
  }
  return varints;
}

void WidenUndeclared(pb::Message& message, const pb::FieldDescriptor& field,
                     const pb::UnknownFieldSet& all) {
  std::vector<uint64_t> wide;
  for (uint64_t value : VarintsOf(all, field.number())) {
    const int low = static_cast<int>(static_cast<uint32_t>(value));
    if (field.enum_type()->FindValueByNumber(low) == nullptr) wide.push_back(value);
  }
  pb::UnknownFieldSet& unknown = *message.GetReflection()->MutableUnknownFields(&message);
  std::size_t next = 0;
  for (int i = 0; i < unknown.field_count() && next < wide.size(); ++i) {
    pb::UnknownField& kept = *unknown.mutable_field(i);
    if (kept.number() != field.number() || kept.type() != pb::UnknownField::TYPE_VARINT) continue;
    kept.set_varint(wide[next++]);
  }
}

void KeepAllBits(pb::Message& message, const std::string& bytes) {
  if (message.GetReflection()->GetUnknownFields(message).empty()) return;
  pb::UnknownFieldSet all;
  if (!all.ParseFromString(bytes)) return;
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (IsClosed(*type.field(i))) WidenUndeclared(message, *type.field(i), all);
  }
}

void NormaliseMaps(pb::Message& message, int depth) {
  if (depth == 0) return;
  const pb::Reflection& r = *message.GetReflection();
  const pb::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const pb::FieldDescriptor& field = *type.field(i);
    if (field.cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field.is_repeated()) {
      if (r.HasField(message, &field))
        NormaliseMaps(*r.MutableMessage(&message, &field), depth - 1);
      continue;
    }
    for (int k = 0; k < r.FieldSize(message, &field); ++k) {
      NormaliseMaps(*r.MutableRepeatedMessage(&message, &field, k), depth - 1);
    }
    if (field.is_map()) NormaliseMap(message, field);
  }
}

}  // namespace

void ActAsGeneratedCode(pb::Message& message, const std::string& bytes) {
  constexpr int kDepth = 32;  // slices are much less deep
  NormaliseMaps(message, kDepth);
  KeepAllBits(message, bytes);
}

}  // namespace leyline::witness
