#include "analyzer/schema/descriptor_set/index.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/descriptor_set/decoder.h"
#include "analyzer/schema/descriptor_set/reader.h"
#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

// FileDescriptorSet.file, and what buf adds to each file: buf.alpha.image.v1.ImageFileExtension.
constexpr uint32_t kFile = 1;
constexpr uint32_t kBufExtension = 8042;
constexpr uint32_t kIsImport = 1;
// Of FileDescriptorProto.
constexpr uint32_t kName = 1;
constexpr uint32_t kDependency = 3;
constexpr uint32_t kMessage = 4;
constexpr uint32_t kExtension = 7;
constexpr uint32_t kSourceInfo = 9;
constexpr uint32_t kPublicDependency = 10;
constexpr uint32_t kSyntax = 12;
// Of DescriptorProto.
constexpr uint32_t kNestedMessage = 3;
constexpr uint32_t kNestedExtension = 6;

SetIndex::Mark MarkOf(std::string_view extension) {
  WireReader reader(extension);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == kIsImport && field.value != 0) return SetIndex::Mark::kImport;
  }
  return SetIndex::Mark::kOwn;
}

// Reads no further than the file's own level. What is wrong inside is found when it is decoded.
SetIndex::Entry Scan(DescriptorInput& input, std::string_view bytes) {
  SetIndex::Entry entry{.path = {}, .bytes = bytes};
  std::vector<int32_t> publics;
  DescriptorReader reader(input, bytes, "file descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case kName:
        entry.path = reader.Bytes();
        break;
      case kDependency:
        entry.imports.paths.emplace_back(reader.Bytes());
        break;
      case kPublicDependency:
        reader.AppendInt32s(publics);
        break;
      case kExtension:
        entry.imports.may_extend = true;
        break;
      case kSyntax:
        entry.is_proto2 = reader.Bytes() == "proto2";
        break;
      case kBufExtension:
        entry.mark = MarkOf(reader.Bytes());
        break;
      default:
        break;
    }
  }
  for (int32_t index : publics) {
    const auto at = static_cast<std::size_t>(index);
    if (at < entry.imports.paths.size()) {
      entry.imports.public_paths.push_back(entry.imports.paths[at]);
    }
  }
  return entry;
}

// Which other format the bytes look like.
std::string FixFor(std::string_view bytes) {
  if (bytes.starts_with("\x1f\x8b")) return "unpack it with `gunzip`";
  if (bytes.starts_with("{")) return "write it as binary: `buf build -o image.binpb`";
  return "make it with `protoc --include_imports -o` or `buf build -o image.binpb`";
}

tl::unexpected<Errors> Refuse(const std::string& label, std::string_view bytes,
                              std::string problem) {
  return Fail({.kind = ErrorKind::kInput,
               .code = {},
               .message = std::move(problem),
               .where = SourceSpan{label, 0, 0},
               .fix = FixFor(bytes)});
}

tl::unexpected<Errors> RefuseAt(const std::string& label, std::string_view bytes,
                                const DescriptorInput& input) {
  return Refuse(label, bytes, "not a descriptor set: " + input.Problem());
}

bool IsOwn(const SetIndex::Entry& entry) { return !entry.path.starts_with("google/protobuf/"); }

// The bytes of a file descriptor but for where things stand, in runs. Where things stand is most of
// it, and is not touched.
class Declarations {
 public:
  explicit Declarations(std::string_view bytes) : reader_(bytes) {}

  // Empty at the end.
  std::string_view Next() {
    WireField field;
    std::string_view run;
    while (reader_.Next(field)) {
      if (field.number != kSourceInfo) {
        const char* const start = run.empty() ? field.raw.data() : run.data();
        run = {start, static_cast<std::size_t>(field.raw.data() + field.raw.size() - start)};
      } else if (!run.empty()) {
        return run;
      }
    }
    return run;
  }
  bool is_whole() const { return reader_.rest().empty(); }

 private:
  WireReader reader_;
};

// Recursion is bounded by what the decoder takes; deeper ones are refused there.
bool Extends(std::string_view message, int depth) {
  WireReader reader(message);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == kNestedExtension || depth == 0) return true;
    if (field.number == kNestedMessage && Extends(field.payload, depth - 1)) return true;
  }
  return false;
}

}  // namespace

Result<SetIndex> SetIndex::Make(const std::string& label, std::string_view bytes) {
  if (bytes.empty()) return Refuse(label, bytes, "an empty file, expected a descriptor set");
  SetIndex index;
  index.label_ = label;
  index.bytes_ = bytes;
  DescriptorInput input(bytes);
  DescriptorReader set(input, bytes, "descriptor set");
  while (set.Next()) {
    if (set.number() == kFile) index.entries_.push_back(Scan(input, set.Bytes()));
  }
  if (input.failed()) return RefuseAt(label, bytes, input);
  if (index.entries_.empty()) return Refuse(label, bytes, "a descriptor set without any file");
  std::stable_sort(index.entries_.begin(), index.entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.path < b.path; });
  std::vector<Entry> unlike;
  for (Entry& entry : index.entries_) {
    if (unlike.empty() || unlike.back().path != entry.path) {
      unlike.push_back(std::move(entry));
    } else if (unlike.back().bytes != entry.bytes) {
      input.Fail(entry.bytes.data(),
                 fmt::format("`{}` stands twice in the set, with different content", entry.path));
      return RefuseAt(label, bytes, input);
    }
  }
  index.entries_ = std::move(unlike);
  index.has_own_ = std::any_of(index.entries_.begin(), index.entries_.end(), IsOwn);
  return index;
}

const SetIndex::Entry* SetIndex::Find(std::string_view path) const {
  const auto at = std::lower_bound(
      entries_.begin(), entries_.end(), path,
      [](const Entry& entry, std::string_view wanted) { return entry.path < wanted; });
  return at == entries_.end() || at->path != path ? nullptr : &*at;
}

bool SetIndex::IsGoverned(const Entry& entry) const {
  return entry.mark == Mark::kUnsaid ? IsOwn(entry) || !has_own_ : entry.mark == Mark::kOwn;
}

Result<std::unique_ptr<File>> SetIndex::Decode(const Entry& entry) const {
  DescriptorInput input(bytes_);
  auto file = std::make_unique<File>();
  FileDecoder(input, *file).Decode(entry.bytes);
  if (input.failed()) return RefuseAt(label_, bytes_, input);
  file->governed = IsGoverned(entry);
  return file;
}

bool HaveSameDeclarations(const SetIndex::Entry& a, const SetIndex::Entry& b) {
  Declarations left(a.bytes);
  Declarations right(b.bytes);
  while (true) {
    const std::string_view some = left.Next();
    if (some != right.Next()) return false;
    if (some.empty()) return left.is_whole() && right.is_whole();
  }
}

bool DeclaresExtensions(const SetIndex::Entry& entry) {
  constexpr int kDepth = 64;
  if (entry.imports.may_extend) return true;
  WireReader reader(entry.bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == kMessage && Extends(field.payload, kDepth)) return true;
  }
  return false;
}

}  // namespace leyline
