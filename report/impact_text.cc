#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "analyzer/impact/sizes.h"
#include "analyzer/witness/sample_values.h"
#include "base/strings.h"
#include "report/impact_words.h"
#include "report/text.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// What a person reads. The rest is counted, and --all shows it.
constexpr std::size_t kMostChanges = 50;
constexpr std::size_t kMostHits = 20;  // of one change, those with the same words as one
constexpr std::size_t kMostRows = 50;  // of any other list
constexpr std::size_t kMostAlike = 5;  // of what shares its words
constexpr std::size_t kMostFindings = 10;
constexpr std::size_t kUnderLevel = 16;  // the column behind "    BREAKING    "

std::size_t Most(std::size_t most, const TextStyle& style) { return style.all ? SIZE_MAX : most; }

void AppendMore(std::string& out, std::size_t count, std::size_t most, std::string_view what = "") {
  if (count > most) out += fmt::format("    and {} more{}; --all shows them\n", count - most, what);
}

// Under what all of them share. One of them stands in that line itself.
void AppendAlike(std::string& out, const std::vector<std::string>& names, const TextStyle& style) {
  if (names.size() == 1) return;
  const std::string margin(kUnderLevel, ' ');
  const std::size_t most = Most(kMostAlike, style);
  for (std::size_t i = 0; i < names.size() && i < most; ++i) {
    out += margin + Printable(names[i]) + "\n";
  }
  if (names.size() > most) {
    out += fmt::format("{}and {} more; --all shows them\n", margin, names.size() - most);
  }
}

// The paths by which a change hits a subsystem in the same way.
struct HitGroup {
  const ChainRow* first = nullptr;
  std::vector<std::string> paths;

  bool Takes(const ChainRow& row) const {
    return first->hit->subsystem == row.hit->subsystem && first->hit->level == row.hit->level &&
           first->roles == row.roles && first->words == row.words;
  }
};

// The rows of a subsystem stand together.
std::vector<HitGroup> GroupsOf(const Change& change, const std::vector<ChainRow>& rows) {
  std::vector<HitGroup> groups;
  std::size_t of_subsystem = 0;  // the first of its groups
  for (const ChainRow& row : rows) {
    if (!groups.empty() && groups.back().first->hit->subsystem != row.hit->subsystem) {
      of_subsystem = groups.size();
    }
    auto group = std::find_if(groups.begin() + static_cast<std::ptrdiff_t>(of_subsystem),
                              groups.end(), [&](const HitGroup& one) { return one.Takes(row); });
    if (group == groups.end()) group = groups.insert(group, {.first = &row, .paths = {}});
    group->paths.push_back(Join(ChainOf(change, *row.hit), " -> "));
  }
  return groups;
}

void AppendHits(std::string& out, const HitGroup& group, const TextStyle& style) {
  const ChainRow& row = *group.first;
  const Hit& hit = *row.hit;
  out += fmt::format("    {} {} ({}) {}{}\n", LevelLabel(style, hit.level),
                     Tinted(style, Tint::kBold, hit.subsystem), hit.owner, Join(row.roles, ", "),
                     group.paths.size() == 1 ? " " + Printable(group.paths.front())
                                             : fmt::format(", by {} paths", group.paths.size()));
  if (hit.level != Level::kCompatible) {
    out += std::string(kUnderLevel, ' ') + Hung(Join(row.words, "; "), kUnderLevel, style.width);
  }
  AppendAlike(out, group.paths, style);
}

