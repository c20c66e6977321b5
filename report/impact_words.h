// What an impact report says in words, for all of its renderers. Names are as they came: hostile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/views.h"

namespace leyline {

// At most `most`, and how many more there are: "a, b and 12 more".
std::string FirstOf(const std::vector<std::string>& names, std::size_t most);

// The chain from the declared contract to what changed, the first link in full, those of the same
// package without it: {"esper.v1.SystemStatePacket.telemetry", "TelemetryFrame.samples",
// "MetricSample.value"}. Of a very long one the ends.
std::vector<std::string> ChainOf(const Change& change, const Hit& hit);

// The links of a hit, and how many are left out between them.
std::vector<std::string> PathOf(const Hit& hit);

// A name without its package: parts that begin with a small letter, but for the last `kept`.
std::string_view ShortName(std::string_view full_name, std::size_t kept = 1);

// Why a change that is compatible backward may have a hit that breaks.
inline constexpr std::string_view kLevelsOfHits =
    "Levels count what each reads of the others while old and new versions run together, and after "
    "a rollback; those of changes count the new version with old data only.";

// "stores (90 days)"
std::string RoleWords(const Hit& hit);

// One row a chain: the roles of a subsystem that share it and its level.
struct ChainRow {
  const Hit* hit = nullptr;
  std::vector<std::string> roles;  // "writes", "stores (90 days)", "passes it on"
  std::vector<std::string> words;  // "may break", "safe before its writers"
};
std::vector<ChainRow> RowsByChain(const std::vector<Hit>& hits);

// How bad a change is: its own level, or that of its worst hit.
Level WorstOf(const Change& change, const ChangeImpact& impact);
// The changes by index, the worst first; equal ones as they stand.
std::vector<std::size_t> WorstFirst(const ImpactView& view);

// The rows of all changes, the worst first, at most `most`: reports may have a hundred thousand.
struct HitRows {
  struct Row {
    const Change* change = nullptr;
    ChainRow chain;
  };
  std::vector<Row> rows;
  std::size_t left_out = 0;  // hits beyond these
};
HitRows WorstRows(const ImpactView& view, Level least, std::size_t most);

// What all its hits come to, of each subsystem that a change reaches: the worst first.
struct SubsystemRow {
  const Hit* worst = nullptr;
  std::size_t by_level[4] = {};  // how many hits have each level
};
std::vector<SubsystemRow> BySubsystem(const ImpactView& view);
// "3 BREAKING, 20 COMPATIBLE"
std::string LevelCounts(const SubsystemRow& row);

// When conditional verdicts are safe: {"json: the value's decimal text is exact as `float`"}.
std::vector<std::string> ConditionsOf(const Change& change);

// "data", "stored for 90 days", "requests", "replies"
std::string KindWords(const Edge& edge);
std::string_view OrderWords(const Edge& edge);  // "reader first"
std::string_view EvidenceWords(HowKnown evidence);

// "Expand: the new form comes beside the old one"
std::string_view TitleOf(PhaseKind kind);
// "tamiyo, tolaria: write the old and the new form". No more subsystems than `most`.
std::string StepWords(const Step& step, std::size_t most = SIZE_MAX);
// "a, b wait for each other (known by the type graph only): both forms must be written for a time"
std::string CycleWords(const Cycle& cycle);
// "REMOVE_FIELD `a.B.c` is BREAKING on json"
std::string RollbackWords(const RollbackFinding& finding);
// "replies of acme.Shop.Price (acme.Answer)"
std::string SizeSubject(const SizeDelta& size);
// "16.5 bytes", of one sample; "none" where there is no such message.
std::string SampledWords(const SizeDelta::Side& side);
// "0 to 24 bytes", "2 bytes or more"
std::string BoundsWords(const SizeDelta::Side& side);
// "+3.5 bytes (+21 %)", "same"; empty where a side is missing.
std::string DeltaWords(const SizeDelta& size);
// "encode 120 -> 130 ns, decode 200 -> 210 ns", of one sample; empty: not measured.
std::string TimeWords(const SizeDelta& size);
// What a proposal has to mend, a line each: {"it does not name the affected subsystems oona"}.
std::vector<std::string> ProposalWords(const ProposalView& proposal, Risk risk);
// "UNKNOWN" of a change of which nothing is known, else its compatibility.
Level LevelShown(const Change& change);
// "control-team (#control): tamiyo". No more subsystems than `most`, and how many are left out.
std::string ApproverWords(const Approver& approver, std::size_t most = SIZE_MAX);

}  // namespace leyline
