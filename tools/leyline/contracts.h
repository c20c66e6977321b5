// The contracts of a commit or tree, as leyline.yaml says where they are.
#pragma once

#include <string>

#include "analyzer/schema/load.h"
#include "config/leyline_yaml.h"
#include "git/git.h"
#include "tools/leyline/command.h"

namespace leyline {

// A side that may be empty is one from before the first contract. `label` is for messages.
enum class Emptiness : uint8_t { kIsError, kIsFine };

Result<Snapshot> LoadContracts(World& world, Git& git, const std::string& tree,
                               const std::string& label, const Config& config, Emptiness empty);

// Whether base and result have the roots that leyline.yaml names: one of them may lack one, where all
// of it was removed or is new.
Status CheckContractRoots(Git& git, const std::string& base, const std::string& base_label,
                          const std::string& result, const Config& config);

}  // namespace leyline
