// One FileDescriptorProto -> the nodes of one File. For descriptor_set.cc alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
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
  struct FileParts;
  struct MapEntry;
  using MapEntries = std::unordered_map<std::string_view, MapEntry>;

  // A field of a descriptor that holds a declaration, and its number there.
  struct Part {
    uint32_t number = 0;
    std::string_view bytes;
  };
  // Those of one descriptor, on the stack of those around it.
  class Parts {
   public:
    explicit Parts(FileDecoder& decoder) : decoder_(decoder), first_(decoder.parts_.size()) {}
    ~Parts() { decoder_.parts_.resize(first_); }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    void Add(const DescriptorReader& reader, std::string_view bytes) {
      decoder_.parts_.push_back({reader.number(), bytes});
    }
    std::size_t Count(uint32_t number) const;
    // Calls `visit` with each that has the number, which it may change.
    template <class Visit>
    void ForEach(uint32_t number, const Visit& visit);
    // What `make` makes of them, in the arena: nothing once something is wrong.
    template <class Node, class Make>
    std::span<Node> Each(uint32_t number, const Make& make);

   private:
    FileDecoder& decoder_;
    std::size_t first_;
  };

  FileParts ReadFile(DescriptorReader& reader, Parts& parts);
  void DecodeSyntax(DescriptorReader& reader, const FileParts& parts);
  void DecodeImports(DescriptorReader& reader, Parts& parts, const FileParts& marks);

  Message DecodeMessage(std::string_view bytes, Offset index, int depth);
  void ReadMessage(DescriptorReader& reader, Message& message, Parts& parts);
  void DecodeNested(Message& message, Parts& parts, int depth, MapEntries& entries);
  void DecodeMembers(Message& message, Parts& parts, MapEntries& entries);
  void DecodeOneofs(Message& message, Parts& parts, const char* at);
  bool IsMapEntry(std::string_view bytes);
  void DecodeMapEntry(std::string_view bytes, MapEntries& entries);
  void FoldMap(Field& field, MapEntries& entries);
  void CheckMapEntries(const MapEntries& entries);

  Field DecodeField(std::string_view bytes, Offset index, bool is_extension);
  void CheckField(const Field& field, DescriptorReader& reader, int32_t label);
  std::span<Field> DecodeExtensions(Parts& parts, uint32_t number);
  void MarkGroups(std::span<const Field> fields, std::span<Message> scope);
  Oneof DecodeOneof(std::string_view bytes, Offset index);
  ExtensionRange DecodeExtensionRange(std::string_view bytes, Offset index);
  Range DecodeRange(std::string_view bytes, Offset index, bool end_is_exclusive);

  Enum DecodeEnum(std::string_view bytes, Offset index);
  EnumValue DecodeEnumValue(std::string_view bytes, Offset index);
  std::span<Enum> DecodeEnums(Parts& parts, uint32_t number);
  Service DecodeService(std::string_view bytes, Offset index);
  Method DecodeMethod(std::string_view bytes, Offset index);
  std::span<ReservedName> ReservedNames(Parts& parts, uint32_t number);

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
  std::vector<Part> parts_;
};

inline std::size_t FileDecoder::Parts::Count(uint32_t number) const {
  return static_cast<std::size_t>(std::count_if(
      decoder_.parts_.begin() + static_cast<std::ptrdiff_t>(first_), decoder_.parts_.end(),
      [&](const Part& part) { return part.number == number; }));
}

// By index: what is visited adds parts of its own, and removes them.
template <class Visit>
void FileDecoder::Parts::ForEach(uint32_t number, const Visit& visit) {
  const std::size_t end = decoder_.parts_.size();
  for (std::size_t i = first_; i < end; ++i) {
    if (decoder_.parts_[i].number == number) visit(decoder_.parts_[i]);
    if (decoder_.input_.failed()) return;
  }
}

template <class Node, class Make>
std::span<Node> FileDecoder::Parts::Each(uint32_t number, const Make& make) {
  const std::size_t count = Count(number);
  if (count == 0) return {};
  Node* const nodes =
      static_cast<Node*>(decoder_.file_.arena.Allocate(count * sizeof(Node), alignof(Node)));
  std::size_t done = 0;
  ForEach(number, [&](const Part& part) {
    new (nodes + done) Node(make(part.bytes, static_cast<Offset>(done)));
    ++done;
  });
  if (decoder_.input_.failed()) return {};
  return {nodes, done};
}

}  // namespace leyline