// The worst of each subsystem first, by how bad it is, then the others. The groups of a subsystem
// stand together. Returns how many subsystems there are.
std::size_t PutWorstOfEachFirst(std::vector<HitGroup>& groups) {
  const auto is_worse = [](const HitGroup& a, const HitGroup& b) {
    return a.first->hit->level > b.first->hit->level;
  };
  std::vector<HitGroup> first;
  std::vector<HitGroup> others;
  for (auto at = groups.begin(); at != groups.end();) {
    const auto end = std::find_if(at, groups.end(), [&](const HitGroup& group) {
      return group.first->hit->subsystem != at->first->hit->subsystem;
    });
    std::stable_sort(at, end, is_worse);
    first.push_back(std::move(*at));
    others.insert(others.end(), std::move_iterator(at + 1), std::move_iterator(end));
    at = end;
  }
  std::stable_sort(first.begin(), first.end(), is_worse);
  std::stable_sort(others.begin(), others.end(), is_worse);
  const std::size_t subsystems = first.size();
  first.insert(first.end(), std::move_iterator(others.begin()), std::move_iterator(others.end()));
  groups = std::move(first);
  return subsystems;
}

// How the rest of too many is told apart from what is shown.
std::string OfTheRest(std::size_t subsystems, std::size_t most) {
  if (subsystems <= most) return " of the same subsystems";
  return fmt::format(", {} among them, none hit worse",
                     Counted(static_cast<int32_t>(subsystems - most), "other subsystem"));
}

void AppendHits(std::string& out, const Change& change, const ChangeImpact& impact,
                const TextStyle& style) {
  if (impact.hits.empty()) out += "    no subsystem declares a use of it\n";
  const std::vector<ChainRow> rows = RowsByChain(impact.hits);
  std::vector<HitGroup> groups = GroupsOf(change, rows);
  const std::size_t most = Most(kMostHits, style);
  std::string rest;
  if (groups.size() > most) rest = OfTheRest(PutWorstOfEachFirst(groups), most);
  for (std::size_t i = 0; i < groups.size() && i < most; ++i) AppendHits(out, groups[i], style);
  AppendMore(out, groups.size(), most, rest);
}

// Of too many the worst, in their order.
std::vector<std::size_t> ShownChanges(const ImpactView& view, const TextStyle& style) {
  std::vector<std::size_t> shown = WorstFirst(view);
  if (!style.all) {
    std::erase_if(shown, [&](std::size_t i) {
      return view.impact->changes[i].hits.empty() &&
             CompatibilityOf(view.diff.changes[i]) == Compatibility::kBackwardCompatible;
    });
    if (shown.size() > kMostChanges) shown.resize(kMostChanges);
  }
  std::sort(shown.begin(), shown.end());
  return shown;
}

void AppendUnclaimed(std::string& out, const ImpactReport& impact, const TextStyle& style) {
  if (impact.unclaimed.empty()) return;
  out += "no subsystem claims these changed contracts; who uses them is not known:\n";
  const std::size_t most = Most(kMostRows, style);
  for (std::size_t i = 0; i < impact.unclaimed.size() && i < most; ++i) {
    out += fmt::format("    {}\n", Printable(impact.unclaimed[i]));
  }
  AppendMore(out, impact.unclaimed.size(), most);
  out.push_back('\n');
}

void AppendChanges(std::string& out, const ImpactView& view, const TextStyle& style) {
  const std::vector<std::size_t> shown = ShownChanges(view, style);
  for (std::size_t i : shown) {
    const Change& change = view.diff.changes[i];
    out +=
        fmt::format("{}: {} {}\n    {}\n", PlaceOf(change), LevelLabel(style, LevelShown(change)),
                    Tinted(style, Tint::kBold, change.change_type), Printable(change.message));
    for (const std::string& condition : ConditionsOf(change)) {
      out += "    condition on " + Hung(Printable(condition), 17, style.width);
    }
    AppendHits(out, change, view.impact->changes[i], style);
    out.push_back('\n');
  }
  if (const std::size_t more = view.diff.changes.size() - shown.size(); more > 0) {
    out +=
        fmt::format("{} not shown, none worse than these; --all shows {}\n\n",
                    Counted(static_cast<int32_t>(more), shown.empty() ? "change" : "more change"),
                    more == 1 ? "it" : "them");
  }
  AppendUnclaimed(out, *view.impact, style);
}

// Edges between the same two that are alike but for their contracts.
struct EdgeGroup {
  const Edge* first = nullptr;
  std::vector<std::string> contracts;
};

