#include "tools/leyline/input/input.h"

#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/strings.h"
#include "tools/leyline/filters.h"
#include "tools/leyline/input/open.h"
#include "tools/leyline/input/sides.h"

namespace leyline {
namespace {

Result<std::optional<TwoSides::NamedText>> NamedTextIn(const Opened& opened,
                                                       const std::string& path) {
  auto text = TextIn(opened, path);
  if (!text) return Fail(text.error());
  if (!text->has_value()) return std::optional<TwoSides::NamedText>();
  return std::optional<TwoSides::NamedText>({path, std::move(**text)});
}

LoadOptions OptionsFor(const std::optional<Config>& config, const InputFlags& flags) {
  LoadOptions options;
  options.imports = flags.imports;
  options.paths = flags.paths;
  options.excludes = flags.excludes;
  const Config effective = config.value_or(Config{});
  if (config.has_value()) options.roots = effective.contracts;
  options.imports.insert(options.imports.end(), effective.imports.begin(), effective.imports.end());
  options.excludes.insert(options.excludes.end(), effective.exclude.begin(),
                          effective.exclude.end());
  return options;
}

Result<Snapshot> Load(World& world, Opened& opened, const LoadOptions& options) {
  if (opened.tree != nullptr) return LoadTree(*opened.tree, world.disk, options);
  return LoadDescriptorSet(opened.name, std::move(opened.set), options);
}

// What one side lacks was removed or is new; what both lack, or lack at different places, is a
// slip.
Status CheckMissing(const Opened& before, const Opened& after) {
  if (before.missing.empty() && after.missing.empty()) return {};
  const Opened& lacks = before.missing.empty() ? after : before;
  const Opened& other = before.missing.empty() ? before : after;
  if (lacks.place != other.place || other.tree == nullptr) return Fail(lacks.missing);
  if (other.missing.empty()) return {};
  Errors errors = before.missing;
  errors.insert(errors.end(), after.missing.begin(), after.missing.end());
  SortAndDedupe(errors);
  return Fail(std::move(errors));
}

// -I names folders that are there, on disk or in one of the inputs.
Status CheckImports(World& world, const InputFlags& flags, const SourceTree* before,
                    const SourceTree* after) {
  for (const std::string& folder : flags.imports) {
    if (world.disk.TypeOf(folder + "/.") == FileType::kDirectory) continue;
    if (before != nullptr && before->HasFolder(folder)) continue;
    if (after != nullptr && after->HasFolder(folder)) continue;
    return Fail({.kind = ErrorKind::kUsage,
                 .message = fmt::format("-I: there is no folder `{}`", folder),
                 .fix = "name a folder on disk or of an input"});
  }
  return {};
}

void NoticeIdleFilters(World& world, const InputFlags& flags, const std::vector<std::string>& roots,
                       const std::vector<const Opened*>& sides) {
  std::vector<Filtered> inputs;
  for (const Opened* side : sides) inputs.push_back({side->tree.get(), &side->set});
  world.err += NoticeOfIdle("--path", flags.paths, inputs, roots);
  world.err += NoticeOfIdle("--exclude", flags.excludes, inputs, roots);
}

Result<SnapshotPair> LoadWhole(World& world, Opened& before, Opened& after,
                               const LoadOptions& options) {
  auto old_side = Load(world, before, options);
  if (!old_side) return Fail(old_side.error());
  LoadOptions for_new = options;
  for_new.may_be_empty = options.may_be_empty && HasContracts(*old_side);
  auto new_side = Load(world, after, for_new);
  if (!new_side) return Fail(new_side.error());
  return SnapshotPair{std::move(*old_side), std::move(*new_side)};
}

// Loads both sides. Where they name the same place, one of them may have no contracts.
Result<SnapshotPair> LoadPairOf(World& world, Opened& before, Opened& after, LoadOptions options,
                                Extent extent) {
  const bool trees = before.tree != nullptr && after.tree != nullptr;
  options.may_be_empty = trees && (before.place == after.place || (before.is_top && after.is_top));
  const Lacking lacking = options.may_be_empty ? Lacking::kAllowed : Lacking::kRefused;
  auto roots = CheckRoots(before.tree.get(), after.tree.get(), options.roots, lacking);
  if (!roots) return Fail(roots.error());
  const bool sets = before.tree == nullptr && after.tree == nullptr;
  if (extent == Extent::kWhole || (!trees && !sets)) {
    return LoadWhole(world, before, after, options);
  }
  if (extent == Extent::kReached) options.unchanged = Unchanged::kLoaded;
  if (sets) {
    return LoadDescriptorSets({before.name, std::move(before.set)},
                              {after.name, std::move(after.set)}, options);
  }
  return LoadPair(*before.tree, *after.tree, world.disk, options);
}

// The configured roots that the tree has; where it has none, its top is the root.
void KeepRootsOf(const SourceTree& tree, LoadOptions& options) {
  std::erase_if(options.roots,
                [&](const std::string& root) { return root != "." && !tree.HasFolder(root); });
  if (options.roots.empty()) options.roots = {""};
}

Result<Snapshot> LoadRelease(World& world, Opened opened, const std::optional<Config>& config,
                             const InputFlags& flags, const Sought& sought = {}) {
  auto own = ConfigIn(opened);
  if (!own) return Fail(own.error());
  LoadOptions options = OptionsFor(config, flags);
  if (own->has_value()) options.roots = (*own)->contracts;
  if (opened.tree != nullptr) KeepRootsOf(*opened.tree, options);
  options.may_be_empty = true;
  options.sought = sought;
  return Load(world, opened, options);
}

}  // namespace

Flag BeforeFlag(std::string& before) {
  return {.name = "BEFORE",
          .value = "",
          .help = "the version that is in use",
          .required = true,
          .text = &before};
}

Flag AfterFlag(std::string& after) {
  return {.name = "AFTER",
          .value = "",
          .help = "the version that replaces it",
          .required = true,
          .text = &after};
}

std::vector<Flag> InputFlagsOf(InputFlags& flags) {
  return {{.name = "--path",
           .value = "PATH",
           .help = "judge only files below PATH",
           .list = &flags.paths},
          {.name = "--exclude",
           .value = "PATH",
           .help = "leave out files below PATH",
           .list = &flags.excludes},
          {.name = "-I,--import",
           .value = "DIR",
           .help = "also look up imports in DIR; /usr/include is always looked up. Of no use for "
                   "descriptor sets, which hold what they import",
           .list = &flags.imports}};
}

Result<TwoSides> LoadBoth(World& world, const std::string& before, const std::string& after,
                          const InputFlags& flags, Extent extent, const std::string& proposal) {
  if (before == "-" && after == "-") {
    return Fail({.kind = ErrorKind::kUsage,
                 .message = "both sides are `-`, but standard input can be read once",
                 .fix = "name a file for one of them"});
  }
  // Kept, for their processes take time to end.
  auto& repositories = world.Keep(Repositories());
  ListAhead(world, after, repositories);
  auto old_side = Open(world, before, repositories);
  auto new_side = Open(world, after, repositories);
  if (!old_side) return Fail(old_side.error());
  if (!new_side) return Fail(new_side.error());
  if (auto status = CheckMissing(*old_side, *new_side); !status) return Fail(status.error());
  auto config = ConfigIn(*old_side);
  if (!config) return Fail(config.error());
  auto new_config = ConfigIn(*new_side);
  if (!config->has_value()) config = std::move(new_config);
  if (!config) return Fail(config.error());
  auto imports = CheckImports(world, flags, old_side->tree.get(), new_side->tree.get());
  if (!imports) return Fail(imports.error());
  const LoadOptions options = OptionsFor(*config, flags);
  NoticeIdleFilters(world, flags, options.roots, {&*old_side, &*new_side});
  auto pair = LoadPairOf(world, *old_side, *new_side, options, extent);
  if (!pair) return Fail(pair.error());
  TwoSides sides{std::move(pair->before), std::move(pair->after)};
  const std::string governance = config->value_or(Config{}).governance;
  auto subsystems = NamedTextIn(*old_side, governance + "/subsystems.yaml");
  if (!subsystems) return Fail(subsystems.error());
  sides.subsystems = std::move(*subsystems);
  if (!proposal.empty()) {
    auto record = NamedTextIn(*new_side, fmt::format("{}/proposals/{}.yaml", governance, proposal));
    if (!record) return Fail(record.error());
    sides.proposal = std::move(*record);
  }
  sides.config = std::move(*config);
  return sides;
}

Result<std::optional<GitPlace>> PlaceOf(World& world, const std::string& input) {
  auto name = ReadRevision(world, input);
  if (!name) return Fail(name.error());
  if (name->has_value()) {
    Git git(world.process, (*name)->repository);
    auto commit = git.Resolve((*name)->revision);
    if (!commit) return Fail(commit.error());
    return std::optional<GitPlace>({.repository = (*name)->repository,
                                    .commit = std::move(*commit),
                                    .path = CleanPlace((*name)->path)});
  }
  if (!IsFolder(world, input)) return std::optional<GitPlace>();
  Git git(world.process, input);
  auto head = git.Resolve("HEAD");
  auto path = git.Prefix();
  if (!head || !path) return std::optional<GitPlace>();
  return std::optional<GitPlace>({.repository = input,
                                  .commit = std::move(*head),
                                  .path = std::move(*path),
                                  .is_work_tree = true});
}

Result<Snapshot> LoadFromGit(World& world, const std::string& name, const GitPlace& place,
                             const std::optional<Config>& config, const InputFlags& flags) {
  auto git = std::make_shared<Git>(world.process, place.repository);
  auto opened = OpenRevision(std::move(git), name, place.commit, place.path);
  if (!opened) return Fail(opened.error());
  return LoadRelease(world, std::move(*opened), config, flags);
}

Result<Snapshot> LoadFromDisk(World& world, const std::string& input,
                              const std::optional<Config>& config, const InputFlags& flags,
                              const Sought& sought) {
  auto opened = Open(world, input);
  if (!opened) return Fail(opened.error());
  if (!opened->missing.empty()) return Fail(opened->missing);
  return LoadRelease(world, std::move(*opened), config, flags, sought);
}

Result<std::optional<Config>> ConfigOf(World& world, const std::string& input) {
  auto opened = Open(world, input);
  if (!opened) return Fail(opened.error());
  return ConfigIn(*opened);
}

namespace {

struct Alone {
  Opened opened;
  std::optional<Config> config;
  Snapshot snapshot;
};

Result<Alone> OpenAlone(World& world, const std::string& input, const InputFlags& flags) {
  auto opened = Open(world, input);
  if (!opened) return Fail(opened.error());
  if (!opened->missing.empty()) return Fail(opened->missing);
  auto config = ConfigIn(*opened);
  if (!config) return Fail(config.error());
  auto imports = CheckImports(world, flags, opened->tree.get(), nullptr);
  if (!imports) return Fail(imports.error());
  const LoadOptions options = OptionsFor(*config, flags);
  NoticeIdleFilters(world, flags, options.roots, {&*opened});
  auto snapshot = Load(world, *opened, options);
  if (!snapshot) return Fail(snapshot.error());
  return Alone{std::move(*opened), std::move(*config), std::move(*snapshot)};
}

}  // namespace

Result<TwoSides> LoadAlone(World& world, const std::string& input, const InputFlags& flags) {
  auto alone = OpenAlone(world, input, flags);
  if (!alone) return Fail(alone.error());
  const std::string governance = alone->config.value_or(Config{}).governance;
  auto subsystems = NamedTextIn(alone->opened, governance + "/subsystems.yaml");
  if (!subsystems) return Fail(subsystems.error());
  TwoSides sides{std::move(alone->snapshot), {}};
  sides.subsystems = std::move(*subsystems);
  sides.config = std::move(alone->config);
  return sides;
}

Result<Snapshot> LoadOne(World& world, const std::string& input, const InputFlags& flags) {
  auto alone = OpenAlone(world, input, flags);
  if (!alone) return Fail(alone.error());
  return std::move(alone->snapshot);
}

}  // namespace leyline
