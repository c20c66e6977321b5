// Which changes need an approved proposal.
#include <algorithm>

#include "policy/policy.h"

namespace leyline {
namespace {

bool Concerns(Mode mode, Direction direction) {
  switch (mode) {
    case Mode::kBackward:
      return direction == Direction::kBackward;
    case Mode::kForward:
      return direction == Direction::kForward;
    case Mode::kFull:
    case Mode::kStrict:
      return true;
  }
  return true;
}

}  // namespace

bool IsGated(const Change& change, const Policy& policy) {
  const auto is_visible = [&](const Verdict& verdict) {
    return std::find(policy.surfaces.begin(), policy.surfaces.end(), verdict.surface) !=
           policy.surfaces.end();
  };
  const auto& verdicts = change.verdicts;
  if (verdicts.empty()) return true;  // nothing is known of what it does: CHANGE_POLICY
  if (policy.compatibility_mode == Mode::kStrict) {
    return std::any_of(verdicts.begin(), verdicts.end(), is_visible);
  }
  return std::any_of(verdicts.begin(), verdicts.end(), [&](const Verdict& verdict) {
    return is_visible(verdict) && Concerns(policy.compatibility_mode, verdict.direction) &&
           verdict.level != Level::kCompatible;
  });
}

}  // namespace leyline
