#include "policy/weaken.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

// Everything that a mode gates: 1 backward, 2 forward, 4 what is compatible.
int ReachOf(Mode mode) {
  switch (mode) {
    case Mode::kBackward:
      return 1;
    case Mode::kForward:
      return 2;
    case Mode::kFull:
      return 3;
    case Mode::kStrict:
      return 7;
  }
  return 0;
}

class Comparison {
 public:
  void Say(std::string text) { found_.push_back(std::move(text)); }

  template <class T>
  void SayChange(std::string_view key, const T& before, const T& after) {
    Say(fmt::format("`{}` {} -> {}", key, before, after));
  }

  void Lower(std::string_view key, int64_t before, int64_t after) {
    if (after < before) SayChange(key, before, after);
  }
  void Higher(std::string_view key, int64_t before, int64_t after) {
    if (after > before) SayChange(key, before, after);
  }
  // Zero is no limit at all.
  void Longer(std::string_view key, int before, int after) {
    if (before == 0 || before == after || (after != 0 && after < before)) return;
    Say(after == 0 ? fmt::format("`{}` {} -> no limit", key, before)
                   : fmt::format("`{}` {} -> {}", key, before, after));
  }
  void Dropped(std::string_view key, bool before, bool after) {
    if (before && !after) Say(fmt::format("`{}` true -> false", key));
  }
  void Other(std::string_view key, const std::string& before, const std::string& after) {
    if (before != after) SayChange(key, before, after);
  }

  void Approvals(const Policy& before, const Policy& after) {
    Lower("min_approvals", before.min_approvals, after.min_approvals);
    Other("owner", before.owner, after.owner);
    for (const std::string& reviewer : after.reviewers) {
      const auto& known = before.reviewers;
      if (std::find(known.begin(), known.end(), reviewer) != known.end()) continue;
      Say(fmt::format("new approver `{}`", reviewer));
    }
    Dropped("owner_approval: required", before.owner_approval == OwnerApproval::kRequired,
            after.owner_approval == OwnerApproval::kRequired);
    Dropped("when_owner_proposes: block", before.when_owner_proposes == OwnerProposes::kBlock,
            after.when_owner_proposes == OwnerProposes::kBlock);
    Dropped("subsystem_owners: required", before.subsystem_owners == SubsystemOwners::kRequired,
            after.subsystem_owners == SubsystemOwners::kRequired);
    Dropped("min_evidence: sshsig", before.min_evidence == EvidenceLevel::kSigned,
            after.min_evidence == EvidenceLevel::kSigned);
    Dropped("reject_sticky", before.reject_sticky, after.reject_sticky);
  }

  void Times(const Policy& before, const Policy& after) {
    Higher("review_timeout_days", before.review_timeout_days, after.review_timeout_days);
    Longer("approval_ttl_days", before.approval_ttl_days, after.approval_ttl_days);
    Longer("max_implementation_days", before.max_implementation_days,
           after.max_implementation_days);
  }

  void Enforcement(const Policy& before, const Policy& after) {
    Dropped("block_on_validation_failure", before.block_on_validation_failure,
            after.block_on_validation_failure);
    Dropped("require_impact_analysis", before.require_impact_analysis,
            after.require_impact_analysis);
    Dropped("auto_generate_bindings", before.auto_generate_bindings, after.auto_generate_bindings);
    if (!before.emergency_bypass && after.emergency_bypass) {
      Say("`emergency_bypass` false -> true");
    }
    const EmergencyPolicy& was = before.emergency;
    const EmergencyPolicy& is = after.emergency;
    if (before.emergency_bypass && after.emergency_bypass) {
      if (was.allowed_roles != is.allowed_roles) Say("`allowed_roles` of `emergency` are others");
      Dropped("two_person", was.two_person, is.two_person);
      Higher("max_hours", was.max_hours, is.max_hours);
      Higher("review_due_hours", was.review_due_hours, is.review_due_hours);
      Higher("max_open", was.max_open, is.max_open);
    }
    Higher("min_supported_version", before.min_supported_version, after.min_supported_version);
    const Mode from = before.gating.mode;
    const Mode to = after.gating.mode;
    if ((ReachOf(from) & ~ReachOf(to)) != 0) {
      SayChange("compatibility_mode", NameOf(from), NameOf(to));
    }
    for (const Surface surface : before.gating.surfaces) {
      const auto& now = after.gating.surfaces;
      if (std::find(now.begin(), now.end(), surface) != now.end()) continue;
      Say(fmt::format("`surfaces` without {}", WordOf(surface)));
    }
  }

