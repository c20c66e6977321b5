#include "report/impact_words.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "analyzer/impact/any_change.h"
#include "analyzer/impact/consequences.h"
#include "analyzer/witness/sample_values.h"
#include "base/strings.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

constexpr std::size_t kLink = 2;  // parts of "Message.field"
constexpr std::size_t kMostNames = 50;
constexpr std::ptrdiff_t kShownLinks = 5;  // of a long chain, at each end

std::string_view PackageOf(std::string_view name) {
  const std::string_view rest = ShortName(name, kLink);
  return name.substr(0, name.size() - rest.size());
}

void AddUnique(std::vector<std::string>& list, std::string text) {
  if (text.empty() || std::find(list.begin(), list.end(), text) != list.end()) return;
  list.push_back(std::move(text));
}

std::string ListOf(const std::vector<std::string>& names) { return Join(names, ", "); }

constexpr Level kWorstFirst[] = {Level::kBreaking, Level::kUnknown, Level::kConditional,
                                 Level::kCompatible};

}  // namespace

std::string FirstOf(const std::vector<std::string>& names, std::size_t most) {
  if (names.size() <= most) return ListOf(names);
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(most);
  return fmt::format("{} and {} more", ListOf({names.begin(), end}), names.size() - most);
}

std::string_view ShortName(std::string_view full_name, std::size_t kept) {
  auto parts = static_cast<std::size_t>(std::count(full_name.begin(), full_name.end(), '.')) + 1;
  while (parts > kept && std::islower(static_cast<unsigned char>(full_name[0])) != 0) {
    full_name.remove_prefix(full_name.find('.') + 1);
    --parts;
  }
  return full_name;
}

std::vector<std::string> ChainOf(const Change& change, const Hit& hit) {
  std::vector<std::string> chain = hit.path;
  const bool is_part = change.element.starts_with(change.contract + ".");
  if (is_part) chain.push_back(change.element);
  if (!is_part && (chain.empty() || hit.contract != change.contract)) {
    chain.push_back(change.contract);
  }
  for (std::size_t i = 1; i < chain.size(); ++i) {
    if (PackageOf(chain[i]) == PackageOf(chain[0]))
      chain[i] = std::string(ShortName(chain[i], kLink));
  }
  const auto left_out = static_cast<std::ptrdiff_t>(hit.links_left_out);
  if (left_out == 0 && std::ssize(chain) <= 2 * kShownLinks + 1) return chain;
  const std::ptrdiff_t hidden = std::ssize(chain) + left_out - 2 * kShownLinks;
  std::vector<std::string> shown(chain.begin(), chain.begin() + kShownLinks);
  shown.push_back(fmt::format("... {} more ...", hidden));
  shown.insert(shown.end(), chain.end() - kShownLinks, chain.end());
  return shown;
}

std::vector<std::string> PathOf(const Hit& hit) {
  std::vector<std::string> path = hit.path;
  if (hit.links_left_out > 0) {
    path.insert(path.begin() + std::ssize(path) / 2,
                fmt::format("... {} more ...", hit.links_left_out));
  }
  return path;
}

std::string RoleWords(const Hit& hit) {
  std::string words(NameOf(hit.role));
  if (hit.retention_days > 0) words += fmt::format(" ({})", Counted(hit.retention_days, "day"));
  if (hit.outside_fields) words += " (other fields)";
  return words;
}

std::vector<ChainRow> RowsByChain(const std::vector<Hit>& hits) {
  std::vector<ChainRow> rows;
  std::ptrdiff_t first = 0;  // of the subsystem's rows; hits are sorted by subsystem
  for (const Hit& hit : hits) {
    if (!rows.empty() && rows.back().hit->subsystem != hit.subsystem) first = std::ssize(rows);
    auto row = std::find_if(rows.begin() + first, rows.end(), [&](const ChainRow& each) {
      return each.hit->level == hit.level && each.hit->contract == hit.contract &&
             each.hit->path == hit.path;
    });
    if (row == rows.end()) row = rows.insert(rows.end(), ChainRow{&hit, {}, {}});
    AddUnique(row->roles, RoleWords(hit));
    AddUnique(row->words, std::string(Verb(hit.level, hit.evidence)));
    for (std::string& words : ConsequencesOf(hit)) AddUnique(row->words, std::move(words));
  }
  for (ChainRow& row : rows) {
    if (row.hit->forwards) row.roles.emplace_back("passes it on");
  }
  return rows;
}

