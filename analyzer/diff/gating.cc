#include "analyzer/diff/gating.h"

#include <algorithm>

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

bool Gating::HasSurface(Surface surface) const {
  return std::find(surfaces.begin(), surfaces.end(), surface) != surfaces.end();
}

bool Gating::Counts(const Verdict& verdict) const {
  return HasSurface(verdict.surface) && Concerns(mode, verdict.direction);
}

std::optional<Level> WorstOf(const Change& change, const Gating& gating) {
  std::optional<Level> worst;
  for (const Verdict& verdict : change.verdicts) {
    if (!gating.Counts(verdict)) continue;
    worst = std::max(worst.value_or(Level::kCompatible), verdict.level);
  }
  return worst;
}

bool IsGated(const Change& change, const Gating& gating) {
  if (change.verdicts.empty()) return true;
  const std::optional<Level> worst = WorstOf(change, gating);
  if (gating.mode == Mode::kStrict) return worst.has_value();
  return worst.value_or(Level::kCompatible) != Level::kCompatible;
}

Compatibility CompatibilityOf(Level level) {
  if (level == Level::kCompatible) return Compatibility::kBackwardCompatible;
  return level == Level::kConditional ? Compatibility::kConditional
                                      : Compatibility::kBreakingChange;
}

}  // namespace leyline
