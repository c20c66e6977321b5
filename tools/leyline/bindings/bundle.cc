#include "tools/leyline/bindings/bundle.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include <fmt/format.h>

#include "analyzer/schema/wire.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "base/strings.h"
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

// Of the contract that can still be changed: the later one, unless only the other is new.
Error Clash(const Output& one, const Output& other) {
  const std::string what =
      one.path != other.path ? fmt::format("the file `{}` of `{}` is a folder of `{}`",
                                           Printable(one.path), one.of->path, other.of->path)
      : one.of == other.of
          ? fmt::format("`{}` makes the file `{}` twice", one.of->path, Printable(one.path))
          : fmt::format("two contracts make the same file `{}`: `{}` and `{}`", Printable(one.path),
                        one.of->path, other.of->path);
  return {.kind = ErrorKind::kInput,
          .code = std::string(kRefusesContract),
          .message = what,
          .where = SourceSpan{.file = DisplayPath(*(other.is_new ? other : one).of)},
          .fix =
              "rename one of them; of a plugin change the options, or let one call see both: "
              "`call: folder` or `call: all`"};
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

std::vector<Output> OutputsOf(const BindingUnit& unit) {
  std::vector<Output> outputs;
  for (const Binding& binding : unit.bindings) {
    outputs.push_back({.path = PathOf(unit, binding), .of = unit.contracts.front()->file});
  }
  return outputs;
}

std::optional<Error> ClashAmong(std::vector<Output> outputs) {
  std::sort(outputs.begin(), outputs.end(), [](const Output& a, const Output& b) {
    return std::tie(a.path, a.of->path) < std::tie(b.path, b.of->path);
  });
  for (auto one = outputs.begin(); one != outputs.end(); ++one) {
    const auto next = std::next(one);
    if (next != outputs.end() && next->path == one->path && (one->is_new || next->is_new)) {
      return Clash(*one, *next);
    }
    const std::string folder = one->path + "/";
    const auto in = std::lower_bound(
        next, outputs.end(), folder,
        [](const Output& output, const std::string& path) { return output.path < path; });
    if (in != outputs.end() && in->path.starts_with(folder) && (one->is_new || in->is_new)) {
      return Clash(*one, *in);
    }
  }
  return std::nullopt;
}

Status Bundle::AddAll(const std::vector<BindingUnit>& units) {
  std::vector<Output> outputs;
  for (const BindingUnit& unit : units) {
    for (Output& output : OutputsOf(unit)) outputs.push_back(std::move(output));
    for (const Binding& binding : unit.bindings) {
      Add(PathOf(unit, binding), {binding.content.bytes, binding.digest, binding.kept});
    }
  }
  if (auto clash = ClashAmong(std::move(outputs))) return Fail(std::move(*clash));
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

void Bundle::Add(const std::string& path, Held file) { files_.emplace(path, std::move(file)); }

}  // namespace leyline