Level WorstOf(const Change& change, const ChangeImpact& impact) {
  Level worst = LevelShown(change);
  for (const Hit& hit : impact.hits) worst = std::max(worst, hit.level);
  return worst;
}

std::vector<std::size_t> WorstFirst(const ImpactView& view) {
  std::vector<Level> levels;
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    levels.push_back(WorstOf(view.diff.changes[i], view.impact->changes[i]));
  }
  std::vector<std::size_t> order(levels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::make_pair(levels[a], LevelShown(view.diff.changes[a])) >
           std::make_pair(levels[b], LevelShown(view.diff.changes[b]));
  });
  return order;
}

HitRows WorstRows(const ImpactView& view, Level least, std::size_t most) {
  HitRows found;
  for (const Level level : kWorstFirst) {
    if (level < least) continue;
    for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
      const std::vector<Hit>& hits = view.impact->changes[i].hits;
      const auto has_level = [&](const Hit& hit) { return hit.level == level; };
      if (found.rows.size() == most) {
        found.left_out +=
            static_cast<std::size_t>(std::count_if(hits.begin(), hits.end(), has_level));
      } else if (std::any_of(hits.begin(), hits.end(), has_level)) {
        for (ChainRow& row : RowsByChain(hits)) {
          if (!has_level(*row.hit)) continue;
          if (found.rows.size() < most) {
            found.rows.push_back({&view.diff.changes[i], std::move(row)});
          } else {
            ++found.left_out;
          }
        }
      }
    }
  }
  return found;
}

std::vector<SubsystemRow> BySubsystem(const ImpactView& view) {
  std::map<std::string_view, SubsystemRow> known;
  for (const ChangeImpact& change : view.impact->changes) {
    for (const Hit& hit : change.hits) {
      SubsystemRow& row = known[hit.subsystem];
      ++row.by_level[static_cast<std::size_t>(hit.level)];
      if (row.worst == nullptr || hit.level > row.worst->level) row.worst = &hit;
    }
  }
  std::vector<SubsystemRow> rows;
  for (const auto& [name, row] : known) rows.push_back(row);
  std::stable_sort(rows.begin(), rows.end(), [](const SubsystemRow& a, const SubsystemRow& b) {
    return a.worst->level > b.worst->level;
  });
  return rows;
}

std::string LevelCounts(const SubsystemRow& row) {
  std::vector<std::string> counts;
  for (const Level level : kWorstFirst) {
    const std::size_t count = row.by_level[static_cast<std::size_t>(level)];
    if (count > 0) counts.push_back(fmt::format("{} {}", count, NameOf(level)));
  }
  return ListOf(counts);
}

std::vector<std::string> ConditionsOf(const Change& change) {
  std::vector<std::string> conditions;
  for (const Verdict& verdict : change.verdicts) {
    if (verdict.condition.empty() || verdict.direction == Direction::kRoundTrip) continue;
    if (verdict.surface == Surface::kText) continue;  // as on json
    AddUnique(conditions, fmt::format("{}: {}", WordOf(verdict.surface), verdict.condition));
  }
  return conditions;
}

std::string KindWords(const Edge& edge) {
  switch (edge.kind) {
    case EdgeKind::kData:
      return "data";
    case EdgeKind::kStored:
      return edge.retention_days == 0 ? "stored data"
                                      : "stored data, " + Counted(edge.retention_days, "day");
    case EdgeKind::kRequest:
      return "requests";
    case EdgeKind::kReply:
      return "replies";
  }
  return "";
}

std::string_view OrderWords(const Edge& edge) {
  const Order order = OrderOf(edge.meeting);
  if (edge.meeting.worst() == Level::kUnknown) return "depends on the change";
  if (edge.kind == EdgeKind::kStored) {
    switch (order) {
      case Order::kAny:
        return "readable";
      case Order::kReaderFirst:
        return "no way back once new data is stored";
      case Order::kWriterFirst:
        return "not readable by the new version";
      case Order::kNeither:
        return "not readable by the new version, and no way back";
    }
  }
  switch (order) {
    case Order::kAny:
      return "any order";
    case Order::kReaderFirst:
      return "reader first";
    case Order::kWriterFirst:
      return "writer first";
    case Order::kNeither:
      return "no order is safe";
  }
  return "";
}

std::string_view EvidenceWords(HowKnown evidence) {
  return evidence == HowKnown::kDeclared ? "declared" : "by the types";
}

std::string_view TitleOf(PhaseKind kind) {
  switch (kind) {
    case PhaseKind::kExpand:
      return "Expand: the new form comes beside the old one";
    case PhaseKind::kMigrate:
      return "Migrate: subsystems go over to it";
    case PhaseKind::kContract:
      return "Contract: the old form goes";
  }
  return "";
}

