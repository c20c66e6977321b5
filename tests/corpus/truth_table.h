// The table of executed truth: what encoding with one version and decoding with the other gave, for
// every known kind of change, and the case that shows it here.
//
//   name, case, changes, nine executed outcomes, because
//
// `changes` names the changes that make up the kind, as `TYPE element; TYPE element`; `none` when
// there is nothing to report. An outcome is `lossless`, `conditional` (some values survive),
// `broken` (none does, or no user's code goes on as it is), `-` (not on this surface) or `?` (not
// executed; any verdict will do). `because` explains each verdict that is not the outcome's own:
// `binary_forward=retained; ...`, with the reasons of truth_reasons.csv.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace leyline::testing {

inline constexpr std::array<std::string_view, 9> kTruthColumns = {
    "binary_backward", "binary_forward", "json_backward", "json_forward", "text_backward",
    "text_forward",    "source",         "rpc_backward",  "rpc_forward"};

struct TruthRow {
  std::string name;
  std::string case_path;             // below tests/corpus, without ".case"
  std::vector<std::string> changes;  // "CHANGE_FIELD_TYPE t.M.f"; empty: nothing is reported
  std::map<std::string, std::string> outcomes;  // by column
  std::map<std::string, std::string> because;   // by column: the key of a reason
};

// Why a verdict is not what was executed: for this outcome, the verdict stands, with that effect.
struct TruthReason {
  std::string outcome;
  std::string level;   // "COMPATIBLE"; "-" where the verdict is left out
  std::string effect;  // "RETAINED_UNKNOWN"; "*" for any
  std::string reason;
};

// A case that is not its own mirror: `levels` of its verdicts, or `types` of its changes.
struct MirrorException {
  std::string case_path;
  std::string kind;
  std::string reason;
};

std::vector<TruthRow> ReadTruth(std::string_view csv);
std::map<std::string, TruthReason> ReadTruthReasons(std::string_view csv);
std::vector<MirrorException> ReadMirrorExceptions(std::string_view csv);

}  // namespace leyline::testing
