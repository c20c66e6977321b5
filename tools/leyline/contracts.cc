#include "tools/leyline/contracts.h"

#include "tools/leyline/sides.h"

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

Status CheckContractRoots(Git& git, const std::string& base, const std::string& base_label,
                          const std::string& result, const Config& config) {
  auto before = OpenGitTree(git, base, "", base_label);
  if (!before) return Fail(before.error());
  auto after = OpenGitTree(git, result, "", "the merge result");
  if (!after) return Fail(after.error());
  return CheckRoots(before->get(), after->get(), config.contracts, Lacking::kAllowed);
}

}  // namespace leyline