std::string StepWords(const Step& step, std::size_t most) {
  if (step.subsystems.empty()) return "contracts: " + step.action;
  return fmt::format("{}: {}", FirstOf(step.subsystems, most), step.action);
}

std::string CycleWords(const Cycle& cycle) {
  const std::string_view sure = cycle.declared ? "" : " (known by the types only)";
  if (cycle.subsystems.size() == 1) {
    return fmt::format(
        "{} reads what it writes{}: one release that can do both forms, then one that writes the "
        "new one",
        cycle.subsystems[0], sure);
  }
  return fmt::format("{} wait for each other{}: both forms must be written for a time",
                     FirstOf(cycle.subsystems, kMostNames), sure);
}

std::string RollbackWords(const RollbackFinding& finding) {
  return fmt::format("{} `{}` is {}{}", finding.change_type, finding.element, NameOf(finding.level),
                     finding.surface.empty() ? "" : " on " + finding.surface);
}

std::vector<std::string> ProposalWords(const ProposalView& proposal, Risk risk) {
  std::vector<std::string> lines;
  for (const std::string& change : proposal.absent) {
    lines.push_back(fmt::format("it asks for {}, which is not among the changes", change));
  }
  if (!proposal.missing.empty()) {
    lines.push_back(
        fmt::format("it does not name the affected subsystems {}; add them to "
                    "`affected_subsystems`",
                    FirstOf(proposal.missing, kMostNames)));
  }
  if (!proposal.not_hit.empty()) {
    lines.push_back(
        fmt::format("it names {}, which nothing hits", FirstOf(proposal.not_hit, kMostNames)));
  }
  if (!proposal.risk_covered) {
    lines.push_back(
        proposal.risk.empty()
            ? fmt::format("it declares no risk; computed is {}", NameOf(risk))
            : fmt::format("it declares risk {}; computed is {}", proposal.risk, NameOf(risk)));
  }
  return lines;
}

Level LevelShown(const Change& change) {
  if (change.change_type == kAnyChange) return Level::kUnknown;
  return LevelOf(CompatibilityOf(change));
}

std::string SizeSubject(const SizeDelta& size) {
  switch (size.kind) {
    case SizeDelta::Kind::kMessage:
      return size.name;
    case SizeDelta::Kind::kRequest:
      return fmt::format("requests of {} ({})", size.name, size.contract);
    case SizeDelta::Kind::kReply:
      return fmt::format("replies of {} ({})", size.name, size.contract);
    case SizeDelta::Kind::kStored:
      return fmt::format("stored by {}{}: {}", size.name,
                         size.retention_days == 0 ? "" : ", " + Counted(size.retention_days, "day"),
                         size.contract);
  }
  return "";
}

std::string SampledWords(const SizeDelta::Side& side) {
  if (!side.exists) return "none";
  return fmt::format("{:.1f} bytes", static_cast<double>(side.sampled) / kSamples);
}

std::string BoundsWords(const SizeDelta::Side& side) {
  if (!side.exists) return "none";
  if (!side.most.has_value()) return fmt::format("{} bytes or more", side.least);
  return fmt::format("{} to {} bytes", side.least, *side.most);
}

std::string DeltaWords(const SizeDelta& size) {
  if (!size.before.exists || !size.after.exists) return "";
  if (size.before.sampled == size.after.sampled) return "same";
  const double before = static_cast<double>(size.before.sampled);
  const double delta = static_cast<double>(size.after.sampled) - before;
  if (before == 0) return fmt::format("{:+.1f} bytes", delta / kSamples);
  return fmt::format("{:+.1f} bytes ({:+.0f} %)", delta / kSamples, 100 * delta / before);
}

std::string TimeWords(const SizeDelta& size) {
  const auto of_one = [](int64_t nanoseconds) { return nanoseconds / kSamples; };
  if (size.before.encode_ns + size.after.encode_ns == 0) return "";
  return fmt::format("encode {} -> {} ns, decode {} -> {} ns", of_one(size.before.encode_ns),
                     of_one(size.after.encode_ns), of_one(size.before.decode_ns),
                     of_one(size.after.decode_ns));
}

std::string ApproverWords(const Approver& approver, std::size_t most) {
  return fmt::format("{}{}: {}", approver.owner,
                     approver.contact.empty() ? "" : fmt::format(" ({})", approver.contact),
                     FirstOf(approver.subsystems, most));
}

}  // namespace leyline
