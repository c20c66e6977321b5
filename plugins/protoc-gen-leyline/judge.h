// What the plugin says of the contracts of a request: compared with those in use, and judged by the
// policy where there is one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/schema/snapshot.h"
#include "config/leyline_yaml.h"
#include "plugins/protoc-gen-leyline/parameters.h"
#include "plugins/protoc-gen-leyline/request.h"
#include "policy/policy.h"
#include "tools/leyline/command.h"

namespace leyline {

// leyline.yaml of `config=` and the policy that it names; nothing without one.
struct RulesOnDisk {
  Config config;
  std::string folder;  // of leyline.yaml, with '/' behind, or empty
  Policy policy;
};
Result<std::optional<RulesOnDisk>> ReadRulesOnDisk(World& world, const std::string& config);

struct Judgement {
  std::string refusal;                 // for people, place first; empty: let it pass
  std::vector<GeneratedFile> reports;  // that `report=` asks for
};

// Of `after`, imports to which something moved become governed. `world.disk` and git are asked for
// `against` only. Records of the policy's folder count as in `leyline gate`, but the circuit is not
// asked and nothing is recorded: the gate has the last word.
Result<Judgement> JudgeRequest(World& world, const GeneratorRequest& request,
                               const Parameters& parameters,
                               const std::optional<RulesOnDisk>& rules, Snapshot& after);

}  // namespace leyline