std::vector<EdgeGroup> GroupsOf(const std::vector<Edge>& edges, Level least) {
  using Alike = std::tuple<Level, std::string_view, std::string_view, std::string, std::string_view,
                           std::string_view>;
  std::map<Alike, std::size_t> known;
  std::vector<EdgeGroup> groups;
  for (const Edge& edge : edges) {
    const Level level = edge.meeting.worst();
    if (level < least) continue;
    const Alike alike(level, edge.from, edge.to, KindWords(edge), EvidenceWords(edge.evidence),
                      OrderWords(edge));
    const auto [at, is_new] = known.emplace(alike, groups.size());
    if (is_new) groups.push_back({.first = &edge, .contracts = {}});
    groups[at->second].contracts.push_back(edge.contract);
  }
  return groups;
}

void AppendEdges(std::string& out, const ImpactReport& impact, const TextStyle& style) {
  const auto least = style.all ? Level::kCompatible : Level::kConditional;
  const std::vector<EdgeGroup> groups = GroupsOf(impact.edges, least);
  if (groups.empty()) return;
  out += "edges, from who writes to who reads:\n";
  const std::size_t most = Most(kMostRows, style);
  for (std::size_t i = 0; i < groups.size() && i < most; ++i) {
    const Edge& edge = *groups[i].first;
    const std::vector<std::string>& contracts = groups[i].contracts;
    out += fmt::format("    {} {} -> {}: {} ({}, {}): {}\n",
                       LevelLabel(style, edge.meeting.worst()), edge.from, edge.to,
                       contracts.size() == 1 ? Printable(contracts.front())
                                             : fmt::format("{} contracts", contracts.size()),
                       KindWords(edge), EvidenceWords(edge.evidence), OrderWords(edge));
    AppendAlike(out, contracts, style);
  }
  AppendMore(out, groups.size(), most);
  if (impact.edges_cut) out += fmt::format("    and those beyond the first {}\n", kMostEdges);
  out.push_back('\n');
}

void AppendRollout(std::string& out, const ImpactView& view, const TextStyle& style) {
  const Rollout& rollout = view.impact->rollout;
  const bool at_worst =
      std::any_of(view.diff.changes.begin(), view.diff.changes.end(),
                  [](const Change& change) { return LevelShown(change) == Level::kUnknown; });
  if (rollout.phases.empty()) return;
  out += fmt::format("rollout{}, {} of complexity:\n", at_worst ? " at worst" : "",
                     Counted(rollout.points, "point"));
  for (const Cycle& cycle : rollout.cycles) {
    out += "  cycle: " + Hung(CycleWords(cycle), 9, style.width);
  }
  for (const Phase& phase : rollout.phases) {
    out += fmt::format("  {}\n", Tinted(style, Tint::kBold, TitleOf(phase.kind)));
    for (std::size_t i = 0; i < phase.steps.size(); ++i) {
      const std::string number = fmt::format("    {}. ", i + 1);
      out += number + Hung(Printable(StepWords(phase.steps[i], Most(kMostRows, style))),
                           number.size(), style.width);
    }
    const std::size_t most = Most(kMostRows, style);
    for (std::size_t i = 0; i < phase.gates.size() && i < most; ++i) {
      out += "    gate: " + Hung(Printable(phase.gates[i]), 10, style.width);
    }
    AppendMore(out, phase.gates.size(), most, " gates");
  }
  for (const ComplexityReason& reason : rollout.reasons) {
    const std::string points = fmt::format("  {:>9}: ", Counted(reason.points, "point"));
    out += points + Hung(Printable(reason.reason), points.size(), style.width);
  }
  out.push_back('\n');
}

