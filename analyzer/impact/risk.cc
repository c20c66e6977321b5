#include "analyzer/impact/risk.h"

#include <fmt/format.h>

#include "analyzer/impact/stored_data.h"

namespace leyline {
namespace {

constexpr std::size_t kMostReasons = 20;

// UNKNOWN counts as breaking: what nobody could judge is no safer than what is known to break.
bool Breaks(Level level) { return level >= Level::kUnknown; }

// Old data can't be updated first, and an rpc path has no old version to fall back to. What stores
// and loses only a way back is no worse off than a reader.
Risk RiskOf(const Hit& hit) {
  if (hit.level == Level::kCompatible) return Risk::kLow;
  if (!Breaks(hit.level)) return Risk::kMedium;
  const bool old_data = hit.role == Role::kStores && Breaks(hit.meeting.if_first);
  const bool calls = hit.role == Role::kServes || hit.role == Role::kCalls;
  return old_data || calls ? Risk::kCritical : Risk::kHigh;
}

std::string RoleText(const Hit& hit) {
  if (hit.role != Role::kStores) return std::string(NameOf(hit.role)) + " it";
  return "stores it " + RetentionText(hit.retention_days);
}

// What follows from declared use is said to hit; what is only known by the types may.
std::string_view Verb(const Hit& hit) {
  return hit.evidence == HowKnown::kDeclared ? "hits" : "may hit";
}

}  // namespace

void RiskAssessment::Hits(const Change& change, const Hit& hit) {
  const Risk risk = RiskOf(hit);
  if (risk == Risk::kLow) return;
  const std::string inside = hit.path.empty() ? "" : fmt::format(" inside `{}`", hit.contract);
  reasons_[risk].insert(fmt::format("{} change of `{}` {} `{}`, which {}{}", NameOf(hit.level),
                                    change.contract, Verb(hit), hit.subsystem, RoleText(hit),
                                    inside));
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
