// The rules by which a change is judged: those of the base revision, never those of the change.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/impact/subsystems.h"
#include "config/leyline_yaml.h"
#include "policy/policy.h"
#include "records/people.h"
#include "records/waivers.h"
#include "tools/leyline/repository.h"

namespace leyline {

struct Rules {
  Config config;
  Policy whole_policy;
  Policy policy;  // as it holds for the target
  std::optional<Subsystems> subsystems;
  People people;  // none without a roles.yaml
  std::vector<Waiver> waivers;
  bool first_merge = false;    // the base has no policy yet: the change brings it
  bool config_is_new = false;  // and leyline.yaml too, which nobody vouches for
  // Files of the base that can't be used, and are those of the change, as --repair vouches.
  std::vector<std::string> repaired;
  std::vector<std::string> repairs = {};  // by these digests
};

// What whoever runs the gate answers for, with digests that earlier runs printed. The change under
// test can't say it, and any other text has another digest.
struct Vouched {
  // Of the policy file's bytes; lets the first merge be judged by the policy that it brings itself.
  // Of no effect once the base has a policy.
  std::string bootstrap = {};
  // Of repairs of a base that can't be used (LG2016). Of no effect on one that can.
  std::vector<std::string> repairs = {};
  // Of a merge that the branch has already: the first policy is what it brought, and a repair what
  // it mended.
  bool is_merged = false;

  bool IsFor(const std::string& repair) const {
    return is_merged || std::find(repairs.begin(), repairs.end(), repair) != repairs.end();
  }
};

// `target_ref`: a policy that is not fit for production can't be used for it; empty: not asked.
Result<Rules> ReadRules(const RevisionFiles& base, const RevisionFiles& result,
                        const std::string& target_ref = "", const Vouched& vouched = {});

// The leyline.yaml in force: that of the base; before the base has a policy, else of the change.
Result<Config> ReadConfigInForce(const RevisionFiles& base, const RevisionFiles& result);

// Whether the rules that the merge brings can be used by the gates after it; they judge nothing
// yet. ReadRules has found that those of the base can.
Status CheckNextRules(const RevisionFiles& base, const RevisionFiles& result,
                      const std::string& target_ref);

// The files that hold the rules, before the merge or after it: whoever edits one writes a change of
// the rules.
std::vector<std::string> RulePaths(const RevisionFiles& base, const RevisionFiles& result);

// LG2016: a file of the base, or all of its contracts, can't be used. `digest`: of the repair that
// the change brings; empty when it brings none.
Error BaseIsBroken(const std::string& what, const std::string& file, const std::string& digest);

}  // namespace leyline
