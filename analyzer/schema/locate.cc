#include "analyzer/schema/locate.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "analyzer/schema/descriptor_set_reader.h"
#include "analyzer/syntax/parse.h"

namespace leyline {
namespace {

// Field numbers of descriptor.proto, of which SourceCodeInfo.Location.path is made.
enum Part : int32_t {
  kFilePackage = 2,
  kFileMessage = 4,
  kFileEnum = 5,
  kFileService = 6,
  kFileExtension = 7,
  kFileSyntax = 12,
  kFileEdition = 14,
  kMessageField = 2,
  kMessageMessage = 3,
  kMessageEnum = 4,
  kMessageExtension = 6,
  kMessageOneof = 8,
  kEnumValue = 2,
  kServiceMethod = 2,
};
enum LocationPart : uint32_t { kLocation = 1, kLocationPath = 1, kLocationSpan = 2 };

// A path from the file to a node. Made from the node upwards, so it is filled from its end.
// Messages are nested 32 deep at most, each with two numbers.
class Path {
 public:
  void Prepend(int32_t part, Offset index) {
    Prepend(static_cast<int32_t>(index));
    Prepend(part);
  }
  void Prepend(int32_t number) {
    if (begin_ > 0) numbers_[--begin_] = number;
  }
  bool Equals(const std::vector<int32_t>& other) const {
    return std::equal(numbers_.begin() + static_cast<std::ptrdiff_t>(begin_), numbers_.end(),
                      other.begin(), other.end());
  }

 private:
  std::array<int32_t, 80> numbers_ = {};
  std::size_t begin_ = 80;
};

void PrependMessage(Path& path, const Message* message) {
  for (; message != nullptr; message = message->parent) {
    path.Prepend(message->parent == nullptr ? kFileMessage : kMessageMessage, message->pos);
  }
}

// The span of the location with this path; line 0 when there is none.
SourceSpan Find(const File& file, const Path& path) {
  DescriptorInput input(file.source_info);
  DescriptorReader info(input, file.source_info, "source info");
  std::vector<int32_t> numbers, span;
  while (info.Next()) {
    if (info.number() != kLocation) continue;
    numbers.clear();
    span.clear();
    DescriptorReader location(input, info.Bytes(), "location");
    while (location.Next()) {
      if (location.number() == kLocationPath) location.AppendInt32s(numbers);
      if (location.number() == kLocationSpan) location.AppendInt32s(span);
    }
    if (span.size() < 3 || !path.Equals(numbers)) continue;
    if (span[0] < 0 || span[1] < 0 || span[0] == INT32_MAX || span[1] == INT32_MAX) break;
    return {DisplayPath(file), span[0] + 1, span[1] + 1};
  }
  return {};
}

SourceSpan Place(const File& file, Offset offset, const Path& path) {
  if (!file.from_descriptor && offset != kNoOffset) return SpanAt(DisplayPath(file), file.text, offset);
  SourceSpan found;
  if (file.from_descriptor && !file.source_info.empty()) found = Find(file, path);
  return found.line == 0 ? Locate(file) : found;
}

// The path of a member of a message (or, without one, of the file).
Path MemberPath(const Message* parent, int32_t in_message, int32_t in_file, Offset index) {
  Path path;
  path.Prepend(parent == nullptr ? in_file : in_message, index);
  PrependMessage(path, parent);
  return path;
}

Path PathOf(const Enum& enumeration) {
  return MemberPath(enumeration.parent, kMessageEnum, kFileEnum, enumeration.pos);
}

}  // namespace

SourceSpan Locate(const File& file) { return {DisplayPath(file), 1, 1}; }

SourceSpan Locate(const Message& message) {
  Path path;
  PrependMessage(path, &message);
  return Place(*message.file, message.pos, path);
}

SourceSpan Locate(const Enum& enumeration) {
  return Place(*enumeration.file, enumeration.pos, PathOf(enumeration));
}

SourceSpan Locate(const EnumValue& value) {
  const Enum& parent = *value.parent;
  Path path;
  path.Prepend(kEnumValue, value.pos);
  path.Prepend(parent.parent == nullptr ? kFileEnum : kMessageEnum, parent.pos);
  PrependMessage(path, parent.parent);
  return Place(*parent.file, value.pos, path);
}

SourceSpan Locate(const Field& field) {
  const int32_t part = field.is_extension ? kMessageExtension : kMessageField;
  return Place(*field.file, field.pos, MemberPath(field.parent, part, kFileExtension, field.pos));
}

SourceSpan Locate(const Oneof& oneof) {
  const Message& parent = *oneof.parent;
  return Place(*parent.file, oneof.pos, MemberPath(&parent, kMessageOneof, 0, oneof.pos));
}

SourceSpan Locate(const Service& service) {
  return Place(*service.file, service.pos, MemberPath(nullptr, 0, kFileService, service.pos));
}

SourceSpan Locate(const Method& method) {
  const Service& parent = *method.parent;
  Path path;
  path.Prepend(kServiceMethod, method.pos);
  path.Prepend(kFileService, parent.pos);
  return Place(*parent.file, method.pos, path);
}

SourceSpan LocateSyntax(const File& file) {
  // protoc records an edition under the path of the syntax, buf may do so under its own.
  Path syntax;
  syntax.Prepend(kFileSyntax);
  const SourceSpan place = Place(file, file.syntax_pos, syntax);
  if (!file.from_descriptor || place != Locate(file)) return place;
  Path edition;
  edition.Prepend(kFileEdition);
  return Place(file, file.syntax_pos, edition);
}

SourceSpan LocatePackage(const File& file) {
  Path path;
  path.Prepend(kFilePackage);
  return Place(file, file.package_pos, path);
}

}  // namespace leyline
