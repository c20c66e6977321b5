#include "analyzer/impact/risk.h"

#include <fmt/format.h>

namespace leyline {
namespace {

constexpr std::size_t kMostReasons = 20;

// UNKNOWN counts as breaking: what nobody could judge is no safer than what is known to break.
bool Breaks(Level level) { return level >= Level::kUnknown; }

// Old data can't be updated first, and an rpc path has no old version to fall back to.
Risk RiskOf(const Hit& hit) {
  if (hit.level == Level::kCompatible) return Risk::kLow;
  if (!Breaks(hit.level)) return Risk::kMedium;
  const bool beyond_rollout =
      hit.role == Role::kStores || hit.role == Role::kServes || hit.role == Role::kCalls;
  return beyond_rollout ? Risk::kCritical : Risk::kHigh;
}

std::string RoleText(Role role, int retention_days) {
  if (role != Role::kStores) return std::string(NameOf(role)) + " it";
  if (retention_days == 0) return "stores it for a time that is not said";
  return fmt::format("stores it for {} days", retention_days);
}

}  // namespace

void RiskAssessment::Hits(const Change& change, const Hit& hit, int retention_days) {
  const Risk risk = RiskOf(hit);
  if (risk == Risk::kLow) return;
  reasons_[risk].insert(fmt::format(
      "{} change of `{}` hits `{}`, which {}", NameOf(hit.level), change.contract, hit.subsystem,
      hit.path.empty()
          ? RoleText(hit.role, retention_days)
          : fmt::format("{} inside `{}`", RoleText(hit.role, retention_days), hit.contract)));
}

void RiskAssessment::HitsNobodyKnown(const Change& change) {
  const Compatibility compatibility = CompatibilityOf(change);
  if (compatibility == Compatibility::kBackwardCompatible) return;
  const bool breaks = compatibility == Compatibility::kBreakingChange;
  reasons_[breaks ? Risk::kHigh : Risk::kMedium].insert(
      fmt::format("{} change of `{}`, which no subsystem claims: whom it hits is not known",
                  breaks ? "BREAKING" : "CONDITIONAL", change.contract));
}

Risk RiskAssessment::risk() const {
  return reasons_.empty() ? Risk::kLow : reasons_.rbegin()->first;
}

std::vector<std::string> RiskAssessment::reasons() const {
  if (reasons_.empty()) return {};
  const std::set<std::string>& all = reasons_.rbegin()->second;
  std::vector<std::string> shown;
  for (const std::string& reason : all) {
    if (shown.size() == kMostReasons) break;
    shown.push_back(reason);
  }
  if (all.size() > kMostReasons) {
    shown.push_back(fmt::format("{} more reasons of this kind", all.size() - kMostReasons));
  }
  return shown;
}

}  // namespace leyline
