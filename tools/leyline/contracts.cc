#include "tools/leyline/contracts.h"

namespace leyline {

Result<Snapshot> LoadContracts(World& world, Git& git, const std::string& tree,
                               const std::string& label, const Config& config, Emptiness empty) {
  auto opened = OpenGitTree(git, tree, "", label);
  if (!opened) return Fail(opened.error());
  LoadOptions options;
  options.roots = config.contracts;
  options.imports = config.imports;
  options.excludes = config.exclude;
  options.may_be_empty = empty == Emptiness::kIsFine;
  return LoadTree(**opened, world.disk, options);
}

}  // namespace leyline
