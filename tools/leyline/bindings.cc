// leyline bindings: one folder with descriptors, bindings and a manifest, replaced in one step.
#include "tools/leyline/bindings.h"

#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "analyzer/schema/below.h"
#include "analyzer/schema/wire.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "base/strings.h"
#include "git/git.h"
#include "report/json.h"
#include "report/json_writer.h"
#include "report/text_parts.h"
#include "tools/leyline/input.h"
#include "tools/leyline/input_name.h"

namespace leyline {
namespace {

constexpr std::string_view kScheme = "leyline.bindings.v2";
constexpr std::string_view kDescriptors = "contracts.binpb";
constexpr uint32_t kSetFile = 1;
constexpr uint64_t kProgramLimit = uint64_t{1} << 30;

struct BindingsFlags {
  std::string input = ".";
  std::string out;
  std::string cache;
  std::string protoc = "protoc";
  InputFlags inputs;
};

Result<std::string> CacheFolder(const World& world, const std::string& told) {
  if (!told.empty()) return told;
  if (std::string cache = world.environment("XDG_CACHE_HOME"); cache.starts_with('/')) {
    return cache + "/leyline/bindings";
  }
  if (std::string home = world.environment("HOME"); !home.empty()) {
    return home + "/.cache/leyline/bindings";
  }
  return Fail({.kind = ErrorKind::kUsage,
               .message = "there is no HOME to keep the cache in",
               .fix = "name a folder: --cache DIR"});
}

// A folder that something else made is not replaced.
Status CheckOut(World& world, const std::string& out) {
  if (world.disk.TypeOf(out) == FileType::kMissing) return {};
  const auto entries = world.disk.List(out);
  if (!entries) return Fail(entries.error());
  const bool ours = std::any_of(entries->begin(), entries->end(), [](const DirEntry& entry) {
    return entry.name == kBindingsManifest;
  });
  if (ours || entries->empty()) return {};
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`{}` holds what `leyline bindings` did not make", out),
               .fix = "name an empty folder, or a new one"});
}

Result<std::string> ProtocVersion(World& world, const std::string& protoc) {
  const auto exit = world.process.Run({.argv = {protoc, "--version"}});
  if (!exit) return Fail(exit.error());
  if (exit->code == 0) return std::string(Trim(exit->out));
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`{} --version` exits with {}", protoc, exit->code),
               .fix = "name a protoc: --protoc PATH"});
}

// The digest of a plugin's own bytes: it may say no version.
Result<std::string> PluginDigest(World& world, const std::string& program) {
  std::vector<std::string> places = {program};
  if (program.find('/') == std::string::npos) {
    places.clear();
    const std::string path = world.environment("PATH");
    for (std::string_view folder : Split(path, ':')) {
      places.push_back(fmt::format("{}/{}", folder, program));
    }
  }
  for (const std::string& place : places) {
    auto bytes = world.disk.Map(place, kProgramLimit);
    if (bytes.has_value()) return DigestText(Sha256Of(bytes->bytes));
  }
  return Fail({.kind = ErrorKind::kConfig,
               .message = fmt::format("there is no plugin `{}`", program),
               .fix = "install it, or correct `bindings:` in leyline.yaml"});
}

Result<std::vector<BindingLanguage>> LanguagesOf(World& world, const Config& config,
                                                 const std::string& protoc) {
  std::vector<BindingLanguage> languages;
  if (!config.binding_languages.empty()) {
    auto version = ProtocVersion(world, protoc);
    if (!version) return Fail(version.error());
    for (const std::string& name : config.binding_languages) {
      languages.push_back({.name = name, .program = "", .options = "", .compiler = *version});
    }
  }
  for (const BindingsPlugin& plugin : config.binding_plugins) {
    auto digest = PluginDigest(world, plugin.program);
    if (!digest) return Fail(digest.error());
    languages.push_back(
        {plugin.name, plugin.program, plugin.options, std::move(*digest), plugin.call});
  }
  return languages;
}

// The leyline.yaml that the work tree has where the revision has its own.
Result<Config> OwnConfig(World& world, const RevisionName& revision) {
  Git git(world.process, revision.repository);
  auto top = git.TopLevel();
  if (!top) return Fail(top.error());
  const std::string folder = *top + "/" + revision.path;
  if (!IsFolder(world, folder)) return Config();
  auto own = ConfigOf(world, folder);
  if (!own) return Fail(own.error());
  return own->value_or(Config());
}

