// The gate's own use of bindings: can any be made of what a merge changes?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/folders.h"
#include "tools/leyline/bindings/bindings.h"
#include "tools/leyline/case.h"

namespace leyline {

// Who makes them: what leyline.yaml names, as this machine has it.
struct Generators {
  std::string cache;
  std::string protoc;  // its place; empty where no language is protoc's own
  std::vector<BindingLanguage> languages;
};

// Errors are of kInput, for without them the gate can't decide. Nothing in the work tree is one of
// them: it is the change's.
Result<Generators> FindGenerators(World& world, Git& git, const Config& config);

// Generates what the cache lacks of the contracts that changed, and of those that import them.
// Nothing when the policy does not ask for it, or no contract changed.
Result<std::optional<BindingsTrial>> TryBindings(World& world, Folders& folders, Git& git,
                                                 const Case& run);

}  // namespace leyline
