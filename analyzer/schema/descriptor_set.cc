#include "analyzer/schema/descriptor_set.h"

#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/descriptor_set_decoder.h"
#include "analyzer/schema/descriptor_set_reader.h"

namespace leyline {
namespace {

// FileDescriptorSet.file, and what buf adds to each file: buf.alpha.image.v1.ImageFileExtension.
constexpr uint32_t kFile = 1;
constexpr uint32_t kBufExtension = 8042;
constexpr uint32_t kIsImport = 1;

enum class Import : uint8_t { kUnsaid, kNo, kYes };

struct Decoded {
  std::unique_ptr<File> file;
  std::string_view bytes;
  Import import = Import::kUnsaid;
};

Import ImportMark(DescriptorInput& input, std::string_view bytes) {
  Import mark = Import::kUnsaid;
  DescriptorReader reader(input, bytes, "file descriptor");
  while (reader.Next()) {
    if (reader.number() != kBufExtension) continue;
    mark = Import::kNo;
    DescriptorReader extension(input, reader.Bytes(), "image extension");
    while (extension.Next()) {
      if (extension.number() == kIsImport && extension.Bool()) mark = Import::kYes;
    }
  }
  return mark;
}

// Which other format the bytes look like.
std::string FixFor(std::string_view bytes) {
  if (bytes.starts_with("\x1f\x8b")) return "unpack it with `gunzip`";
  if (bytes.starts_with("{")) return "write it as binary: `buf build -o image.binpb`";
  return "make it with `protoc --include_imports -o` or `buf build -o image.binpb`";
}

Error Refused(const std::string& label, std::string_view bytes, std::string problem) {
  return {.kind = ErrorKind::kInput,
          .code = {},
          .message = std::move(problem),
          .where = SourceSpan{label, 0, 0},
          .fix = FixFor(bytes)};
}

std::vector<Decoded> DecodeFiles(DescriptorInput& input, std::string_view bytes) {
  std::vector<Decoded> decoded;
  std::unordered_map<std::string_view, std::string_view> seen;
  DescriptorReader set(input, bytes, "descriptor set");
  while (set.Next()) {
    if (set.number() != kFile) continue;
    Decoded next = {.file = std::make_unique<File>(), .bytes = set.Bytes()};
    FileDecoder(input, *next.file).Decode(next.bytes);
    if (input.failed()) break;
    const auto [at, is_new] = seen.emplace(next.file->path, next.bytes);
    if (!is_new && at->second != next.bytes) {
      set.Fail(fmt::format("`{}` stands twice in the set, with different content", at->first));
    }
    if (!is_new) continue;
    next.import = ImportMark(input, next.bytes);
    decoded.push_back(std::move(next));
  }
  return decoded;
}

void MarkGoverned(std::vector<Decoded>& files) {
  const auto is_own = [](const Decoded& decoded) {
    return !decoded.file->path.starts_with("google/protobuf/");
  };
  bool has_own = false;
  for (const Decoded& decoded : files) has_own = has_own || is_own(decoded);
  for (Decoded& decoded : files) {
    decoded.file->governed = decoded.import == Import::kUnsaid ? is_own(decoded) || !has_own
                                                               : decoded.import == Import::kNo;
  }
}

}  // namespace

Result<std::vector<std::unique_ptr<File>>> DecodeDescriptorSet(const std::string& label,
                                                               std::string_view bytes) {
  if (bytes.empty()) return Fail(Refused(label, bytes, "an empty file, expected a descriptor set"));
  DescriptorInput input(bytes);
  std::vector<Decoded> decoded = DecodeFiles(input, bytes);
  if (input.failed()) {
    return Fail(Refused(label, bytes, "not a descriptor set: " + input.Problem()));
  }
  if (decoded.empty()) return Fail(Refused(label, bytes, "a descriptor set without any file"));
  MarkGoverned(decoded);
  std::vector<std::unique_ptr<File>> files;
  files.reserve(decoded.size());
  for (Decoded& next : decoded) files.push_back(std::move(next.file));
  return files;
}

}  // namespace leyline
