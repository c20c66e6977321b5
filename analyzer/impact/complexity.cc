#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analyzer/impact/rollout.h"
#include "analyzer/impact/stored_data.h"

namespace leyline {
namespace {

constexpr std::size_t kMostNames = 5;

// What one more of each costs the people who roll the change out.
struct Weight {
  int points;
  std::string_view why;  // one for all: "{}" is the names
};
// A release that has to wait for another one is a matter of planning.
constexpr Weight kOrdered{1, "released in a given order: {}"};
// Code that no longer compiles is edited once, at a time of one's choosing.
constexpr Weight kCode{1, "edit code that uses what is generated: {}"};
// Reads the new form while both are written.
constexpr Weight kMoves{2, "move to a new form, as no order of releases is safe: {}"};
// Writes two forms, and later stops writing one.
constexpr Weight kWritesBoth{3, "write both forms for a time: {}"};
// Two releases instead of one, for each of those who wait for each other.
constexpr Weight kCycle{3, "wait for each other, so both forms must be written: {}"};
// Rewriting data, or waiting until it is gone.
constexpr Weight kStored{5, "have stored data that the new version can't read: {}"};
// Once new data is stored there is no way back without rewriting it.
constexpr Weight kNoWayBack{2, "can't go back once new data is stored: {}"};
// Somebody has to find out who uses it.
constexpr Weight kUnclaimed{3, "used by nobody who is declared: {}"};

class Rating {
 public:
  Rating(const RolloutInput& input, Rollout& rollout) : input_(input), rollout_(rollout) {}

  void Run() {
    AddOrder();
    AddStores();
    AddCode();
    AddUnclaimed();
  }

 private:
  void Add(const Weight& weight, const std::set<std::string>& names) {
    if (names.empty()) return;
    const int points = weight.points * static_cast<int>(names.size());
    const std::vector<std::string> list(names.begin(), names.end());
    rollout_.points += points;
    rollout_.reasons.push_back({points, fmt::format(fmt::runtime(weight.why), NameList(list))});
  }

  std::string NameOf(uint32_t subsystem) const { return input_.subsystems->list[subsystem].name; }

  void AddOrder() {
    const DeployOrder& order = *input_.order;
    std::set<std::string> waiting;
    std::set<std::string> cyclic;
    for (const Cycle& cycle : order.cycles) {
      cyclic.insert(cycle.subsystems.begin(), cycle.subsystems.end());
    }
    for (std::size_t i = 1; i < order.waves.size(); ++i) {
      for (uint32_t subsystem : order.waves[i]) {
        if (!cyclic.contains(NameOf(subsystem))) waiting.insert(NameOf(subsystem));
      }
    }
    std::set<std::string> writers;
    std::set<std::string> readers;
    for (uint32_t subsystem : order.dual_writers) writers.insert(NameOf(subsystem));
    for (uint32_t subsystem : order.dual_readers) readers.insert(NameOf(subsystem));
    Add(kOrdered, waiting);
    Add(kMoves, readers);
    Add(kWritesBoth, writers);
    Add(kCycle, cyclic);
  }

  void AddStores() {
    std::set<std::string> unreadable;
    std::set<std::string> no_way_back;
    for (const auto& [key, stored] : StoresOf(input_.impacts)) {
      const std::string text =
          fmt::format("{} ({} {})", key.first, key.second, RetentionText(stored.retention_days));
      if (stored.meeting.if_first >= Level::kUnknown) unreadable.insert(text);
      if (stored.meeting.if_last >= Level::kUnknown) no_way_back.insert(text);
    }
    Add(kStored, unreadable);
    Add(kNoWayBack, no_way_back);
  }

  void AddCode() {
    std::set<std::string> code;
    for (const ChangeImpact& impact : input_.impacts) {
      for (const Hit& hit : impact.hits) {
        if (hit.meeting.code != Level::kCompatible) code.insert(hit.subsystem);
      }
    }
    Add(kCode, code);
  }

  void AddUnclaimed() {
    std::set<std::string> names;
    for (const Change& change : input_.changes) {
      if (CompatibilityOf(change) == Compatibility::kBackwardCompatible) continue;
      const std::vector<std::string>& unclaimed = *input_.unclaimed;
      if (std::binary_search(unclaimed.begin(), unclaimed.end(), change.contract)) {
        names.insert(change.contract);
      }
    }
    Add(kUnclaimed, names);
  }

  const RolloutInput& input_;
  Rollout& rollout_;
};

}  // namespace

void RateComplexity(const RolloutInput& input, Rollout& rollout) { Rating(input, rollout).Run(); }

std::string NameList(std::span<const std::string> names) {
  std::string text;
  const std::size_t shown = std::min(names.size(), kMostNames);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

}  // namespace leyline
