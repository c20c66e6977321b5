#include "analyzer/impact/rollout.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "analyzer/impact/stored_data.h"
#include "analyzer/rules/rule.h"

namespace leyline {
namespace {

constexpr std::size_t kMostElements = 10;

class Planner {
 public:
  explicit Planner(const RolloutInput& input)
      : input_(input), order_(*input.order), stores_(StoresOf(input.impacts)) {}

  Rollout Run() {
    const bool both_forms = !order_.dual_readers.empty() || !order_.cycles.empty();
    if (both_forms) Expand();
    Migrate(both_forms);
    if (both_forms) Contract();
    rollout_.cycles = order_.cycles;
    RateComplexity(input_, rollout_);
    return std::move(rollout_);
  }

 private:
  const Subsystem& SubsystemAt(uint32_t index) const { return input_.subsystems->list[index]; }

  template <class Indexes>
  std::vector<std::string> NamesOf(const Indexes& indexes) const {
    std::vector<std::string> names;
    for (uint32_t index : indexes) names.push_back(SubsystemAt(index).name);
    std::sort(names.begin(), names.end());
    return names;
  }

  std::set<uint32_t> CycleMembers() const {
    std::set<uint32_t> members;
    for (const std::vector<uint32_t>& cycle : order_.cycle_members) {
      members.insert(cycle.begin(), cycle.end());
    }
    return members;
  }

  // Whoever has to write both forms.
  std::set<uint32_t> Writers() const {
    std::set<uint32_t> writers = CycleMembers();
    writers.insert(order_.dual_writers.begin(), order_.dual_writers.end());
    return writers;
  }

  // "production runs v1.4.0": without it nobody knows what has to be waited for.
  template <class Indexes>
  std::string RunsWhere(const Indexes& indexes) const {
    std::vector<std::string> texts;
    for (uint32_t index : indexes) {
      for (const RunsIn& deployment : SubsystemAt(index).deployment) {
        texts.push_back(fmt::format("{} in {} runs {}", SubsystemAt(index).name,
                                    deployment.environment, deployment.version));
      }
    }
    std::sort(texts.begin(), texts.end());
    return texts.empty() ? "" : fmt::format(" (now: {})", NameList(texts));
  }

  // "shop writes both forms in every environment"
  template <class Indexes>
  std::string Everywhere(const Indexes& indexes, std::string_view verb,
                         std::string_view what) const {
    return fmt::format("{} {}{} {} in every environment{}", NameList(NamesOf(indexes)), verb,
                       indexes.size() == 1 ? "s" : "", what, RunsWhere(indexes));
  }

  // The elements that need two forms, with the rule's way to get there.
  void Expand() {
    Phase phase{.kind = PhaseKind::kExpand};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < input_.changes.size(); ++i) {
      const Change& change = input_.changes[i];
      if (!NeedsBothForms(input_.impacts[i]) || !seen.insert(change.element).second) continue;
      if (phase.steps.size() == kMostElements) break;
      const Rule* rule = FindRule(change.change_type);
      phase.steps.push_back(
          {{},
           fmt::format("don't make this change to `{}` in one step. {}", change.element,
                       rule == nullptr ? "Add the new form beside the old one" : rule->instead)});
    }
    const std::set<uint32_t> writers = Writers();
    if (!writers.empty()) {
      phase.steps.push_back({NamesOf(writers), "write the old and the new form"});
      phase.gates.push_back(Everywhere(writers, "write", "both forms"));
    }
    for (const std::string& contract : order_.unwritten) {
      phase.gates.push_back(fmt::format(
          "whoever writes `{}` writes both forms; no subsystem is declared to", contract));
    }
    rollout_.phases.push_back(std::move(phase));
  }

  static bool NeedsBothForms(const ChangeImpact& impact) {
    return std::any_of(impact.hits.begin(), impact.hits.end(), [](const Hit& hit) {
      return OrderOf(hit.meeting) != Order::kAny && hit.role != Role::kOwns;
    });
  }

