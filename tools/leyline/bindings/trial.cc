#include "tools/leyline/bindings/trial.h"

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/link/below.h"
#include "base/parallel.h"
#include "tools/leyline/bindings/bundle.h"
#include "tools/leyline/process_in.h"

namespace leyline {
namespace {

constexpr std::string_view kOrNot =
    "or set `auto_generate_bindings: false` in a change of the policy that is approved";

Error CannotTry(std::string_view why, std::string_view fix) {
  return {.kind = ErrorKind::kInput,
          .message = fmt::format("the policy asks for bindings of what changed, and {}", why),
          .fix = fmt::format("{}, {}", fix, kOrNot)};
}

Errors CannotTry(const Errors& errors, std::string_view fix) {
  Errors told;
  for (const Error& error : errors) {
    told.push_back(CannotTry(error.message, fix));
  }
  return told;
}

// By its own name and by what that leads to: a link in the work tree is the change's, too.
bool IsInWorkTree(const World& world, const std::string& place, const std::string& work_tree) {
  const std::string top = world.disk.Canonical(work_tree);
  const std::size_t name = place.rfind('/') + 1;
  const std::string folder = name == 0 ? "." : place.substr(0, name);
  return IsBelow(world.disk.Canonical(place), top) ||
         IsBelow(world.disk.Canonical(folder) + "/" + place.substr(name), top);
}

Status CheckPlace(const World& world, const std::string& program, const std::string& place,
                  const std::string& work_tree) {
  if (place.empty()) {
    return Fail(CannotTry(fmt::format("there is no `{}`", program),
                          program == "protoc"
                              ? "install it, so that it is in PATH (Debian: protobuf-compiler)"
                              : "install it, as leyline.yaml of the base names it"));
  }
  if (work_tree.empty() || !IsInWorkTree(world, place, work_tree)) return {};
  return Fail(CannotTry(
      fmt::format("`{}` is in the work tree, where the change may have put anything", place),
      "install it outside of the repository"));
}

using Files = std::set<const File*>;

// `from`, and all that `next` leads to from there.
Files Reached(std::vector<const File*> from,
              const std::function<std::vector<const File*>(const File*)>& next) {
  Files reached;
  while (!from.empty()) {
    const File* file = from.back();
    from.pop_back();
    if (!reached.insert(file).second) continue;
    for (const File* other : next(file)) from.push_back(other);
  }
  return reached;
}

// The governed files that a change edits, and those that import such.
Files ChangedOf(const Snapshot& contracts, const std::vector<std::string>& edited) {
  std::vector<const File*> from;
  std::unordered_map<const File*, std::vector<const File*>> importers;
  for (const auto& file : contracts.files) {
    if (std::binary_search(edited.begin(), edited.end(), DisplayPath(*file))) {
      from.push_back(file.get());
    }
    for (const Import& import : file->imports) importers[import.file].push_back(file.get());
  }
  Files changed = Reached(std::move(from), [&](const File* file) { return importers[file]; });
  std::erase_if(changed, [](const File* file) { return !file->governed; });
  return changed;
}

bool IsProtocs(const BindingLanguage& language) { return language.program.empty(); }

// Those and what they import; all where there are plugins: what these make of the others, and so
// what they clash with, nobody else can say.
std::vector<Contract> ContractsFor(const Snapshot& contracts, const Files& changed,
                                   const std::vector<BindingLanguage>& languages) {
  if (!std::all_of(languages.begin(), languages.end(), IsProtocs)) return ContractsOf(contracts);
  const Files needed = Reached({changed.begin(), changed.end()}, [](const File* file) {
    std::vector<const File*> imports;
    for (const Import& import : file->imports) {
      if (import.file != nullptr) imports.push_back(import.file);
    }
    return imports;
  });
  return ContractsOf(contracts, &needed);
}

bool IsOf(const Files& changed, const BindingUnit& unit) {
  return std::any_of(unit.contracts.begin(), unit.contracts.end(),
                     [&](const Contract* one) { return changed.contains(one->file); });
}

// Those of what changed, and the others of plugins.
struct Units {
  std::vector<BindingUnit*> changed;
  std::vector<BindingUnit*> others;
};
Units UnitsIn(const Files& changed, std::vector<BindingUnit>& units) {
  Units sorted;
  for (BindingUnit& unit : units) {
    if (IsOf(changed, unit)) {
      sorted.changed.push_back(&unit);
    } else if (!IsProtocs(*unit.language)) {
      sorted.others.push_back(&unit);
    }
  }
  return sorted;
}

// All files of the folder that `leyline bindings` would make.
std::vector<Output> AllOutputs(const Snapshot& contracts, const Files& changed,
                               const std::vector<BindingLanguage>& languages, const Units& units) {
  std::vector<Output> outputs;
  for (const BindingLanguage& language : languages) {
    if (!IsProtocs(language)) continue;
    for (const auto& file : contracts.files) {
      if (!file->governed) continue;
      for (const std::string& path : ProtocOutputs(language.name, file->path)) {
        outputs.push_back({language.name + "/" + path, file.get(), changed.contains(file.get())});
      }
    }
  }
  for (const auto& [those, are_new] : {std::pair(&units.changed, true), {&units.others, false}}) {
    for (const BindingUnit* unit : *those) {
      if (IsProtocs(*unit->language)) continue;
      for (Output& output : OutputsOf(*unit)) {
        output.is_new = are_new;
        outputs.push_back(std::move(output));
      }
    }
  }
  return outputs;
}

bool IsRefusal(const Error& error) { return error.code == kRefusesContract; }

bool AreRefusals(const Errors& errors) {
  return std::all_of(errors.begin(), errors.end(), &IsRefusal);
}

// Of what is no contract's fault.
Errors WhyNone(const Errors& errors) {
  Errors told;
  for (const Error& error : errors) {
    if (IsRefusal(error)) continue;
    const bool is_of_cache = error.kind == ErrorKind::kOutput;
    told.push_back(CannotTry(error.message, is_of_cache
                                                ? "set XDG_CACHE_HOME to a folder to write to"
                                            : error.fix.empty() ? "see what the generator needs"
                                                                : error.fix));
    told.back().code = error.code;
  }
  return told;
}

Status Generate(World& world, Folders& folders, const Generators& generators,
                std::vector<BindingUnit*> units) {
  std::vector<char> cached(units.size());
  ParallelFor(units.size(), 0, [&](std::size_t i) {
    cached[i] = ReadCached(world, generators.cache, *units[i]) && IsWhole(*units[i]);
  });
  std::vector<BindingUnit*> missing;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (!cached[i]) missing.push_back(units[i]);
  }
  // What a program finds in the folder that it starts in is nothing of the change's.
  ProcessIn elsewhere(world.process, generators.cache);
  World there{.disk = world.disk,
              .process = elsewhere,
              .clock = world.clock,
              .environment = world.environment};
  return GenerateIntoCache(there, folders, generators.cache, generators.protoc, missing,
                           [] { return true; });
}

}  // namespace