  // Rules for parts of the tree can't be compared by meaning: each that is new is named.
  void Packages(const Policy& before, const Policy& after) {
    for (const PackageRule& rule : after.packages) {
      const auto& known = before.packages;
      if (std::find(known.begin(), known.end(), rule) != known.end()) continue;
      const std::vector<std::string>& places = rule.names.empty() ? rule.paths : rule.names;
      Say(fmt::format("another `packages` rule for {}{}", fmt::join(places, ", "),
                      rule.unstable ? ": unstable" : ""));
    }
    for (const PackageRule& rule : before.packages) {
      const auto& now = after.packages;
      if (rule.unstable || std::find(now.begin(), now.end(), rule) != now.end()) continue;
      Say(fmt::format("no `packages` rule for {} any more",
                      Join(rule.names.empty() ? rule.paths : rule.names, ", ")));
    }
  }

  void Environments(const Policy& before, const Policy& after) {
    for (const Environment& one : before.environments) {
      const auto& now = after.environments;
      const auto same = std::find_if(
          now.begin(), now.end(), [&](const Environment& other) { return other.name == one.name; });
      if (same == now.end()) {
        Say(fmt::format("environment `{}` is gone", one.name));
      } else if (!(*same == one)) {
        Say(fmt::format("environment `{}` is another", one.name));
      }
    }
    for (const Environment& one : after.environments) {
      const bool known =
          std::any_of(before.environments.begin(), before.environments.end(),
                      [&](const Environment& other) { return other.name == one.name; });
      if (!known) Say(fmt::format("new environment `{}` for {}", one.name, Join(one.refs, ", ")));
    }
  }

  void Breaker(const BreakerPolicy& before, const BreakerPolicy& after) {
    Higher("failure_threshold", before.failure_threshold, after.failure_threshold);
    Lower("recovery_timeout_ms", before.recovery_timeout_ms, after.recovery_timeout_ms);
    Higher("half_open_requests", before.half_open_requests, after.half_open_requests);
    Lower("window_hours", before.window_hours, after.window_hours);
    Dropped("on_critical: forced_open", before.on_critical == OnCritical::kForcedOpen,
            after.on_critical == OnCritical::kForcedOpen);
    Other("scope", before.scope, after.scope);
  }

  std::vector<std::string> Take() { return std::move(found_); }

 private:
  std::vector<std::string> found_;
};

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const PrincipalKey* SameKey(const Principal& principal, const PrincipalKey& key) {
  const auto found = std::find_if(principal.keys.begin(), principal.keys.end(),
                                  [&](const PrincipalKey& one) { return one.key == key.key; });
  return found == principal.keys.end() ? nullptr : &*found;
}

void CompareKeys(const Principal& before, const Principal& after, Comparison& found) {
  for (const PrincipalKey& key : after.keys) {
    const PrincipalKey* was = SameKey(before, key);
    if (was == nullptr) {
      found.Say(fmt::format("new key for `{}`", after.id));
    } else if (was->valid_from != key.valid_from || was->expires != key.expires ||
               (was->revoked_at.has_value() && was->revoked_at != key.revoked_at)) {
      found.Say(fmt::format("a key of `{}` holds at other times", after.id));
    }
  }
  // Who wrote a change under such a name could approve it.
  for (const auto& [was, is] :
       {std::pair(&before.names, &after.names), std::pair(&before.emails, &after.emails)}) {
    for (const std::string& name : *was) {
      if (!Has(*is, name))
        found.Say(fmt::format("`{}` is not called `{}` any more", after.id, name));
    }
  }
  if (before.robot && !after.robot) {
    found.Say(fmt::format("`{}` is no machine any more", after.id));
  }
}

}  // namespace

std::vector<std::string> Weakenings(const Policy& before, const Policy& after) {
  Comparison found;
  found.Approvals(before, after);
  found.Times(before, after);
  found.Enforcement(before, after);
  found.Packages(before, after);
  found.Environments(before, after);
  found.Breaker(before.breaker, after.breaker);
  return found.Take();
}

std::vector<std::string> Weakenings(const People& before, const People& after) {
  Comparison found;
  for (const auto& [role, persons] : after.roles()) {
    const std::vector<std::string> known =
        before.HasRole(role) ? before.BehindRole(role) : std::vector<std::string>();
    for (const std::string& person : persons) {
      if (!Has(known, person)) found.Say(fmt::format("`{}` comes behind `{}`", person, role));
    }
  }
  for (const Principal& principal : after.principals()) {
    const auto& known = before.principals();
    const auto was = std::find_if(known.begin(), known.end(),
                                  [&](const Principal& one) { return one.id == principal.id; });
    if (was != known.end()) {
      CompareKeys(*was, principal, found);
    } else if (!principal.keys.empty()) {
      found.Say(fmt::format("`{}` comes with a key", principal.id));
    }
  }
  return found.Take();
}

}  // namespace leyline
