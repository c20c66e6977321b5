#include "analyzer/impact/risk.h"

#include <fmt/format.h>

#include "analyzer/impact/consequences.h"
#include "analyzer/impact/stored_data.h"

namespace leyline {
namespace {

constexpr std::size_t kMostReasons = 20;

// UNKNOWN counts as breaking: what nobody could judge is no safer than what is known to break.
bool Breaks(Level level) { return level >= Level::kUnknown; }

// A backward compatible change of which one order of releases is safe, that nobody stores and
// nobody passes on: somebody has to go first, and that is all.
bool IsAMatterOfOrder(const Change& change, const Hit& hit) {
  return CompatibilityOf(change) == Compatibility::kBackwardCompatible &&
         OrderOf(hit.meeting) != Order::kNeither && hit.role != Role::kStores &&
         !Breaks(hit.meeting.passed_on);
}

// Old data can't be updated first, and an rpc path has no old version to fall back to. What stores
// and loses only a way back is no worse off than a reader.
Risk RiskOf(const Change& change, const Hit& hit) {
  if (hit.level == Level::kCompatible) return Risk::kLow;
  if (!Breaks(hit.level) || IsAMatterOfOrder(change, hit)) return Risk::kMedium;
  const bool old_data = hit.role == Role::kStores && Breaks(hit.meeting.if_first);
  const bool calls = hit.role == Role::kServes || hit.role == Role::kCalls;
  return old_data || calls ? Risk::kCritical : Risk::kHigh;
}

std::string RoleText(const Hit& hit) {
  if (hit.role != Role::kStores) return std::string(NameOf(hit.role));
  return fmt::format("stores ({})", RetentionText(hit.retention_days));
}

// Who owns a contract answers for what its users meet.
std::string OwnerText(const Change& change, const Hit& hit) {
  return fmt::format("`{}` owns `{}`, and the change is {} for who uses it", hit.subsystem,
                     change.contract, NameOf(hit.level));
}

// "reads `acme.Event`, which holds `acme.Order`"
std::string UseText(const Change& change, const Hit& hit) {
  const std::string use = fmt::format("{} `{}`", RoleText(hit), hit.contract);
  if (hit.path.empty()) return use;
  const bool calls = hit.role == Role::kServes || hit.role == Role::kCalls;
  return fmt::format("{}, which {} `{}`", use, calls ? "carries" : "holds", change.contract);
}

std::string ReasonText(const Change& change, const Hit& hit) {
  if (hit.role == Role::kOwns) return OwnerText(change, hit);
  std::string text = fmt::format("`{}` {}: {}", hit.subsystem, Verb(hit.level, hit.evidence),
                                 UseText(change, hit));
  for (const std::string& consequence : ConsequencesOf(hit)) text += "; " + consequence;
  return text;
}

}  // namespace

void RiskAssessment::Hits(const Change& change, const Hit& hit) {
  const Risk risk = RiskOf(change, hit);
  if (risk != Risk::kLow) reasons_[risk].insert(ReasonText(change, hit));
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
