// Runs protoc for its own languages, many contracts at a time, and plugins for others, one each.
#include <algorithm>
#include <map>
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

tl::unexpected<Errors> Failed(const std::string& language, std::string_view said) {
  std::vector<std::string> lines;
  for (std::string_view line : Split(Trim(said), '\n')) lines.push_back(Printable(line));
  return Fail({.kind = ErrorKind::kInput,
               .message = fmt::format("no bindings for {}: {}", language, fmt::join(lines, "; ")),
               .fix = "of contracts that compile, a compiler that knows all they use makes some; "
                      "--protoc names another one"});
}

// What one process makes: all units of some contracts, each in the same languages of protoc; or one
// unit of a plugin.
using Batch = std::vector<BindingUnit*>;

std::vector<Batch> BatchesOf(const std::vector<BindingUnit*>& units) {
  std::vector<Batch> batches;
  std::map<const Contract*, Batch> of_protoc;
  for (BindingUnit* unit : units) {
    if (unit->language->program.empty()) {
      of_protoc[unit->contract].push_back(unit);
    } else {
      batches.push_back({unit});
    }
  }
  std::map<std::vector<const BindingLanguage*>, std::vector<Batch>> by_languages;
  for (auto& [contract, of_contract] : of_protoc) {
    std::vector<const BindingLanguage*> languages;
    for (const BindingUnit* unit : of_contract) languages.push_back(unit->language);
    by_languages[languages].push_back(std::move(of_contract));
  }
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  for (const auto& [languages, contracts] : by_languages) {
    const std::size_t share = std::max(kWorthAProcess, (contracts.size() + cores - 1) / cores);
    for (std::size_t i = 0; i < contracts.size(); ++i) {
      if (i % share == 0) batches.emplace_back();
      Batch& batch = batches.back();
      batch.insert(batch.end(), contracts[i].begin(), contracts[i].end());
    }
  }
  return batches;
}

class Generator {
 public:
  Generator(World& world, ScratchFolder& scratch, const std::string& protoc)
      : world_(world), scratch_(scratch), protoc_(protoc) {}

  Status Run(const Batch& batch) {
    return batch.front()->language->program.empty() ? RunProtoc(batch) : RunPlugin(*batch.front());
  }

 private:
  Status RunProtoc(const Batch& batch) {
    std::set<const Contract*> needs;
    for (const BindingUnit* unit : batch) {
      needs.insert(unit->contract->needs.begin(), unit->contract->needs.end());
    }
    Command command{.argv = {protoc_, "--descriptor_set_in=" + PathOfFile(0)}, .files = {""}};
    for (const Contract* contract : needs) {
      AppendBytes(command.files.front(), kSetFile, contract->descriptor);
    }
    std::map<const BindingLanguage*, std::string> folders;
    std::set<const Contract*> named;
    std::vector<std::string> paths;
    for (const BindingUnit* unit : batch) {
      if (!folders.contains(unit->language)) {
        auto folder = scratch_.Add();
        if (!folder) return Fail(folder.error());
        command.argv.push_back(fmt::format("--{}_out={}", unit->language->name, *folder));
        folders.emplace(unit->language, std::move(*folder));
      }
      if (!named.insert(unit->contract).second) continue;
      const std::string& path = unit->contract->file->path;
      if (path.starts_with('-') || path.starts_with('@')) return NoFileForProtoc(path);
      paths.push_back(path);
    }
    command.argv.insert(command.argv.end(), paths.begin(), paths.end());
    const auto exit = world_.process.Run(command);
    if (!exit) return Fail(exit.error());
    if (exit->code != 0) return Failed(NamesOf(folders), exit->err);
    return Collect(batch, folders);
  }

  // protoc has no way to say that what follows is a file.
  static Status NoFileForProtoc(const std::string& path) {
    return Fail({.kind = ErrorKind::kInput,
                 .message = fmt::format("`{}`: protoc would take this name for an option", path),
                 .fix = "give the contract a name that begins with neither `-` nor `@`"});
  }

  static std::string NamesOf(const std::map<const BindingLanguage*, std::string>& languages) {
    std::vector<std::string_view> names;
    for (const auto& [language, folder] : languages) names.push_back(language->name);
    std::sort(names.begin(), names.end());
    return fmt::format("{}", fmt::join(names, " and "));
  }

  Status Collect(const Batch& batch, const std::map<const BindingLanguage*, std::string>& folders) {
    for (BindingUnit* unit : batch) {
      const std::string& folder = folders.at(unit->language);
      for (std::string& path : OutputsOf(unit->language->name, unit->contract->file->path)) {
        auto content = world_.disk.Read(folder + "/" + path, kFileLimit);
        if (!content) return Fail(content.error());
        std::string digest = DigestText(Sha256Of(*content));
        unit->bindings.push_back({std::move(path), std::move(digest), std::move(*content)});
      }
    }
    return {};
  }

  Status RunPlugin(BindingUnit& unit) {
    const BindingLanguage& language = *unit.language;
    const auto exit = world_.process.Run(
        {.argv = {language.program}, .input = PluginRequest(*unit.contract, language.options)});
    if (!exit) return Fail(exit.error());
    if (exit->code != 0) return Failed(language.name, exit->err);
    auto bindings = ReadPluginResponse(language.program, exit->out);
    if (!bindings) return Failed(language.name, bindings.error().front().message);
    unit.bindings = std::move(*bindings);
    return {};
  }

  World& world_;
  ScratchFolder& scratch_;
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
      if (part.number == kFileContent) binding.content = std::string(part.payload);
    }
    if (!IsInside(binding.path)) {
      return refuse(fmt::format("names its output `{}`", Printable(binding.path)));
    }
    binding.digest = DigestText(Sha256Of(binding.content.bytes));
    bindings.push_back(std::move(binding));
  }
  if (!reader.rest().empty()) return refuse("answers with no CodeGeneratorResponse");
  return bindings;
}

Status GenerateBindings(World& world, ScratchFolder& scratch, const std::string& protoc,
                        const std::vector<BindingUnit*>& units) {
  const std::vector<Batch> batches = BatchesOf(units);
  Generator generator(world, scratch, protoc);
  return TryForRanges(batches.size(), 1, 0, [&](std::size_t first, std::size_t) {
    return generator.Run(batches[first]);
  });
}

}  // namespace leyline
