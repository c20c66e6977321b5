// Runs protoc for its own languages, many contracts at a time, and plugins for others, one each.
#include <algorithm>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "analyzer/schema/wire.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "base/strings.h"
#include "tools/leyline/bindings.h"

namespace leyline {
namespace {

constexpr uint64_t kFileLimit = uint64_t{256} << 20;
constexpr std::size_t kWorthAProcess = 16;  // contracts
// Of CodeGeneratorRequest.
constexpr uint32_t kFileToGenerate = 1;
constexpr uint32_t kParameter = 2;
constexpr uint32_t kProtoFile = 15;
// Of CodeGeneratorResponse and its File.
constexpr uint32_t kError = 1;
constexpr uint32_t kFile = 15;
constexpr uint32_t kFileName = 1;
constexpr uint32_t kInsertionPoint = 2;
constexpr uint32_t kFileContent = 15;
// Of FileDescriptorSet.
constexpr uint32_t kSetFile = 1;

// What protoc calls the files that it makes of a contract.
std::vector<std::string> OutputsOf(const std::string& language, std::string_view path) {
  std::string stem(path.ends_with(".proto") ? path.substr(0, path.size() - 6) : path);
  if (language == "cpp") return {stem + ".pb.h", stem + ".pb.cc"};
  // Modules of Python: a '.' parts folders, a '-' is no letter.
  std::replace(stem.begin(), stem.end(), '-', '_');
  std::replace(stem.begin(), stem.end(), '.', '/');
  return {stem + (language == "python" ? "_pb2.py" : "_pb2.pyi")};
}

tl::unexpected<Errors> Failed(const BindingLanguage& language, std::string_view said) {
  std::vector<std::string> lines;
  for (std::string_view line : Split(Trim(said), '\n')) lines.push_back(Printable(line));
  return Fail(
      {.kind = ErrorKind::kInput,
       .message = fmt::format("no bindings for {}: {}", language.name, fmt::join(lines, "; ")),
       .fix = "of contracts that compile, a compiler that knows all they use makes some; "
              "--protoc names another one"});
}

// Contracts of one language that one process takes.
struct Batch {
  std::vector<BindingUnit*> units;
  std::string folder;
};

std::vector<Batch> BatchesOf(const std::vector<BindingUnit*>& units, const std::string& scratch) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::vector<Batch> batches;
  for (std::size_t first = 0; first < units.size();) {
    const BindingLanguage* language = units[first]->language;
    std::size_t end = first;
    while (end < units.size() && units[end]->language == language) ++end;
    const std::size_t share =
        language->program.empty() ? std::max(kWorthAProcess, (end - first + cores - 1) / cores) : 1;
    for (; first < end; first = std::min(end, first + share)) {
      const auto at = units.begin() + static_cast<std::ptrdiff_t>(first);
      const auto to = units.begin() + static_cast<std::ptrdiff_t>(std::min(end, first + share));
      batches.push_back({{at, to}, fmt::format("{}/{}", scratch, batches.size())});
    }
  }
  return batches;
}

class Generator {
 public:
  Generator(World& world, Folders& folders, const std::string& protoc)
      : world_(world), folders_(folders), protoc_(protoc) {}

  Status Run(const Batch& batch) {
    return batch.units.front()->language->program.empty() ? RunProtoc(batch)
                                                          : RunPlugin(*batch.units.front());
  }

 private:
  Status RunProtoc(const Batch& batch) {
    const BindingLanguage& language = *batch.units.front()->language;
    std::set<const Contract*> needs;
    for (const BindingUnit* unit : batch.units) {
      needs.insert(unit->contract->needs.begin(), unit->contract->needs.end());
    }
    std::string set;
    for (const Contract* contract : needs) AppendBytes(set, kSetFile, contract->descriptor);
    const std::string out = batch.folder + "/out";
    const std::vector<NamedFile> inputs = {{"set.binpb", set}, {"out/.keep", ""}};
    if (auto status = folders_.Replace(batch.folder, inputs); !status) return status;
    Command command{.argv = {protoc_, "--descriptor_set_in=" + batch.folder + "/set.binpb",
                             fmt::format("--{}_out={}", language.name, out)}};
    for (const BindingUnit* unit : batch.units) {
      const std::string& path = unit->contract->file->path;
      if (path.starts_with('-') || path.starts_with('@')) return NoFileForProtoc(path);
      command.argv.push_back(path);
    }
    const auto exit = world_.process.Run(command);
    if (!exit) return Fail(exit.error());
    if (exit->code != 0) return Failed(language, exit->err);
    return Collect(batch, out);
  }