void AppendRollback(std::string& out, const ImpactReport& impact, const TextStyle& style) {
  if (!impact.rollback.has_value()) return;
  const Rollback& rollback = *impact.rollback;
  if (rollback.findings.empty()) {
    out += fmt::format("rollback: the way back satisfies mode {}\n\n", NameOf(rollback.mode));
    return;
  }
  out += fmt::format("rollback: the way back does not satisfy mode {}:\n", NameOf(rollback.mode));
  const std::size_t most = Most(kMostFindings, style);
  for (std::size_t i = 0; i < rollback.findings.size() && i < most; ++i) {
    out += fmt::format("    {}\n", Printable(RollbackWords(rollback.findings[i])));
  }
  AppendMore(out, rollback.findings.size(), most);
  out.push_back('\n');
}

void AppendSizes(std::string& out, const ImpactReport& impact, const TextStyle& style) {
  if (impact.sizes.empty()) return;
  out += fmt::format("sizes in binary, the mean of {} samples:\n", kSamples);
  const std::size_t most = Most(kMostRows, style);
  for (std::size_t i = 0; i < impact.sizes.size() && i < most; ++i) {
    const SizeDelta& size = impact.sizes[i];
    std::string line = fmt::format("{}: {}", SizeSubject(size), SampledWords(size.after));
    if (const std::string delta = DeltaWords(size); !delta.empty()) line += ", " + delta;
    line += fmt::format("; {}", BoundsWords(size.after));
    if (BoundsWords(size.before) != BoundsWords(size.after)) {
      line += fmt::format(", was {}", BoundsWords(size.before));
    }
    if (const std::string time = TimeWords(size); !time.empty()) line += "; " + time;
    out += "    " + Hung(Printable(line), 4, style.width);
  }
  AppendMore(out, impact.sizes.size(), most);
  if (impact.sizes_left_out > 0) {
    out += fmt::format("    and {} beyond the first {} of a kind\n", impact.sizes_left_out,
                       kMostSizes);
  }
  out.push_back('\n');
}

void AppendProposal(std::string& out, const ImpactView& view, const TextStyle& style) {
  if (view.proposal == nullptr) return;
  const std::vector<std::string> lines = ProposalWords(*view.proposal, view.impact->risk);
  out += fmt::format("proposal `{}`{}\n", view.proposal->id,
                     lines.empty() ? " says what was found" : ":");
  for (const std::string& line : lines) out += "    " + Hung(Printable(line), 4, style.width);
  out.push_back('\n');
}

void AppendRisk(std::string& out, const ImpactReport& impact) {
  out += fmt::format("risk {}", NameOf(impact.risk));
  const bool several = impact.risk_reasons.size() > 1;
  for (const std::string& reason : impact.risk_reasons) {
    out += fmt::format("{}{}", several ? "\n    " : ": ", Printable(reason));
  }
  out.push_back('\n');
}

void AppendApprovers(std::string& out, const ImpactReport& impact, const TextStyle& style) {
  if (impact.approvers.empty()) return;
  out += "owners to ask:\n";
  const std::size_t most = Most(kMostRows, style);
  for (std::size_t i = 0; i < impact.approvers.size() && i < most; ++i) {
    out += fmt::format("    {}\n", Printable(ApproverWords(impact.approvers[i], most)));
  }
  AppendMore(out, impact.approvers.size(), most);
  out.push_back('\n');
}

}  // namespace

std::string ImpactText(const ImpactView& view, const TextStyle& style) {
  std::string out;
  const ImpactReport& impact = *view.impact;
  AppendChanges(out, view, style);
  AppendEdges(out, impact, style);
  AppendRollout(out, view, style);
  AppendRollback(out, impact, style);
  AppendSizes(out, impact, style);
  AppendApprovers(out, impact, style);
  AppendProposal(out, view, style);
  const Tally tally = Count(view.diff.changes);
  out += fmt::format("{} -> {}: {}", Printable(view.diff.before), Printable(view.diff.after),
                     Counted(tally.all(), "change"));
  out += fmt::format("; affected: {}\n",
                     impact.affected_subsystems.empty()
                         ? "no declared subsystem"
                         : FirstOf(impact.affected_subsystems, Most(kMostRows, style)));
  AppendRisk(out, impact);
  return out;
}

}  // namespace leyline