  void Migrate(bool both_forms) {
    Phase phase{.kind = PhaseKind::kMigrate};
    const std::set<uint32_t> cyclic = CycleMembers();
    std::set<uint32_t> done;
    for (std::vector<uint32_t> wave : order_.waves) {
      done.insert(wave.begin(), wave.end());
      std::erase_if(wave, [&](uint32_t index) { return cyclic.contains(index); });
      if (wave.empty()) continue;
      phase.steps.push_back({NamesOf(wave), "take the new contract"});
    }
    if (phase.steps.size() > 1) {
      phase.gates.push_back("each step runs in every environment before the next one begins" +
                            RunsWhere(done));
    }
    std::set<uint32_t> movers = order_.dual_readers;
    movers.insert(cyclic.begin(), cyclic.end());
    if (!movers.empty()) {
      phase.steps.push_back({NamesOf(movers), "read the new form"});
      phase.gates.push_back(Everywhere(movers, "read", "the new form"));
    }
    AddTheRest(done, movers, phase);
    AddStores(phase, both_forms);
    if (!phase.steps.empty()) rollout_.phases.push_back(std::move(phase));
  }

  // Hit, but in no order with a subsystem that is declared: code to edit, conditions to keep, or
  // data that is exchanged with somebody whom the map doesn't name.
  void AddTheRest(const std::set<uint32_t>& done, const std::set<uint32_t>& movers, Phase& phase) {
    std::map<std::string_view, Meeting> rest;
    for (const ChangeImpact& impact : input_.impacts) {
      for (const Hit& hit : impact.hits) {
        if (hit.level == Level::kCompatible) continue;
        Meeting& meeting = rest[hit.subsystem];
        const bool exchanges = hit.role != Role::kOwns && hit.role != Role::kStores;
        if (exchanges) meeting.Join(hit.meeting);
      }
    }
    for (const std::set<uint32_t>& others : {done, movers, Writers()}) {
      for (uint32_t index : others) rest.erase(SubsystemAt(index).name);
    }
    std::map<Order, std::vector<std::string>> by_order;
    for (const auto& [name, meeting] : rest) by_order[OrderOf(meeting)].emplace_back(name);
    for (auto& [order, names] : by_order) {
      phase.steps.push_back({std::move(names), std::string(LonelyStep(order))});
    }
  }

  static std::string_view LonelyStep(Order order) {
    switch (order) {
      case Order::kAny:
        return "take the new contract, in any order";
      case Order::kReaderFirst:
        return "take the new contract before those it is exchanged with, whom the map doesn't name";
      case Order::kWriterFirst:
        return "take the new contract after those it is exchanged with, whom the map doesn't name";
      case Order::kNeither:
        return "take the new contract; no order is safe for those it is exchanged with, whom the "
               "map doesn't name: find them, or use both forms";
    }
    return "";
  }

  void AddStores(Phase& phase, bool both_forms) {
    for (const auto& [key, stored] : stores_) {
      const auto& [subsystem, contract] = key;
      if (stored.meeting.if_first >= Level::kUnknown) {
        const std::string wait =
            stored.retention_days == 0
                ? "or wait until it is gone: how long it is kept is not said"
                : fmt::format("or wait {} days after the old form was last written",
                              stored.retention_days);
        phase.gates.push_back(fmt::format("{} rewrites the stored `{}`, {}{}", subsystem, contract,
                                          wait, both_forms ? "" : ", before it goes"));
      }
    }
    if (!both_forms) AddPointsOfNoReturn(phase);
  }

  // While both forms are written, the old version reads what it wants.
  void AddPointsOfNoReturn(Phase& phase) {
    for (const auto& [key, stored] : stores_) {
      if (stored.meeting.if_last < Level::kUnknown) continue;
      phase.gates.push_back(
          fmt::format("once only the new form of `{}` is written, {} can't go back without "
                      "rewriting what it stored",
                      key.second, key.first));
    }
  }

  void Contract() {
    Phase phase{.kind = PhaseKind::kContract};
    const std::set<uint32_t> writers = Writers();
    if (!writers.empty()) phase.steps.push_back({NamesOf(writers), "write the new form only"});
    phase.steps.push_back(
        {{}, "remove the old form from the contracts, and reserve its numbers and names"});
    phase.gates.push_back("no environment runs a version that reads the old form");
    AddPointsOfNoReturn(phase);
    rollout_.phases.push_back(std::move(phase));
  }

  const RolloutInput& input_;
  const DeployOrder& order_;
  const Stores stores_;
  Rollout rollout_;
};

}  // namespace

Rollout PlanRollout(const RolloutInput& input) { return Planner(input).Run(); }

}  // namespace leyline