  // protoc has no way to say that what follows is a file.
  static Status NoFileForProtoc(const std::string& path) {
    return Fail({.kind = ErrorKind::kInput,
                 .message = fmt::format("`{}`: protoc would take this name for an option", path),
                 .fix = "give the contract a name that begins with neither `-` nor `@`"});
  }

  Status Collect(const Batch& batch, const std::string& out) {
    for (BindingUnit* unit : batch.units) {
      for (std::string& path : OutputsOf(unit->language->name, unit->contract->file->path)) {
        auto content = world_.disk.Read(out + "/" + path, kFileLimit);
        if (!content) return Fail(content.error());
        unit->bindings.push_back(
            {std::move(path), DigestText(Sha256Of(*content)), std::move(*content)});
      }
    }
    return {};
  }

  Status RunPlugin(BindingUnit& unit) {
    const BindingLanguage& language = *unit.language;
    const auto exit = world_.process.Run(
        {.argv = {language.program}, .input = PluginRequest(*unit.contract, language.options)});
    if (!exit) return Fail(exit.error());
    if (exit->code != 0) return Failed(language, exit->err);
    auto bindings = ReadPluginResponse(language.program, exit->out);
    if (!bindings) return Failed(language, bindings.error().front().message);
    unit.bindings = std::move(*bindings);
    return {};
  }

  World& world_;
  Folders& folders_;
  const std::string& protoc_;
};

}  // namespace

bool IsInside(std::string_view path) {
  if (path.empty() || path.starts_with('/')) return false;
  const auto parts = Split(path, '/');
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part == "." || part == "..";
  });
}

std::string PluginRequest(const Contract& contract, std::string_view options) {
  std::string request;
  AppendBytes(request, kFileToGenerate, contract.file->path);
  if (!options.empty()) AppendBytes(request, kParameter, options);
  for (const Contract* need : contract.needs) AppendBytes(request, kProtoFile, need->descriptor);
  return request;
}

Result<std::vector<Binding>> ReadPluginResponse(const std::string& plugin, std::string_view bytes) {
  const auto refuse = [&](std::string_view why) {
    return Fail({.kind = ErrorKind::kInput, .message = fmt::format("`{}` {}", plugin, why)});
  };
  std::vector<Binding> bindings;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == kError) return refuse(fmt::format("says: {}", Printable(field.payload)));
    if (field.number != kFile) continue;
    Binding binding;
    WireReader file(field.payload);
    WireField part;
    while (file.Next(part)) {
      if (part.number == kInsertionPoint)
        return refuse("edits what others made; it can't run here");
      if (part.number == kFileName) binding.path = part.payload;
      if (part.number == kFileContent) binding.content = part.payload;
    }
    if (!IsInside(binding.path)) {
      return refuse(fmt::format("names its output `{}`", Printable(binding.path)));
    }
    binding.digest = DigestText(Sha256Of(binding.content));
    bindings.push_back(std::move(binding));
  }
  if (!reader.rest().empty()) return refuse("answers with no CodeGeneratorResponse");
  return bindings;
}

Status GenerateBindings(World& world, Folders& folders, const std::string& protoc,
                        const std::string& scratch, const std::vector<BindingUnit*>& units) {
  const std::vector<Batch> batches = BatchesOf(units, scratch);
  Generator generator(world, folders, protoc);
  return TryForRanges(batches.size(), 1, 0, [&](std::size_t first, std::size_t) {
    return generator.Run(batches[first]);
  });
}

}  // namespace leyline
