#include "report/text_parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/impact/consequences.h"
#include "analyzer/rules/rule.h"
#include "base/strings.h"
#include "report/impact_words.h"
#include "report/verdict_rows.h"
#include "report/wrap.h"

namespace leyline {
namespace {

constexpr std::size_t kLevelWidth = 11;  // of "CONDITIONAL"

// Whether the level that is shown for the change is one that the verdict makes.
bool Makes(const Verdict& verdict, Level shown, const Gating* gating) {
  if (verdict.level != shown) return false;
  if (gating != nullptr) return gating->Counts(verdict);
  return verdict.direction == Direction::kBackward && verdict.surface != Surface::kText &&
         verdict.surface != Surface::kSource;
}

// The verdict whose witness proves the level that is shown: a backward one first, binary before
// JSON. Null where none of those has a witness.
const Verdict* MostTelling(const std::vector<Verdict>& verdicts, Level shown,
                           const Gating* gating) {
  const Verdict* best = nullptr;
  for (const Verdict& verdict : verdicts) {
    if (!verdict.witness.has_value() || !verdict.witness->reason.empty()) continue;
    if (verdict.surface == Surface::kSource || !Makes(verdict, shown, gating)) continue;
    const bool is_first = best == nullptr || (best->direction != Direction::kBackward &&
                                              verdict.direction == Direction::kBackward);
    if (is_first) best = &verdict;
  }
  return best;
}

void AppendWitness(std::string& out, const std::vector<Verdict>& verdicts, Level shown,
                   const Gating* gating, const TextStyle& style) {
  const Verdict* verdict = MostTelling(verdicts, shown, gating);
  if (verdict == nullptr) return;
  const std::string line = "    witness: " + Hung(WitnessLine(*verdict), 13, style.width);
  out += Tinted(style, Tint::kDim, line.substr(0, line.size() - 1)) + "\n";
}

// A line must stay a line.
std::string Shortened(std::string_view data) {
  constexpr std::size_t kLongest = 60;
  const std::string text = Printable(data);
  return text.size() <= kLongest ? text : Printable(data.substr(0, kLongest)) + "...";
}

// What a subsystem does with a contract, the same path and level in one row.
struct HitRow {
  const Hit* hit = nullptr;
  std::string roles;  // "writes, reads"
};

// Hits are sorted by subsystem.
std::vector<HitRow> RowsOf(std::span<const Hit> hits) {
  std::vector<HitRow> rows;
  std::ptrdiff_t first = 0;  // of the subsystem's rows
  for (const Hit& hit : hits) {
    if (!rows.empty() && rows.back().hit->subsystem != hit.subsystem) first = std::ssize(rows);
    const auto same = std::find_if(rows.begin() + first, rows.end(), [&](const HitRow& row) {
      return row.hit->level == hit.level && row.hit->contract == hit.contract &&
             row.hit->path == hit.path;
    });
    if (same == rows.end()) {
      rows.push_back({&hit, std::string(NameOf(hit.role))});
    } else {
      same->roles += fmt::format(", {}", NameOf(hit.role));
    }
  }
  return rows;
}

// What a change hits in the same way.
struct HitGroup {
  const Hit* first = nullptr;
  std::string roles;
  std::vector<std::string> paths;
};

std::vector<HitGroup> GroupsOf(std::span<const Hit> hits, Level least) {
  std::vector<HitGroup> groups;
  for (const auto& [row, roles] : RowsOf(hits)) {
    const Hit& hit = *row;
    if (hit.level < least) continue;
    const auto takes = [&, &words = roles](const HitGroup& group) {
      return group.first->subsystem == hit.subsystem && group.roles == words &&
             HitVerb(group.first->evidence) == HitVerb(hit.evidence);
    };
    auto group = std::find_if(groups.begin(), groups.end(), takes);
    if (group == groups.end()) group = groups.insert(group, {&hit, roles, {}});
    group->paths.push_back(hit.path.empty() ? hit.contract : Join(PathOf(hit), " -> "));
  }
  return groups;
}

}  // namespace

std::string WitnessLine(const Verdict& verdict) {
  const Witness& witness = *verdict.witness;
  if (!witness.reason.empty()) return "none: " + witness.reason;
  const std::string written = Printable(witness.written);
  const std::string read = Printable(witness.read);
  if (verdict.surface == Surface::kRpc) return fmt::format("{}: {}", written, read);
  if (verdict.surface == Surface::kSource) return fmt::format("{} -> {}", written, read);
  const std::string data = Shortened(!witness.hex.empty()    ? witness.hex
                                     : !witness.json.empty() ? witness.json
                                                             : witness.text);
  const std::string_view writer = witness.from_after ? "new" : "old";
  const bool comes_back = verdict.direction == Direction::kRoundTrip && !witness.passed_on.empty();
  const std::string_view reader = comes_back           ? "gets back"
                                  : witness.from_after ? "old reads"
                                                       : "new reads";
  return fmt::format("{}{}{}: {} writes {}, {} {}", InWords(NameOf(verdict.surface)),
                     data.empty() ? "" : " ", data, writer, written,
                     read.starts_with("refused") ? "which is" : reader, read);
}

std::string Tinted(const TextStyle& style, Tint tint, std::string_view text) {
  if (!style.colour) return std::string(text);
  constexpr std::string_view kCodes[] = {"31", "33", "32", "1", "2"};
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(tint)], text);
}

