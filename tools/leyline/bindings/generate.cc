// Runs protoc for its own languages, many contracts at a time, and plugins for others, one each.
#include <algorithm>
#include <atomic>
#include <cctype>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "analyzer/schema/wire.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "base/strings.h"
#include "tools/leyline/bindings/bindings.h"

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
constexpr uint32_t kSupportedFeatures = 2;
constexpr uint64_t kKnowsOptional = 1;
constexpr uint64_t kKnowsEditions = 2;
constexpr uint32_t kFile = 15;
constexpr uint32_t kFileName = 1;
constexpr uint32_t kInsertionPoint = 2;
constexpr uint32_t kFileContent = 15;
// Of FileDescriptorSet.
constexpr uint32_t kSetFile = 1;

std::string OneLine(std::string_view said) {
  std::vector<std::string> lines;
  for (std::string_view line : Split(Trim(said), '\n')) lines.push_back(Printable(line));
  return Join(lines, "; ");
}

// What a program said that ended badly; some say nothing.
std::string WordsOf(const std::string& program, const Exit& exit) {
  std::string said = OneLine(exit.err);
  return said.empty() ? fmt::format("`{}` exits with {} and says nothing", program, exit.code)
                      : said;
}

bool IsOfPath(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("/._-").find(c) != std::string_view::npos;
}

// The number that follows a ':' at the front; 0 where there is none.
int32_t TakeNumber(std::string_view& words) {
  int32_t number = 0;
  if (!words.starts_with(':')) return 0;
  const auto read = std::from_chars(words.data() + 1, words.data() + words.size(), number);
  if (read.ec != std::errc()) return 0;
  words.remove_prefix(static_cast<std::size_t>(read.ptr - words.data()));
  return std::max(number, 0);
}

// What a compiler complains about: the first contract that it names, at the line that it names;
// else the only one that it was given.
std::optional<SourceSpan> PlaceIn(std::string_view words, const std::set<const Contract*>& given) {
  std::optional<SourceSpan> place;
  std::size_t first = std::string_view::npos;
  for (const Contract* contract : given) {
    const std::string& path = contract->file->path;
    const std::size_t at = words.find(path);
    if (at >= first || (at > 0 && IsOfPath(words[at - 1]))) continue;
    first = at;
    std::string_view rest = words.substr(at + path.size());
    place = SourceSpan{.file = DisplayPath(*contract->file), .line = TakeNumber(rest)};
    if (place->line != 0) place->column = std::max(TakeNumber(rest), 1);
  }
  if (!place.has_value() && given.size() == 1) {
    place = SourceSpan{.file = DisplayPath(*(*given.begin())->file)};
  }
  return place;
}

tl::unexpected<Errors> FailedProtoc(const std::string& languages, const std::string& words,
                                    const std::set<const Contract*>& given) {
  return Fail({.kind = ErrorKind::kInput,
               .code = std::string(kRefusesContract),
               .message = fmt::format("no bindings for {}: {}", languages, words),
               .where = PlaceIn(words, given),
               .fix = "of contracts that compile, a compiler that knows all they use makes some; "
                      "--protoc names another one"});
}

// "`a.proto` and 2 more"
std::string PathsIn(const std::vector<std::string>& paths) {
  const std::size_t others = paths.size() - 1;
  return fmt::format("`{}`{}", paths.front(),
                     others == 0 ? "" : fmt::format(" and {} more", others));
}

std::vector<std::string> PathsOf(const BindingUnit& unit) {
  std::vector<std::string> paths;
  for (const Contract* contract : unit.contracts) paths.push_back(contract->file->path);
  return paths;
}

tl::unexpected<Errors> FailedPlugin(const BindingUnit& unit, const std::string& words) {
  return Fail({.kind = ErrorKind::kInput,
               .code = std::string(kRefusesContract),
               .message = fmt::format("no bindings for {} of {}: {}", unit.language->name,
                                      PathsIn(PathsOf(unit)), words),
               .where = PlaceIn(words, {unit.contracts.begin(), unit.contracts.end()}),
               .fix = "see what the plugin needs; leyline.yaml names it below `bindings:`"});
}

bool HasOptional(std::span<const Message> messages) {
  return std::any_of(messages.begin(), messages.end(), [](const Message& message) {
    return HasOptional(message.messages) ||
           std::any_of(message.fields.begin(), message.fields.end(),
                       [](const Field& field) { return field.proto3_optional; });
  });
}

// What a contract of the unit uses beyond the features that its plugin says it knows.
std::string_view LackOf(const BindingUnit& unit, uint64_t known) {
  for (const Contract* contract : unit.contracts) {
    const File& file = *contract->file;
    const bool has_edition = file.edition != Edition::kProto2 && file.edition != Edition::kProto3;
    if (has_edition && (known & kKnowsEditions) == 0) return "editions";
    if ((known & kKnowsOptional) == 0 && HasOptional(file.messages)) return "`optional` of proto3";
  }
  return {};
}

// What one process makes: all units of some contracts, each in the same languages of protoc; or one
// unit of a plugin.
using Batch = std::vector<BindingUnit*>;

