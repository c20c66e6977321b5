// The events that the gate, the breaker and the post-merge job write, and how to read them. The
// types and keys here are the log's vocabulary; readers ignore types they don't know.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ci/event_log.h"

namespace leyline {

namespace event_type {
inline constexpr std::string_view kLogGenesis = "log_genesis";
inline constexpr std::string_view kProposalFirstSeen = "proposal_first_seen";
inline constexpr std::string_view kProposalApproved = "proposal_approved";
inline constexpr std::string_view kGateEvaluated = "gate_evaluated";
inline constexpr std::string_view kViolation = "violation";
inline constexpr std::string_view kImplemented = "implemented";
inline constexpr std::string_view kProbeGranted = "breaker_probe_granted";
inline constexpr std::string_view kBreakerReset = "breaker_reset";
inline constexpr std::string_view kBreakerIsolated = "breaker_isolated";
inline constexpr std::string_view kLogRepaired = "log_repaired";
inline constexpr std::string_view kTimeDisowned = "time_disowned";
inline constexpr std::string_view kNotificationClaimed = "notification_claimed";
inline constexpr std::string_view kNotificationSent = "notification_sent";
inline constexpr std::string_view kNotificationFailed = "notification_failed";
}  // namespace event_type

// Who writes an event, when, and for which scope.
struct Origin {
  Time at;
  std::string actor;
  std::string scope;
};

// The value of a key of `data`; empty when it is not there.
std::string_view DataOf(const Event& event, std::string_view key);
// The same as a number; `otherwise` when it is not there or not a number.
int64_t NumberOf(const Event& event, std::string_view key, int64_t otherwise);

Event LogGenesis(const Origin& origin, std::string_view log_id);
// The genesis of a log that begins without other events; `label` as of its store.
Event LogGenesisOf(const Origin& origin, std::string_view label);
// Which round of a proposal's review was seen, and what the policy asked of it then; 0: nobody
// wrote that down.
struct ReviewTerms {
  int64_t round = 1;
  int64_t min_approvals = 0;
  int64_t days = 0;
};
Event ProposalFirstSeen(const Origin& origin, std::string_view proposal_id,
                        std::string_view proposal_digest, const ReviewTerms& terms = {});
ReviewTerms TermsOf(const Event& first_seen);

// The first gate that let the proposal's changes pass, as that text asks for them. `approvers`:
// ids, "bob,carol".
Event ProposalApproved(const Origin& origin, std::string_view proposal_id, std::string_view digest,
                       std::string_view approvers);

// What a gate run found, in numbers: lists would outgrow a line.
struct GateRecord {
  std::string change_set;     // ChangeSetDigest
  std::string verdict;        // "pass", "blocked", "circuit_open"
  bool violated = false;      // blocked for what the breaker counts
  std::string critical = {};  // of that, the codes of forged evidence
  std::size_t changes = 0;
  std::size_t gated = 0;
  std::vector<std::string> codes;  // of the problems, sorted, without repeats
  std::string policy_digest;
  std::string first_rules = {};  // of those that a first merge brings; they are among no changes
  int64_t generation = 0;        // of the breaker, as the run saw it
  std::string run;               // see RunId
  std::string target_ref = {};   // where the change was to go
  std::string base = {};         // commits: what was judged against what
  std::string head = {};
  std::string traceparent = {};  // of the run; empty: it is in no trace
  int64_t took_ms = 0;           // the whole run; 0: another event of the run says it
  // Digests of repairs of a base that could not be used, for which somebody vouched.
  std::vector<std::string> repairs = {};
};
Event GateEvaluated(const Origin& origin, const GateRecord& record);

// `key`: ViolationKey. Counted once a key and scope, however often it is written. `critical`: of
// the codes, those of forged evidence. `proposers`: ids,
// "tara,tom".
Event Violation(const Origin& origin, std::string_view key, std::string_view change_set,
                const std::vector<std::string>& codes, std::string_view critical = "",
                std::string_view proposers = "");

// A lease on a half-open breaker's probe: its result counts until it expires.
Event ProbeGranted(const Origin& origin, std::string_view run, int64_t generation, Time expires);

// A merged change: spends the proposal. Written by the job that runs after the merge.
Event Implemented(const Origin& origin, std::string_view proposal_id, std::string_view commit);

// Both need a person and a reason (LG7007).
Result<Event> BreakerReset(const Origin& origin, std::string_view reason);
Result<Event> BreakerIsolated(const Origin& origin, std::string_view reason);

// A person says that the time of event `seq` was never right. Needs a person and a reason (LG7007).
Result<Event> TimeDisowned(const Origin& origin, int64_t seq, std::string_view reason);

// A torn last line was moved aside by a person.
Event LogRepaired(const Origin& origin, const TornTail& torn);

// One digest of a set of change digests, whatever their order.
std::string ChangeSetDigest(std::vector<std::string> change_digests);

// Who runs: the CI's id of the change request; without one the change set stands for it. So re-runs
// are the same run.
std::string RunId(std::string_view change_request, std::string_view change_set);

// What makes two violations the same one.
std::string ViolationKey(std::string_view scope, std::string_view run);

}  // namespace leyline
