#include "analyzer/schema/encode.h"

#include <string_view>
#include <vector>

#include "analyzer/schema/encode_message.h"
#include "analyzer/schema/encode_writer.h"

namespace leyline {
namespace {

// The imports of one kind, as indices into those that descriptors call dependencies.
void WriteImportIndices(const File& file, ImportKind kind, uint32_t number, DescriptorWriter& out) {
  int64_t index = 0;
  for (const Import& import : file.imports) {
    if (import.kind == kind) out.Int(number, index);
    if (import.kind != ImportKind::kOption) ++index;
  }
}

void WriteService(const Service& service, DescriptorWriter& out) {
  out.Bytes(1, service.name);
  for (const Method& method : service.methods) {
    out.Message(2, [&] {
      out.Bytes(1, method.name);
      out.Bytes(2, AbsoluteName(method.input->full_name));
      out.Bytes(3, AbsoluteName(method.output->full_name));
      out.BytesIfAny(4, method.options.bytes);
      if (method.client_streaming) out.Int(5, 1);
      if (method.server_streaming) out.Int(6, 1);
    });
  }
  out.BytesIfAny(3, service.options.bytes);
}

void WriteSyntax(const File& file, DescriptorWriter& out) {
  if (file.edition == Edition::kProto2) return;  // the default, which protoc never writes
  if (file.edition == Edition::kProto3) {
    out.Bytes(12, "proto3");
    return;
  }
  out.Bytes(12, "editions");
  out.Int(14, static_cast<int64_t>(file.edition));
}

}  // namespace

std::string EncodeFileDescriptor(const File& file) {
  std::string bytes;
  DescriptorWriter out(bytes);
  out.Bytes(1, file.path);
  out.BytesIfAny(2, file.package);
  for (const Import& import : file.imports) {
    if (import.kind != ImportKind::kOption) out.Bytes(3, import.path);
  }
  for (const Message& message : file.messages) {
    out.Message(4, [&] { WriteMessage(message, out); });
  }
  for (const Enum& enumeration : file.enums) {
    out.Message(5, [&] { WriteEnum(enumeration, out); });
  }
  for (const Service& service : file.services) {
    out.Message(6, [&] { WriteService(service, out); });
  }
  for (const Field& extension : file.extensions) {
    out.Message(7, [&] { WriteField(extension, extension.oneof_index, out); });
  }
  out.BytesIfAny(8, file.options.bytes);
  WriteImportIndices(file, ImportKind::kPublic, 10, out);
  WriteImportIndices(file, ImportKind::kWeak, 11, out);
  WriteSyntax(file, out);
  for (const Import& import : file.imports) {
    if (import.kind == ImportKind::kOption) out.Bytes(15, import.path);
  }
  return bytes;
}

}  // namespace leyline