Result<Generators> FindGenerators(World& world, Git& git, const Config& config) {
  const std::string work_tree = git.TopLevel().value_or("");
  Generators found;
  auto cache = CacheFolder(world, "");
  if (!cache) return Fail(CannotTry(cache.error(), "set HOME, or XDG_CACHE_HOME to a folder"));
  found.cache = std::move(*cache);
  if (!work_tree.empty() && IsInWorkTree(world, found.cache, work_tree)) {
    return Fail(CannotTry(
        fmt::format("its cache `{}` is in the work tree, where the change may have put anything",
                    found.cache),
        "set XDG_CACHE_HOME to a folder outside of the repository"));
  }
  std::string version;
  if (!config.binding_languages.empty()) {
    found.protoc = ProgramPlace(world, "protoc");
    auto status = CheckPlace(world, "protoc", found.protoc, work_tree);
    if (!status) return Fail(status.error());
    auto said = ProtocVersion(world, found.protoc);
    if (!said) return Fail(CannotTry(said.error(), "install one that runs"));
    version = std::move(*said);
  }
  for (const BindingsPlugin& plugin : config.binding_plugins) {
    auto status = CheckPlace(world, plugin.program, ProgramPlace(world, plugin.program), work_tree);
    if (!status) return Fail(status.error());
  }
  auto languages = LanguagesOf(world, config, version);
  if (!languages) return Fail(CannotTry(languages.error(), "install it so that it can be read"));
  found.languages = std::move(*languages);
  return found;
}

Result<std::optional<BindingsTrial>> TryBindings(World& world, Folders& folders, Git& git,
                                                 const Case& run) {
  if (!run.rules.policy.auto_generate_bindings) return std::nullopt;
  Config config = run.rules.config;
  if (run.rules.config_is_new)
    config.binding_plugins.clear();  // nobody has read what they would run
  const Files changed = ChangedOf(run.contracts, run.edited);
  if (changed.empty()) return std::nullopt;
  const auto generators = FindGenerators(world, git, config);
  if (!generators) return Fail(generators.error());
  const std::vector<Contract> contracts =
      ContractsFor(run.contracts, changed, generators->languages);
  std::vector<BindingUnit> units = UnitsOf(contracts, generators->languages);
  const Units sorted = UnitsIn(changed, units);
  const Status made = Generate(world, folders, *generators, sorted.changed);
  if (!made && !AreRefusals(made.error())) return Fail(WhyNone(made.error()));
  // What a generator refuses of the others is not the change's fault.
  const Status others = Generate(world, folders, *generators, sorted.others);
  if (!others && !AreRefusals(others.error())) return Fail(WhyNone(others.error()));
  BindingsTrial trial{.contracts = changed.size(), .languages = {}};
  for (const BindingLanguage& language : generators->languages) {
    trial.languages.push_back(language.name);
  }
  if (!made) trial.refusals = made.error();
  const auto clash = ClashAmong(AllOutputs(run.contracts, changed, generators->languages, sorted));
  if (clash.has_value()) trial.refusals.push_back(*clash);
  return trial;
}

}  // namespace leyline
