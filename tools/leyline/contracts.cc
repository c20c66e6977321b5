#include "tools/leyline/contracts.h"

#include "tools/leyline/sides.h"

namespace leyline {
namespace {

Result<Snapshot> LoadFrom(World& world, const SourceTree& tree, const Config& config,
                          Emptiness empty) {
  LoadOptions options;
  options.roots = config.contracts;
  options.imports = config.imports;
  options.excludes = config.exclude;
  options.may_be_empty = empty == Emptiness::kIsFine;
  return LoadTree(tree, world.disk, options);
}

}  // namespace

Result<Snapshot> LoadContracts(World& world, Git& git, const std::string& tree,
                               const std::string& label, const Config& config, Emptiness empty) {
  auto opened = OpenGitTree(git, tree, "", label);
  if (!opened) return Fail(opened.error());
  return LoadFrom(world, **opened, config, empty);
}

Result<SnapshotPair> LoadBothContracts(World& world, Git& git, const std::string& base,
                                       const std::string& result, const Config& config) {
  auto old_tree = OpenGitTree(git, base, "", base.substr(0, 12));
  if (!old_tree) return Fail(old_tree.error());
  auto new_tree = OpenGitTree(git, result, "", "the merge result");
  if (!new_tree) return Fail(new_tree.error());
  auto roots = CheckRoots(old_tree->get(), new_tree->get(), config.contracts, Lacking::kAllowed);
  if (!roots) return Fail(roots.error());
  auto before = LoadFrom(world, **old_tree, config, Emptiness::kIsFine);
  if (!before) return Fail(before.error());
  auto after = LoadFrom(world, **new_tree, config,
                        HasContracts(*before) ? Emptiness::kIsFine : Emptiness::kIsError);
  if (!after) return Fail(after.error());
  return SnapshotPair{std::move(*before), std::move(*after)};
}

}  // namespace leyline