std::vector<Batch> BatchesOf(const std::vector<BindingUnit*>& units) {
  std::vector<Batch> batches;
  std::map<const Contract*, Batch> of_protoc;
  for (BindingUnit* unit : units) {
    if (unit->language->program.empty()) {
      of_protoc[unit->contracts.front()].push_back(unit);
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
  for (const auto& [languages, contracts] : by_languages) {
    const std::size_t share = std::max(kWorthAProcess, (contracts.size() + Cores() - 1) / Cores());
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

  // Nothing more is begun once a program could not be started or had to be ended.
  Status Run(const Batch& batch) {
    if (has_given_up_) return {};
    return batch.front()->language->program.empty() ? RunProtoc(batch) : RunPlugin(*batch.front());
  }

 private:
  Status RunProtoc(const Batch& batch) {
    std::set<const Contract*> needs;
    for (const BindingUnit* unit : batch) {
      const Contract& contract = *unit->contracts.front();
      needs.insert(contract.needs.begin(), contract.needs.end());
    }
    Command command{.argv = {protoc_, "--descriptor_set_in=" + PathOfFile(0)},
                    .files = {""},
                    .terminal = Terminal::kNone};
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
      if (!named.insert(unit->contracts.front()).second) continue;
      const std::string& path = unit->contracts.front()->file->path;
      if (path.starts_with('-') || path.starts_with('@')) return NoFileForProtoc(path);
      paths.push_back(path);
    }
    command.argv.insert(command.argv.end(), paths.begin(), paths.end());
    const auto exit = world_.process.Run(command);
    if (!exit) return GiveUp(exit.error(), NamesOf(folders), paths);
    if (exit->code != 0) return FailedProtoc(NamesOf(folders), WordsOf(protoc_, *exit), named);
    return Collect(batch, folders);
  }

  // Whose fault it is that nobody answers can't be known.
  Status GiveUp(const Errors& errors, const std::string& languages,
                const std::vector<std::string>& paths) {
    has_given_up_ = true;
    Error error = errors.front();
    error.message =
        fmt::format("no bindings for {} of {}: {}", languages, PathsIn(paths), error.message);
    return Fail(std::move(error));
  }

  // protoc has no way to say that what follows is a file.
  static Status NoFileForProtoc(const std::string& path) {
    return Fail({.kind = ErrorKind::kInput,
                 .code = std::string(kRefusesContract),
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
      std::vector<Binding> made;
      for (std::string& path :
           ProtocOutputs(unit->language->name, unit->contracts.front()->file->path)) {
        auto content = world_.disk.Read(folder + "/" + path, kFileLimit);
        if (!content) return Fail(content.error());
        std::string digest = DigestText(Sha256Of(*content));
        made.push_back({std::move(path), std::move(digest), std::move(*content)});
      }
      unit->bindings = std::move(made);
    }
    return {};
  }

  Status RunPlugin(BindingUnit& unit) {
    const BindingLanguage& language = *unit.language;
    const auto exit = world_.process.Run({.argv = {language.place},
                                          .input = PluginRequest(unit.contracts, language.options),
                                          .terminal = Terminal::kNone});
    if (!exit) return GiveUp(exit.error(), language.name, PathsOf(unit));
    if (exit->code != 0) return FailedPlugin(unit, WordsOf(language.program, *exit));
    auto bindings = ReadPluginResponse(unit, exit->out);
    if (!bindings) return FailedPlugin(unit, bindings.error().front().message);
    unit.bindings = std::move(*bindings);
    return {};
  }

  World& world_;
  ScratchFolder& scratch_;
  const std::string& protoc_;
  std::atomic<bool> has_given_up_ = false;
};

}  // namespace

std::vector<std::string> ProtocOutputs(const std::string& language, std::string_view path) {
  std::string stem(path.ends_with(".proto") ? path.substr(0, path.size() - 6) : path);
  if (language == "cpp") return {stem + ".pb.h", stem + ".pb.cc"};
  // Modules of Python: a '.' parts folders, a '-' is no letter.
  std::replace(stem.begin(), stem.end(), '-', '_');
  std::replace(stem.begin(), stem.end(), '.', '/');
  return {stem + (language == "python" ? "_pb2.py" : "_pb2.pyi")};
}

bool IsInside(std::string_view path) {
  if (path.empty() || path.starts_with('/')) return false;
  const auto parts = Split(path, '/');
  return std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part == "." || part == "..";
  });
}

std::string PluginRequest(const std::vector<const Contract*>& contracts, std::string_view options) {
  std::string request;
  for (const Contract* contract : contracts) {
    AppendBytes(request, kFileToGenerate, contract->file->path);
  }
  if (!options.empty()) AppendBytes(request, kParameter, options);
  std::set<const Contract*> written;
  for (const Contract* contract : contracts) {
    for (const Contract* need : contract->needs) {
      if (written.insert(need).second) AppendBytes(request, kProtoFile, need->descriptor);
    }
  }
  return request;
}

Result<std::vector<Binding>> ReadPluginResponse(const BindingUnit& unit, std::string_view bytes) {
  const auto refuse = [&](std::string_view why) {
    return Fail({.kind = ErrorKind::kInput,
                 .message = fmt::format("`{}` {}", unit.language->program, why)});
  };
  std::vector<Binding> bindings;
  uint64_t known = 0;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == kError) return refuse(fmt::format("says: {}", OneLine(field.payload)));
    if (field.number == kSupportedFeatures) known = field.value;
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
  const std::string_view lacks = LackOf(unit, known);
  if (!lacks.empty()) return refuse(fmt::format("does not say that it knows {}", lacks));
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
