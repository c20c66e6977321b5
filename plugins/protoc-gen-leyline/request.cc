#include "plugins/protoc-gen-leyline/request.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/model/model.h"
#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

// Of CodeGeneratorRequest.
constexpr uint32_t kFileToGenerate = 1;
constexpr uint32_t kParameter = 2;
constexpr uint32_t kProtoFile = 15;
// Of FileDescriptorProto, FileDescriptorSet, and buf.alpha.image.v1.ImageFileExtension.
constexpr uint32_t kName = 1;
constexpr uint32_t kSetFile = 1;
constexpr uint32_t kBufExtension = 8042;
constexpr uint32_t kIsImport = 1;
// Of CodeGeneratorResponse and its File.
constexpr uint32_t kError = 1;
constexpr uint32_t kSupportedFeatures = 2;
constexpr uint32_t kMinimumEdition = 3;
constexpr uint32_t kMaximumEdition = 4;
constexpr uint32_t kFile = 15;
constexpr uint32_t kFileName = 1;
constexpr uint32_t kFileContent = 15;

constexpr uint64_t kProto3OptionalAndEditions = 1 | 2;

tl::unexpected<Errors> Broken(std::string message) {
  return Fail({.kind = ErrorKind::kInput,
               .message = std::move(message),
               .fix = "let protoc or buf run the plugin: protoc --leyline_out=gen ..."});
}

std::string_view NameOfFile(std::string_view file) {
  WireReader reader(file);
  WireField field;
  std::string_view name;
  while (reader.Next(field)) {
    if (field.number == kName && field.type == WireType::kBytes) name = field.payload;
  }
  return name;
}

// Fields of a message may stand anywhere, so a mark behind the descriptor is a part of it.
void AppendFile(std::string& set, std::string_view file, bool is_import) {
  std::string mark;
  AppendTag(mark, kIsImport, WireType::kVarint);
  AppendVarint(mark, is_import ? 1 : 0);
  std::string marked(file);
  AppendBytes(marked, kBufExtension, mark);
  AppendBytes(set, kSetFile, marked);
}

void AppendNumber(std::string& to, uint32_t field, uint64_t value) {
  AppendTag(to, field, WireType::kVarint);
  AppendVarint(to, value);
}

std::string ResponseHead() {
  std::string head;
  AppendNumber(head, kSupportedFeatures, kProto3OptionalAndEditions);
  AppendNumber(head, kMinimumEdition, static_cast<uint64_t>(Edition::kProto2));
  AppendNumber(head, kMaximumEdition, static_cast<uint64_t>(Edition::k2024));
  return head;
}

}  // namespace

Result<GeneratorRequest> ReadGeneratorRequest(std::string_view bytes) {
  GeneratorRequest request;
  std::vector<std::string_view> files;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.type != WireType::kBytes) continue;
    if (field.number == kFileToGenerate) request.to_generate.emplace_back(field.payload);
    if (field.number == kParameter) request.parameter = field.payload;
    if (field.number == kProtoFile) files.push_back(field.payload);
  }
  if (!reader.rest().empty()) {
    return Broken(fmt::format("standard input is no CodeGeneratorRequest: wrong at byte {}",
                              bytes.size() - reader.rest().size()));
  }
  if (request.to_generate.empty()) return Broken("the request names no file to generate");
  std::sort(request.to_generate.begin(), request.to_generate.end());
  request.to_generate.erase(std::unique(request.to_generate.begin(), request.to_generate.end()),
                            request.to_generate.end());
  std::vector<std::string_view> names;
  for (std::string_view file : files) {
    names.push_back(NameOfFile(file));
    AppendFile(
        request.set, file,
        !std::binary_search(request.to_generate.begin(), request.to_generate.end(), names.back()));
  }
  std::sort(names.begin(), names.end());
  for (const std::string& wanted : request.to_generate) {
    if (std::binary_search(names.begin(), names.end(), wanted)) continue;
    return Broken(fmt::format("the request does not hold `{}`, which is to be generated", wanted));
  }
  return request;
}

std::string RefusalResponse(std::string_view error) {
  std::string response;
  AppendBytes(response, kError, error);
  return response + ResponseHead();
}

std::string FilesResponse(const std::vector<GeneratedFile>& files) {
  std::string response = ResponseHead();
  for (const GeneratedFile& file : files) {
    std::string bytes;
    AppendBytes(bytes, kFileName, file.name);
    AppendBytes(bytes, kFileContent, file.content);
    AppendBytes(response, kFile, bytes);
  }
  return response;
}

}  // namespace leyline
