// What renderers are given: borrowed values, nothing computed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/gating.h"
#include "analyzer/impact/impact.h"
#include "ci/gate/evaluate.h"

namespace leyline {

struct DiffView {
  std::string before;  // the inputs as the user named them
  std::string after;
  std::span<const Change> changes;
  const Gating* gating = nullptr;          // what the reader asked for; null: everything
  std::vector<std::string> releases = {};  // also compared with, oldest first
};

struct ValidateView {
  std::string input;              // as the user named it
  int32_t files = 0;              // governed ones, when it is valid
  std::span<const Error> errors;  // none when it is valid
};

// What a proposal says of the impact that was found.
struct ProposalView {
  std::string id;
  std::vector<std::string> absent;   // what it asks for, and nobody did: "ADD_FIELD `a.B.c`"
  std::vector<std::string> missing;  // affected subsystems that it does not name
  std::vector<std::string> not_hit;  // those that it names and nothing hits
  std::string risk;                  // as it declares it; empty: it doesn't
  bool risk_covered = false;         // it is at least what was computed
};

struct ImpactView {
  DiffView diff;
  const ImpactReport* impact = nullptr;
  const ProposalView* proposal = nullptr;  // null: not about one
};

struct GateView {
  DiffView diff;  // before: the base commit; after: what would be merged
  const GateRequest* request = nullptr;
  const GateVerdict* verdict = nullptr;
  int exit_code = 0;
  bool recorded = false;  // whether the events reached the log
};

// How many changes have each compatibility.
struct Tally {
  int32_t breaking = 0;
  int32_t conditional = 0;
  int32_t compatible = 0;
  int32_t all() const { return breaking + conditional + compatible; }
};
Tally Count(std::span<const Change> changes, const Gating* gating = nullptr);

// How bad a change is among what was asked for; its `compatibility` when nothing was.
Compatibility CompatibilityOf(const Change& change, const Gating* gating);

// How text is drawn. Meaning is never in colour alone.
struct TextStyle {
  bool colour = false;
  bool all = false;         // also compatible changes and verdicts
  bool advice = true;       // how to evolve instead, and the digest
  std::size_t width = 100;  // columns, where text is wrapped
};

}  // namespace leyline
