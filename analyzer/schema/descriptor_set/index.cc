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

// Reads one file of a set, no further than the file's own level: what is wrong inside is found when
// it is decoded. Goes field by field, so that several files can be read by turns.
class FileScan {
 public:
  FileScan(DescriptorInput& input, std::string_view bytes)
      : reader_(input, bytes, "file descriptor"), entry_{.path = {}, .bytes = bytes} {}

  // False at the end.
  bool Next() {
    if (!reader_.Next()) return false;
    // Fields are long, so that the next one is in no cache.
    __builtin_prefetch(reader_.next());
    Take();
    return true;
  }

  // Copies the paths to the arena.
  SetIndex::Entry Finish(Arena& arena) {
    entry_.path = arena.Copy(entry_.path);
    std::vector<std::string_view>& paths = entry_.imports.paths;
    paths.reserve(imports_.size());
    for (const std::string_view path : imports_) paths.push_back(arena.Copy(path));
    for (const int32_t index : publics_) {
      const auto at = static_cast<std::size_t>(index);
      if (at < paths.size()) entry_.imports.public_paths.push_back(paths[at]);
    }
    return std::move(entry_);
  }

 private:
  void Take() {
    switch (reader_.number()) {
      case kName:
        entry_.path = reader_.Bytes();
        break;
      case kDependency:
        imports_.push_back(reader_.Bytes());
        break;
      case kPublicDependency:
        reader_.AppendInt32s(publics_);
        break;
      case kExtension:
        entry_.imports.may_extend = true;
        break;
      case kSourceInfo:
        entry_.has_more_source_info = !entry_.source_info.empty();
        entry_.source_info = reader_.raw();
        break;
      case kSyntax:
        entry_.is_proto2 = reader_.Bytes() == "proto2";
        break;
      case kBufExtension:
        entry_.mark = MarkOf(reader_.Bytes());
        break;
      default:
        break;
    }
  }

  DescriptorReader reader_;
  SetIndex::Entry entry_;
  std::vector<std::string_view> imports_;
  std::vector<int32_t> publics_;
};

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

// The bytes of a file descriptor but for where things stand, which is most of it and is not
// touched.
struct Declarations {
  explicit Declarations(const SetIndex::Entry& entry) : first(entry.bytes) {
    if (entry.source_info.empty()) return;
    const auto size = static_cast<std::size_t>(entry.source_info.data() - entry.bytes.data());
    first = entry.bytes.substr(0, size);
    rest = entry.bytes.substr(size + entry.source_info.size());
  }

  std::string_view first;
  std::string_view rest;
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
  // Reading is waiting for memory, of which that of several files comes together.
  constexpr std::size_t kAtOnce = 8;
  if (auto status = index.ReadEntries(kAtOnce); !status) {
    // What is wrong first is told.
    if (status = index.ReadEntries(1); !status) return Fail(status.error());
  }
  if (index.entries_.empty()) return Refuse(label, bytes, "a descriptor set without any file");
  if (auto status = index.SortEntries(); !status) return Fail(status.error());
  index.has_own_ = std::any_of(index.entries_.begin(), index.entries_.end(), IsOwn);
  return index;
}

// In the order of the set.
Status SetIndex::ReadEntries(std::size_t at_once) {
  entries_.clear();
  DescriptorInput input(bytes_);
  DescriptorReader set(input, bytes_, "descriptor set");
  std::vector<FileScan> scans;
  const auto finish = [&] {
    std::vector<FileScan*> open;
    for (FileScan& scan : scans) open.push_back(&scan);
    while (!open.empty()) std::erase_if(open, [](FileScan* scan) { return !scan->Next(); });
    for (FileScan& scan : scans) entries_.push_back(scan.Finish(paths_));
    scans.clear();
  };
  while (set.Next()) {
    if (set.number() != kFile) continue;
    __builtin_prefetch(set.next());
    scans.emplace_back(input, set.Bytes());
    if (scans.size() == at_once) finish();
  }
  finish();
  if (input.failed()) return RefuseAt(label_, bytes_, input);
  return {};
}

Status SetIndex::SortEntries() {
  std::vector<Entry*> sorted;
  sorted.reserve(entries_.size());
  for (Entry& entry : entries_) sorted.push_back(&entry);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Entry* a, const Entry* b) { return a->path < b->path; });
  std::vector<Entry> unlike;
  unlike.reserve(sorted.size());
  for (Entry* entry : sorted) {
    if (unlike.empty() || unlike.back().path != entry->path) {
      unlike.push_back(std::move(*entry));
    } else if (unlike.back().bytes != entry->bytes) {
      DescriptorInput input(bytes_);
      input.Fail(entry->bytes.data(), fmt::format("`{}` stands twice in the set, with different "
                                                  "content",
                                                  entry->path));
      return RefuseAt(label_, bytes_, input);
    }
  }
  entries_ = std::move(unlike);
  return {};
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
  if (a.has_more_source_info || b.has_more_source_info) return a.bytes == b.bytes;
  const Declarations left(a);
  const Declarations right(b);
  return left.first == right.first && left.rest == right.rest;
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