// A revision may be anybody's: of the programs that it names only those run that the work tree,
// which whoever runs this has before them, names too.
Status CheckPrograms(World& world, const std::string& input, const Config& config) {
  auto revision = ReadRevision(world, input);
  if (!revision) return Fail(revision.error());
  if (!revision->has_value() || config.binding_plugins.empty()) return {};
  auto own = OwnConfig(world, **revision);
  if (!own) return Fail(own.error());
  for (const BindingsPlugin& asked : config.binding_plugins) {
    const bool known = std::any_of(
        own->binding_plugins.begin(), own->binding_plugins.end(), [&](const BindingsPlugin& one) {
          return one.program == asked.program && one.options == asked.options;
        });
    if (known) continue;
    return Fail(
        {.kind = ErrorKind::kConfig,
         .message = fmt::format("leyline.yaml of `{}` names the program `{}`, which that of "
                                "the work tree doesn't name with these options",
                                input, asked.program),
         .fix = "read what it would run; then check that revision out, or name the same "
                "plugin in the work tree"});
  }
  return {};
}

std::string KeyOf(const BindingUnit& unit) {
  const BindingLanguage& language = *unit.language;
  std::string contracts;
  for (const Contract* contract : unit.contracts) {
    contracts += DigestText(Sha256OfParts({contract->file->path, contract->needs_digest}));
  }
  const std::string digest = DigestText(Sha256OfParts(
      {kScheme, language.name, language.compiler, language.program, language.options, contracts}));
  return digest.substr(digest.find(':') + 1);
}

// What two contracts of a unit have in common.
std::string_view GroupOf(const Contract& contract, BindingsCall call) {
  if (call == BindingsCall::kAll) return {};
  const std::string_view path = contract.file->path;
  return call == BindingsCall::kFolder ? FolderOf(path) : path;
}

std::vector<BindingUnit> UnitsOf(const std::vector<Contract>& contracts,
                                 const std::vector<BindingLanguage>& languages) {
  std::vector<BindingUnit> units;
  for (const BindingLanguage& language : languages) {
    std::map<std::string_view, std::vector<const Contract*>> groups;
    for (const Contract& contract : contracts) {
      if (contract.file->governed) groups[GroupOf(contract, language.call)].push_back(&contract);
    }
    for (auto& [name, group] : groups) {
      BindingUnit& unit = units.emplace_back();
      unit.contracts = std::move(group);
      unit.language = &language;
      unit.key = KeyOf(unit);
    }
  }
  return units;
}

// Fills units by generating them, and the cache with what was made.
Status Generate(World& world, Folders& folders, const std::string& cache, const std::string& protoc,
                const std::vector<BindingUnit*>& units) {
  if (units.empty()) return {};
  auto scratch = folders.MakeScratch(cache);
  if (!scratch) return Fail(scratch.error());
  for (BindingUnit* unit : units) unit->bindings.clear();
  if (auto status = GenerateBindings(world, **scratch, protoc, units); !status) return status;
  ParallelFor(units.size(), 0, [&](std::size_t i) { WriteCached(folders, cache, *units[i]); });
  return {};
}

std::string PathOf(const BindingUnit& unit, const Binding& binding) {
  return fmt::format("{}/{}", unit.language->name, binding.path);
}

// Fills all units from the cache, or by generating them; says how many of them. What the output
// folder has already is kept there and read from nowhere.
Result<std::size_t> Fill(World& world, Folders& folders, const std::string& cache,
                         const std::string& protoc, NewFolder& out,
                         std::vector<BindingUnit>& units) {
  enum : char { kWhole, kUnknown, kBroken };
  std::vector<char> found(units.size());
  std::vector<BindingUnit*> missing;
  ParallelFor(units.size(), 0, [&](std::size_t i) {
    found[i] = ReadCached(world, cache, units[i]) ? kWhole : kUnknown;
  });
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (found[i] == kUnknown) missing.push_back(&units[i]);
  }
  Status generated;
  RunBoth(
      2, [&] { generated = Generate(world, folders, cache, protoc, missing); },
      [&] {
        ParallelFor(units.size(), 0, [&](std::size_t i) {
          if (found[i] == kUnknown) return;
          for (Binding& binding : units[i].bindings) {
            binding.kept = out.Keep(PathOf(units[i], binding), binding.digest);
          }
          if (!IsWhole(units[i])) found[i] = kBroken;
        });
      });
  if (!generated) return Fail(generated.error());
  std::vector<BindingUnit*> broken;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (found[i] == kBroken) broken.push_back(&units[i]);
  }
  generated = Generate(world, folders, cache, protoc, broken);
  if (!generated) return Fail(generated.error());
  return missing.size() + broken.size();
}

