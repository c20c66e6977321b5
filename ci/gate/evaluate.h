// The gate: may this change merge? Pure: no clock, disk or environment; the caller appends the
// events.
//
// Passes when each gated change is covered by exactly one approved, unspent proposal, when that
// proposal and its decision hold by the base policy, and when the circuit is closed. All that was
// looked at is a Requirement, satisfied or not, so that the report shows what is left to do.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/impact/impact.h"
#include "base/clock.h"
#include "ci/breaker.h"
#include "ci/event_log.h"
#include "ci/log_clock.h"
#include "policy/policy.h"
#include "records/bypass.h"
#include "records/people.h"
#include "records/records.h"
#include "records/statement.h"
#include "records/waivers.h"

namespace leyline {

// One circuit: which merges it guards, and its state.
struct ScopeState {
  std::string name;      // "refs/heads/main/training-team"
  BreakerState breaker;  // folded at `now`
};

// What the generators of bindings made of the contracts that changed.
struct BindingsTrial {
  std::size_t contracts = 0;           // that have other bindings now
  std::vector<std::string> languages;  // that leyline.yaml of the base names
  std::vector<Error> refusals = {};    // why there are none, each at its place
};

// All that a verdict depends on, as values.
struct GateRequest {
  std::span<const Change> changes;       // between base and the merge result
  const ImpactReport* impact = nullptr;  // null: no subsystems.yaml at base
  const Policy* policy = nullptr;
  std::span<const ChangeProposal> proposals;
  std::span<const GovernanceDecision> decisions;
  std::span<const ProvenStatement> statements = {};  // sorted by proposal id
  std::span<const Bypass> bypasses = {};
  std::vector<Waiver> waivers = {};  // of the base
  std::span<const Event> log;        // for first-seen times and spent proposals
  // Proposals that the history of the base has used up, and the commit by which it had.
  std::map<std::string, std::string> spent_in_base;
  std::vector<ScopeState> scopes;     // those that the changes lie in, at least one; see ScopesOf
  std::vector<std::size_t> scope_of;  // of each change: its index in `scopes`
  std::string target_ref;             // "refs/heads/main"
  bool log_is_local = false;          // to this clone: other runs don't see what is owed
  std::string base = {};              // the commits of the target's tip and of the change
  std::string head = {};
  std::string repository = {};  // as leyline.yaml of base names it; statements are about it
  std::string change_request;  // the CI's id, or empty: then the sorted change digests stand for it
  // Of the commits that touch contracts or policy: names and e-mails of who wrote, committed or
  // co-authored them. An approver `alice` is also the author `alice@example.com`.
  std::vector<std::string> authors;
  People people = {};                // of roles.yaml at base
  std::vector<Error> record_errors;  // records that are not valid
  std::vector<std::string> repaired =
      {};  // of a base that can't be used: what stands for it, and why
  std::vector<std::string> repairs = {};     // their digests
  std::vector<std::string> weakenings = {};  // what an edit of the rules loosens
  // The unified diff of the contracts; nothing when no proposal shows one.
  std::optional<std::string> contracts_diff = {};
  std::vector<std::string> passed_checks = {};  // by the job's word: ids of conditions
  std::string first_rules = {};  // a digest of the rules that a first merge brings; else empty
  bool version_bumped = false;   // current_version + 1 in the same change (strict)
  std::optional<BindingsTrial> bindings = {};  // nothing: nobody asked, or no contract changed
  Time now;                                    // never before the last event; see ReadClock
  std::optional<ClockTrouble> clock_trouble = {};
  std::string traceparent = {};  // of the run
  int64_t took_ms = 0;           // the run, so far

  // What may not come before a time, and new events, go by the earlier time where clocks disagree:
  // one event from the future opens nothing. See ClockReading.
  Time cautious() const { return clock_trouble.has_value() ? clock_trouble->own : now; }
};

// One requirement that was looked at, satisfied or not.
struct Requirement {
  std::string code;  // "LG5001"
  bool satisfied = false;
  std::string message;
  std::string change_digest;  // of the change it is about, or empty
  std::optional<SourceSpan> where;
  std::string next;   // the command that comes next, or empty
  bool note = false;  // satisfied, and no reason to be glad of: shown as a note
};

// Of a requirement that stands for an error without a code of its own.
inline constexpr std::string_view kUndecidedCode = "UNDECIDED";

// Undecided: the gate could not judge, for the requirements' reasons. Evaluate never says so.
enum class GateOutcome : uint8_t { kPass, kBlocked, kCircuitOpen, kUndecided };

struct GateVerdict {
  GateOutcome outcome = GateOutcome::kBlocked;
  // Of each gated change in their order, with its proposals; then of the whole change set, of the
  // records, of the circuit.
  std::vector<Requirement> requirements;
  std::vector<std::string> gated;        // digests of the gated changes
  std::vector<ScopeState> scopes_after;  // as they are once `events` are appended
  // Who asked for the changes, by id, sorted: those of the proposals, else who wrote the commits.
  std::vector<std::string> proposers;
  // To append, without seq, prev and hash. `implemented` is not among them: the job that runs after
  // the merge writes it for each of the ImplementedProposals.
  std::vector<Event> events;
  bool passed() const { return outcome == GateOutcome::kPass; }
};

GateVerdict Evaluate(const GateRequest& request);

// The approved, unspent proposals for the target that ask for one of the changes, sorted: merging
// the changes spends them.
std::vector<std::string> ImplementedProposals(const GateRequest& request);

std::string_view NameOf(GateOutcome outcome);  // "PASS"

// Which problems the breaker counts: changes that lack what governance asks of them. Records that
// can't be read, and a repository that isn't set up, are no violations.
bool CountsAsViolation(std::string_view code);

// Which of those are no mistake: somebody made evidence that is not theirs to give.
bool IsCritical(std::string_view code);

}  // namespace leyline
