#include "analyzer/schema/locate.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/schema/wire.h"
#include "analyzer/syntax/position.h"

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

using Path = std::vector<int32_t>;

// Messages first, outermost first; then what stands in the innermost.
Path PathOf(const Message* message) {
  Path path;
  for (; message != nullptr; message = message->parent) {
    path.push_back(static_cast<int32_t>(message->pos));
    path.push_back(message->parent == nullptr ? kFileMessage : kMessageMessage);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

// The path of a member of a message (or, without one, of the file).
Path MemberPath(const Message* parent, int32_t in_message, int32_t in_file, Offset index) {
  Path path = PathOf(parent);
  path.push_back(parent == nullptr ? in_file : in_message);
  path.push_back(static_cast<int32_t>(index));
  return path;
}

Path PathOf(const Enum& enumeration) {
  return MemberPath(enumeration.parent, kMessageEnum, kFileEnum, enumeration.pos);
}

// Short enough to stand in the string itself for all but the deepest.
std::string KeyOf(const Path& path) {
  std::string key;
  for (const int32_t part : path) AppendVarint(key, static_cast<uint32_t>(part));
  return key;
}

std::vector<Offset> LineStartsOf(std::string_view text) {
  std::vector<Offset> starts;
  // A byte order mark takes no columns.
  std::size_t at = text.starts_with(syntax::kByteOrderMark) ? syntax::kByteOrderMark.size() : 0;
  starts.push_back(static_cast<Offset>(at));
  while ((at = text.find('\n', at)) != std::string_view::npos) {
    starts.push_back(static_cast<Offset>(++at));
  }
  return starts;
}

}  // namespace

Locator::Known& Locator::KnownOf(const File& file) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return known_[&file];
}

SourceSpan Locator::PlaceInText(const File& file, Offset offset) {
  if (offset == kNoOffset) return Locate(file);
  Known& known = KnownOf(file);
  const std::lock_guard<std::mutex> lock(known.mutex);
  if (known.line_starts.empty()) known.line_starts = LineStartsOf(file.text);
  const auto after = std::upper_bound(known.line_starts.begin(), known.line_starts.end(), offset);
  if (after == known.line_starts.begin()) return Locate(file);
  return {DisplayPath(file), static_cast<int32_t>(after - known.line_starts.begin()),
          static_cast<int32_t>(offset - *std::prev(after)) + 1};
}

SourceSpan Locator::Place(const File& file, Offset offset, const Path& path) {
  if (!file.from_descriptor) return PlaceInText(file, offset);
  Known& known = KnownOf(file);
  const std::lock_guard<std::mutex> lock(known.mutex);
  if (!known.places.has_value()) known.places.emplace(file.source_info);
  const Position* const found = known.places->Find(KeyOf(path));
  if (found == nullptr) return Locate(file);
  return {DisplayPath(file), found->line, found->column};
}

SourceSpan Locator::Locate(const File& file) const { return {DisplayPath(file), 1, 1}; }

SourceSpan Locator::Locate(const Message& message) {
  return Place(*message.file, message.pos, PathOf(&message));
}

SourceSpan Locator::Locate(const Enum& enumeration) {
  return Place(*enumeration.file, enumeration.pos, PathOf(enumeration));
}

SourceSpan Locator::Locate(const EnumValue& value) {
  const Enum& parent = *value.parent;
  Path path = PathOf(parent);
  path.push_back(kEnumValue);
  path.push_back(static_cast<int32_t>(value.pos));
  return Place(*parent.file, value.pos, path);
}

SourceSpan Locator::Locate(const Field& field) {
  const int32_t part = field.is_extension ? kMessageExtension : kMessageField;
  return Place(*field.file, field.pos, MemberPath(field.parent, part, kFileExtension, field.pos));
}

SourceSpan Locator::Locate(const Oneof& oneof) {
  const Message& parent = *oneof.parent;
  return Place(*parent.file, oneof.pos, MemberPath(&parent, kMessageOneof, 0, oneof.pos));
}

SourceSpan Locator::Locate(const Service& service) {
  return Place(*service.file, service.pos, MemberPath(nullptr, 0, kFileService, service.pos));
}

SourceSpan Locator::Locate(const Method& method) {
  const Service& parent = *method.parent;
  Path path = MemberPath(nullptr, 0, kFileService, parent.pos);
  path.push_back(kServiceMethod);
  path.push_back(static_cast<int32_t>(method.pos));
  return Place(*parent.file, method.pos, path);
}

SourceSpan Locator::LocateSyntax(const File& file) {
  // protoc records an edition under the path of the syntax, buf may do so under its own.
  const SourceSpan place = Place(file, file.syntax_pos, {kFileSyntax});
  if (!file.from_descriptor || place != Locate(file)) return place;
  return Place(file, file.syntax_pos, {kFileEdition});
}

SourceSpan Locator::LocatePackage(const File& file) {
  return Place(file, file.package_pos, {kFilePackage});
}

}  // namespace leyline
