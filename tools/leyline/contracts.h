// The contracts of a commit or tree, as leyline.yaml says where they are.
#pragma once

#include <string>

#include "analyzer/schema/load.h"
#include "config/leyline_yaml.h"
#include "git/git.h"
#include "tools/leyline/command.h"
#include "tools/leyline/input/input.h"
#include "tools/leyline/rules_in_force.h"

namespace leyline {

// A side that may be empty is one from before the first contract. `label` is for messages.
enum class Emptiness : uint8_t { kIsError, kIsFine };

Result<Snapshot> LoadContracts(World& world, Git& git, const std::string& tree,
                               const std::string& label, const Config& config, Emptiness empty);

// The base and the merge result, as commits or trees.
struct Sides {
  const std::string& base;
  const std::string& result;
};

struct BothContracts {
  SnapshotPair pair;
  // What stands for a base that does not compile, in words for people; empty when it does.
  std::string stand_in;
  std::string repair;  // the digest of what mends such a base
};

// A root that one of them lacks was removed or is new; one that both lack is an error, and so is no
// contract on either side. A base that does not compile is LG2016, unless somebody vouches for this
// repair: then the newest commit before it that does compile stands for it. All is judged; but for
// Extent::kWhole what says the same on both sides is not marked as governed, for Diff has nothing
// to find there.
Result<BothContracts> LoadBothContracts(World& world, Git& git, const Sides& sides,
                                        const Config& config, Extent extent,
                                        const Vouched& vouched);

// The merge result with all that is governed marked so again.
Snapshot TakeResult(BothContracts both);

// The contracts of a commit; where they don't compile, those of what stands for it, as above.
Result<Snapshot> LoadContractsOrStandIn(World& world, Git& git, const std::string& commit,
                                        const Config& config);

}  // namespace leyline
