#include "analyzer/impact/risk.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// The first of the hits of one subsystem in one role that make the risk what it is.
struct Reason {
  const Change* change = nullptr;
  const Hit* hit = nullptr;
  std::size_t count = 0;
};

class Assessment {
 public:
  void Add(const Change& change, const ChangeImpact& impact) {
    for (const Hit& hit : impact.hits) {
      Put(RiskOf(change, hit), {hit.subsystem, hit.role}, {.change = &change, .hit = &hit});
    }
    if (IsUsed(impact)) return;
    const Compatibility compatibility = CompatibilityOf(change);
    if (compatibility == Compatibility::kBackwardCompatible) return;
    const bool breaks = compatibility == Compatibility::kBreakingChange;
    unclaimed_of_[breaks ? 1 : 0].insert(change.contract);
    risk_ = std::max(risk_, breaks ? Risk::kHigh : Risk::kMedium);
  }

  Risk risk() const { return risk_; }

  std::vector<std::string> Reasons() const {
    std::vector<std::string> texts;
    std::size_t all = 0;
    const auto add = [&](auto text_of) {
      if (++all <= kMostReasons) texts.push_back(text_of());
    };
    if (risk_ == Risk::kHigh || risk_ == Risk::kMedium) {
      const bool breaks = risk_ == Risk::kHigh;
      for (std::string_view contract : unclaimed_of_[breaks ? 1 : 0]) {
        add([&] { return UnclaimedText(contract, breaks); });
      }
    }
    if (reasons_risk_ == risk_) {
      for (const auto& [key, reason] : reasons_) add([&] { return TextOf(reason); });
    }
    if (all > kMostReasons) {
      texts.push_back(fmt::format("{} more reasons of this kind", all - kMostReasons));
    }
    return texts;
  }

 private:
  using Key = std::pair<std::string_view, Role>;

  void Put(Risk risk, const Key& key, const Reason& reason) {
    if (risk == Risk::kLow || risk < reasons_risk_) return;
    if (risk > reasons_risk_) reasons_.clear();
    reasons_risk_ = risk;
    risk_ = std::max(risk_, risk);
    ++reasons_.try_emplace(key, reason).first->second.count;
  }

  static std::string UnclaimedText(std::string_view contract, bool breaks) {
    return fmt::format("{} change of `{}`, which no subsystem claims: whom it hits is not known",
                       breaks ? "BREAKING" : "CONDITIONAL", contract);
  }

  static std::string TextOf(const Reason& reason) {
    std::string text = ReasonText(*reason.change, *reason.hit);
    const std::size_t more = reason.count - 1;
    if (more > 0) text += fmt::format(" (and {} more such hit{})", more, more == 1 ? "" : "s");
    return text;
  }

  Risk risk_ = Risk::kLow;
  Risk reasons_risk_ = Risk::kLow;
  std::map<Key, Reason> reasons_;               // of reasons_risk_
  std::set<std::string_view> unclaimed_of_[2];  // by conditional changes, and by breaking ones
};

}  // namespace

void AssessRisk(std::span<const Change> changes, ImpactReport& report) {
  Assessment assessment;
  for (std::size_t i = 0; i < changes.size(); ++i) assessment.Add(changes[i], report.changes[i]);
  report.risk = assessment.risk();
  report.risk_reasons = assessment.Reasons();
}

}  // namespace leyline
