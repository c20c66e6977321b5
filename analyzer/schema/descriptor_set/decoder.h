// One FileDescriptorProto -> the nodes of one File. For descriptor_set.cc alone.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/model/model.h"
#include "analyzer/schema/descriptor_set/reader.h"

namespace leyline {

class FileDecoder {
 public:
  FileDecoder(DescriptorInput& input, File& file) : input_(input), file_(file) {}

  // Fills the file, or records a problem in the input.
  void Decode(std::string_view bytes);

 private:
  using Views = std::vector<std::string_view>;
  struct FileParts;
  struct MapEntry;
  struct MessageParts;
  using MapEntries = std::unordered_map<std::string_view, MapEntry>;

  FileParts ReadFile(DescriptorReader& reader);
  void DecodeSyntax(DescriptorReader& reader, const FileParts& parts);
  void DecodeImports(DescriptorReader& reader, const FileParts& parts);
  std::span<Message> DecodeMessages(const Views& messages);

  Message DecodeMessage(std::string_view bytes, Offset index, int depth);
  void DecodeNested(Message& message, const MessageParts& parts, int depth, MapEntries& entries);
  void DecodeMembers(Message& message, const MessageParts& parts, MapEntries& entries);
  void DecodeOneofs(Message& message, const Views& oneofs, const char* at);
  bool IsMapEntry(std::string_view bytes);
  void DecodeMapEntry(std::string_view bytes, MapEntries& entries);
  void FoldMap(Field& field, MapEntries& entries);
  void CheckMapEntries(const MapEntries& entries);

  Field DecodeField(std::string_view bytes, Offset index, bool is_extension);
  void CheckField(const Field& field, DescriptorReader& reader, int32_t label);
  std::span<Field> DecodeExtensions(const Views& extensions);
  void MarkGroups(std::span<const Field> fields, std::span<Message> scope);
  Oneof DecodeOneof(std::string_view bytes, Offset index);
  ExtensionRange DecodeExtensionRange(std::string_view bytes, Offset index);
  Range DecodeRange(std::string_view bytes, Offset index, bool end_is_exclusive);

  Enum DecodeEnum(std::string_view bytes, Offset index);
  EnumValue DecodeEnumValue(std::string_view bytes, Offset index);
  std::span<Enum> DecodeEnums(const Views& enums);
  std::span<Service> DecodeServices(const Views& services);
  Service DecodeService(std::string_view bytes, Offset index);
  Method DecodeMethod(std::string_view bytes, Offset index);
  std::span<ReservedName> ReservedNames(const Views& names);

  // For problems: untrusted text is cut.
  static std::string Quoted(std::string_view text);

  // The current field of a reader, checked.
  std::string_view Identifier(DescriptorReader& reader);
  std::string_view DottedName(DescriptorReader& reader);
  std::string_view ImportPath(DescriptorReader& reader);
  std::string_view Utf8(DescriptorReader& reader);
  Visibility DecodeVisibility(DescriptorReader& reader);
  void ReadOptions(DescriptorReader& reader, Options& options);

  DescriptorInput& input_;
  File& file_;
  std::string scope_;  // ".pkg.Outer" while the members of Outer are decoded
};

}  // namespace leyline
