#include "tools/leyline/contracts.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/schema/load/memory_tree.h"
#include "records/meaning.h"
#include "tools/leyline/input/sides.h"
#include "tools/leyline/repository.h"
#include "tools/leyline/rules_in_force.h"

namespace leyline {
namespace {

LoadOptions OptionsFor(const Config& config, Emptiness empty) {
  LoadOptions options;
  options.roots = config.contracts;
  options.imports = config.imports;
  options.excludes = config.exclude;
  options.may_be_empty = empty == Emptiness::kIsFine;
  return options;
}

Result<Snapshot> LoadFrom(World& world, const SourceTree& tree, const Config& config,
                          Emptiness empty) {
  return LoadTree(tree, world.disk, OptionsFor(config, empty));
}

constexpr int kMostAncestors = 32;  // that changed the contracts

// What the contracts say is wrong, as opposed to what git could not give.
bool AreAboutContracts(const Errors& errors) {
  return std::all_of(errors.begin(), errors.end(), [](const Error& error) {
    return error.where.has_value() || error.code == "LG1001";
  });
}

struct StandIn {
  Snapshot contracts;
  std::string name;
};

// The newest commit of the first parents that compiles. Nothing at all when none does: then
// everything is new.
Result<StandIn> FindStandIn(World& world, Git& git, const std::string& commit,
                            const Config& config) {
  auto ancestors = git.FirstParents(commit, config.contracts, kMostAncestors);
  if (!ancestors) return Fail(ancestors.error());
  for (const std::string& ancestor : *ancestors) {
    const std::string label = ancestor.substr(0, 12);
    auto contracts = LoadContracts(world, git, ancestor, label, config, Emptiness::kIsFine);
    if (contracts.has_value()) return StandIn{std::move(*contracts), fmt::format("`{}`", label)};
  }
  LoadOptions options;
  options.may_be_empty = true;
  auto nothing = LoadTree(MemoryTree("nothing", {}), world.disk, options);
  if (!nothing) return Fail(nothing.error());
  return StandIn{std::move(*nothing), "no contracts at all"};
}

// Of all contracts of both sides: it vouches for this repair of this damage.
Result<std::string> RepairDigest(Git& git, const Sides& sides) {
  Meaning meaning("leyline.repair.v1");
  for (const std::string& tree : {sides.base, sides.result}) {
    auto files = RevisionFiles::Open(git, tree);
    if (!files) return Fail(files.error());
    meaning.Add("contracts", files->StateOf(".proto"));
  }
  return meaning.Digest();
}

}  // namespace

Result<Snapshot> LoadContracts(World& world, Git& git, const std::string& tree,
                               const std::string& label, const Config& config, Emptiness empty) {
  auto opened = OpenGitTree(git, tree, "", label);
  if (!opened) return Fail(opened.error());
  return LoadFrom(world, **opened, config, empty);
}

namespace {

// Of a base that doesn't compile.
Result<BothContracts> LoadRepaired(World& world, Git& git, const Sides& sides, const Config& config,
                                   const Vouched& vouched, Errors damage, Result<Snapshot>& after) {
  const std::string what =
      fmt::format("the base `{}`, whose contracts do not compile,", sides.base.substr(0, 12));
  if (!after) {
    Errors errors = std::move(after.error());
    errors.push_back(BaseIsBroken(what, "", ""));
    return Fail(std::move(errors));
  }
  auto digest = RepairDigest(git, sides);
  if (!digest) return Fail(digest.error());
  if (!vouched.IsFor(*digest)) {
    damage.push_back(BaseIsBroken(what, "", *digest));
    return Fail(std::move(damage));
  }
  auto stand_in = FindStandIn(world, git, sides.base, config);
  if (!stand_in) return Fail(stand_in.error());
  return BothContracts{{std::move(stand_in->contracts), std::move(*after)},
                       std::move(stand_in->name),
                       std::move(*digest)};
}

}  // namespace

Result<BothContracts> LoadBothContracts(World& world, Git& git, const Sides& sides,
                                        const Config& config, Extent extent,
                                        const Vouched& vouched) {
  auto old_tree = OpenGitTree(git, sides.base, "", sides.base.substr(0, 12));
  if (!old_tree) return Fail(old_tree.error());
  auto new_tree = OpenGitTree(git, sides.result, "", "the merge result");
  if (!new_tree) return Fail(new_tree.error());
  auto roots = CheckRoots(old_tree->get(), new_tree->get(), config.contracts, Lacking::kAllowed);
  if (!roots) return Fail(roots.error());
  if (extent != Extent::kWhole) {
    LoadOptions options = OptionsFor(config, Emptiness::kIsFine);
    options.unchanged = Unchanged::kJudged;
    auto pair = LoadPair(**old_tree, **new_tree, world.disk, options);
    if (pair.has_value()) return BothContracts{std::move(*pair), "", ""};
    // Each version by itself tells which of them is at fault.
  }
  auto before = LoadFrom(world, **old_tree, config, Emptiness::kIsFine);
  const bool broken = !before && AreAboutContracts(before.error());
  if (!before && !broken) return Fail(before.error());
  const bool may_be_empty = broken || HasContracts(*before);
  auto after =
      LoadFrom(world, **new_tree, config, may_be_empty ? Emptiness::kIsFine : Emptiness::kIsError);
  if (broken) return LoadRepaired(world, git, sides, config, vouched, before.error(), after);
  if (!after) return Fail(after.error());
  return BothContracts{{std::move(*before), std::move(*after)}, "", ""};
}

Snapshot TakeResult(BothContracts both) {
  const std::vector<std::string>& unchanged = both.pair.unchanged;
  for (const auto& file : both.pair.after.files) {
    if (std::binary_search(unchanged.begin(), unchanged.end(), file->path)) file->governed = true;
  }
  return std::move(both.pair.after);
}

Result<Snapshot> LoadContractsOrStandIn(World& world, Git& git, const std::string& commit,
                                        const Config& config) {
  auto contracts =
      LoadContracts(world, git, commit, commit.substr(0, 12), config, Emptiness::kIsFine);
  if (contracts.has_value() || !AreAboutContracts(contracts.error())) return contracts;
  auto stand_in = FindStandIn(world, git, commit, config);
  if (!stand_in) return Fail(stand_in.error());
  return std::move(stand_in->contracts);
}

}  // namespace leyline
