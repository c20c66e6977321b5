#include "tools/leyline/bindings/bundle.h"

#include <fmt/format.h>

#include "analyzer/schema/wire.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "report/json.h"
#include "report/json_writer.h"

namespace leyline {
namespace {

constexpr std::string_view kDescriptors = "contracts.binpb";
constexpr uint32_t kSetFile = 1;
constexpr std::size_t kFilesAtATime = 32;

void AddEntry(JsonWriter& json, std::string_view path, std::string_view digest) {
  json.BeginObject();
  json.Field("path", path);
  json.Field("digest", digest);
  json.EndObject();
}

}  // namespace

std::string PathOf(const BindingUnit& unit, const Binding& binding) {
  return fmt::format("{}/{}", unit.language->name, binding.path);
}

Bundle::Bundle(const std::vector<Contract>& contracts) {
  for (const Contract& contract : contracts) {
    AppendBytes(descriptors_, kSetFile, contract.descriptor);
  }
  Add(std::string(kDescriptors), {descriptors_, DigestText(Sha256Of(descriptors_))});
}

Status Bundle::AddAll(const std::vector<BindingUnit>& units) {
  for (const BindingUnit& unit : units) {
    for (const Binding& binding : unit.bindings) {
      std::string path = PathOf(unit, binding);
      if (Add(path, {binding.content.bytes, binding.digest, binding.kept})) continue;
      return Fail({.kind = ErrorKind::kInput,
                   .message = fmt::format("two contracts make the same file `{}`", path),
                   .fix = "rename one of them; of a plugin change the options, or let one call "
                          "see both: `call: folder` or `call: all`"});
    }
  }
  return {};
}

void Bundle::AddManifest(const std::vector<Contract>& contracts,
                         const std::vector<BindingLanguage>& languages) {
  JsonWriter json(manifest_);
  json.BeginObject();
  json.Field("format_version", kFormatVersion);
  json.Key("compilers");
  json.BeginArray();
  for (const BindingLanguage& language : languages) {
    json.BeginObject();
    json.Field("language", language.name);
    json.Field("program", language.program);
    json.Field("options", language.options);
    json.Field("compiler", language.compiler);
    json.EndObject();
  }
  json.EndArray();
  json.Key("contracts");
  json.BeginArray();
  for (const Contract& contract : contracts) {
    AddEntry(json, contract.file->path, contract.digest);
  }
  json.EndArray();
  json.Key("files");
  json.BeginArray();
  for (const auto& [path, file] : files_) AddEntry(json, path, file.digest);
  json.EndArray();
  json.EndObject();
  manifest_ += '\n';
  Add(std::string(kBindingsManifest), {manifest_, DigestText(Sha256Of(manifest_))});
}

Status Bundle::WriteTo(NewFolder& out) const {
  std::vector<const std::pair<const std::string, Held>*> files;
  for (const auto& file : files_) {
    if (!file.second.kept) files.push_back(&file);
  }
  return TryForRanges(files.size(), kFilesAtATime, 0, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const auto& [path, file] = *files[i];
      if (out.Keep(path, file.digest)) continue;
      if (auto status = out.Write(path, file.content); !status) return status;
    }
    return Status();
  });
}

bool Bundle::Add(const std::string& path, Held file) {
  return files_.emplace(path, std::move(file)).second;
}

}  // namespace leyline