// What the output folder holds, sorted by path.
class Bundle {
 public:
  explicit Bundle(const std::vector<Contract>& contracts) {
    for (const Contract& contract : contracts) {
      AppendBytes(descriptors_, kSetFile, contract.descriptor);
    }
    Add(std::string(kDescriptors), {descriptors_, DigestText(Sha256Of(descriptors_))});
  }

  Status AddAll(const std::vector<BindingUnit>& units) {
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

  void AddManifest(const std::vector<Contract>& contracts,
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

  std::size_t size() const { return files_.size(); }

  Status WriteTo(NewFolder& out) const {
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

 private:
  static constexpr std::size_t kFilesAtATime = 32;

  struct Held {
    std::string_view content;
    std::string digest;
    bool kept = false;
  };

  bool Add(const std::string& path, Held file) {
    return files_.emplace(path, std::move(file)).second;
  }

  static void AddEntry(JsonWriter& json, std::string_view path, std::string_view digest) {
    json.BeginObject();
    json.Field("path", path);
    json.Field("digest", digest);
    json.EndObject();
  }

  std::map<std::string, Held> files_;
  std::string descriptors_;
  std::string manifest_;
};

Result<std::string> Make(World& world, Folders& folders, const BindingsFlags& flags) {
  if (auto status = CheckOut(world, flags.out); !status) return Fail(status.error());
  auto cache = CacheFolder(world, flags.cache);
  if (!cache) return Fail(cache.error());
  auto config = ConfigOf(world, flags.input);
  if (!config) return Fail(config.error());
  if (auto status = CheckPrograms(world, flags.input, config->value_or(Config{})); !status) {
    return Fail(status.error());
  }
  Result<std::vector<BindingLanguage>> languages;
  Result<Snapshot> snapshot;
  RunBoth(
      2, [&] { languages = LanguagesOf(world, config->value_or(Config{}), flags.protoc); },
      [&] { snapshot = LoadOne(world, flags.input, flags.inputs); });
  if (!languages) return Fail(languages.error());
  if (!snapshot) return Fail(snapshot.error());
  const auto& contracts = world.Keep(ContractsOf(world.Keep(std::move(*snapshot))));
  auto& units = world.Keep(UnitsOf(contracts, *languages));
  auto out = folders.Renew(flags.out);
  if (!out) return Fail(out.error());
  if (auto status = CheckUnlisted(world, flags.out); !status) return Fail(status.error());
  const auto generated = Fill(world, folders, *cache, flags.protoc, **out, units);
  if (!generated) return Fail(generated.error());
  Bundle bundle(contracts);
  if (auto status = bundle.AddAll(units); !status) return Fail(status.error());
  bundle.AddManifest(contracts, *languages);
  if (auto status = bundle.WriteTo(**out); !status) return Fail(status.error());
  if (auto status = (*out)->Put(); !status) return Fail(status.error());
  return fmt::format("{}: {}, {} of {} bindings generated, the others from the cache\n", flags.out,
                     Counted(static_cast<int32_t>(bundle.size()), "file"), *generated,
                     units.size());
}

}  // namespace

Subcommand BindingsCommand(Folders& folders) {
  auto flags = std::make_shared<BindingsFlags>();
  Subcommand command{
      .name = "bindings",
      .summary = "compile the contracts and generate bindings, only what changed",
      .examples =
          "  leyline bindings . --out gen\n"
          "  leyline bindings main:. --out gen --cache /var/cache/leyline\n",
      .flags = {{.name = "INPUT",
                 .value = "",
                 .help = "the version to compile",
                 .required = true,
                 .text = &flags->input},
                {.name = "--out",
                 .value = "DIR",
                 .help = "the folder of the bundle: contracts.binpb, a folder a language, and "
                         "leyline-bindings.json with all digests; replaced as a whole in one step",
                 .required = true,
                 .text = &flags->out},
                {.name = "--cache",
                 .value = "DIR",
                 .help = "what was generated before, by content; else below XDG_CACHE_HOME or "
                         "HOME",
                 .text = &flags->cache},
                {.name = "--protoc",
                 .value = "PATH",
                 .help = "the protoc that makes the languages of its own",
                 .text = &flags->protoc}},
      .run =
          [flags, &folders](World& world) {
            auto said = Make(world, folders, *flags);
            if (!said) return Fail(world, said.error());
            world.err += *said;
            return ExitCode::kPass;
          },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kOutput},
      .environment = "  XDG_CACHE_HOME, HOME       where the cache is, when --cache names none\n"};
  for (Flag& flag : InputFlagsOf(flags->inputs)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