Level LevelOf(Compatibility compatibility) {
  switch (compatibility) {
    case Compatibility::kBackwardCompatible:
      return Level::kCompatible;
    case Compatibility::kConditional:
      return Level::kConditional;
    case Compatibility::kBreakingChange:
      return Level::kBreaking;
  }
  return Level::kUnknown;
}

std::string LevelLabel(const TextStyle& style, Level level) {
  constexpr Tint kTints[] = {Tint::kGreen, Tint::kYellow, Tint::kRed, Tint::kRed};
  return Tinted(style, kTints[static_cast<std::size_t>(level)],
                fmt::format("{:<{}}", NameOf(level), kLevelWidth));
}

std::string PlaceOf(const Change& change) {
  const SourceSpan& where = change.after.has_value() ? *change.after : *change.before;
  return fmt::format("{}:{}:{}", Printable(where.file), where.line, where.column);
}

void AppendChange(std::string& out, const Change& change, const TextStyle& style,
                  const Gating* gating) {
  const Level level = LevelOf(CompatibilityOf(change, gating));
  out += fmt::format("{}: {} {}\n", PlaceOf(change), LevelLabel(style, level),
                     Tinted(style, Tint::kBold, change.change_type));
  if (!change.release.empty()) {
    out.insert(out.size() - 1, fmt::format(" against {}", Printable(change.release)));
  }
  out += "    " + Hung(Printable(change.message), 4, style.width);
  std::vector<Verdict> verdicts = change.verdicts;
  std::erase_if(verdicts, [&](const Verdict& verdict) {
    return gating != nullptr && !gating->Counts(verdict);
  });
  AppendVerdicts(out, verdicts, style);
  if (level == Level::kCompatible) return;
  AppendWitness(out, verdicts, level, gating, style);
  if (!style.advice) return;
  if (const Rule* rule = FindRule(change.change_type)) {
    out += "    instead: " + Hung(rule->instead, 13, style.width);
  }
  out += Tinted(style, Tint::kDim, fmt::format("    digest {}", change.digest)) + "\n";
}

std::string Hung(std::string_view text, std::size_t indent, std::size_t width) {
  constexpr std::size_t kNarrowest = 24;  // below that, breaking lines helps nobody
  if (width < indent + kNarrowest) return fmt::format("{}\n", text);
  const std::string margin(indent, ' ');
  return Wrap(text, width, margin, margin).substr(indent);
}

void AppendHits(std::string& out, std::span<const Hit> hits, const TextStyle& style) {
  constexpr std::size_t kMostPaths = 3;
  const auto least = style.all ? Level::kCompatible : Level::kConditional;
  for (const HitGroup& group : GroupsOf(hits, least)) {
    const std::string verb = fmt::format("    {} ", HitVerb(group.first->evidence));
    out += verb +
           Hung(fmt::format("{} ({}), which {} {}",
                            Tinted(style, Tint::kBold, group.first->subsystem), group.first->owner,
                            group.roles, FirstOf(group.paths, style.all ? SIZE_MAX : kMostPaths)),
                verb.size(), style.width);
  }
}

bool IsWorseElsewhere(const Change& change) {
  return CompatibilityOf(change) == Compatibility::kBackwardCompatible &&
         std::any_of(change.verdicts.begin(), change.verdicts.end(),
                     [](const Verdict& verdict) { return verdict.level != Level::kCompatible; });
}

std::string TallyText(const Tally& tally) {
  return fmt::format("{} breaking, {} conditional, {} compatible", tally.breaking,
                     tally.conditional, tally.compatible);
}

Digests GatedOf(const GateView& view) {
  return {view.verdict->gated.begin(), view.verdict->gated.end()};
}

std::string GateTally(const GateView& view) {
  if (view.verdict->outcome == GateOutcome::kUndecided) {
    return fmt::format("nothing was judged, so nothing merges; exit {}", view.exit_code);
  }
  const Tally tally = Count(view.diff.changes, &view.request->policy->gating);
  std::string text = Counted(tally.all(), "change");
  if (tally.all() > 0) text += fmt::format(" ({})", TallyText(tally));
  return text + fmt::format(", {} gated; base {} of {}, mode {}", view.verdict->gated.size(),
                            view.diff.before.substr(0, 12), view.request->target_ref,
                            NameOf(view.request->policy->gating.mode));
}

std::string_view Answer(GateOutcome outcome) {
  switch (outcome) {
    case GateOutcome::kPass:
      return "PASS";
    case GateOutcome::kBlocked:
      return "BLOCKED";
    case GateOutcome::kCircuitOpen:
      return "BLOCKED by an open circuit";
    case GateOutcome::kUndecided:
      return "UNDECIDED";
  }
  return "";
}

std::string_view MarkOf(const Requirement& requirement) {
  if (!requirement.satisfied) return "missing";
  return requirement.note ? "note   " : "ok     ";
}

std::string Counted(int32_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace leyline
