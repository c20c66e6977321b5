#include "ci/events.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"

namespace leyline {
namespace {

using Data = std::vector<std::pair<std::string, std::string>>;

Event Make(const Origin& origin, std::string_view type, std::string_view subject, Data data) {
  std::sort(data.begin(), data.end());
  return {.seq = 0,
          .at = origin.at,
          .type = std::string(type),
          .actor = origin.actor,
          .scope = origin.scope,
          .subject = std::string(subject),
          .data = std::move(data),
          .prev = "",
          .hash = ""};
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<Event> ByPerson(const Origin& origin, std::string_view type, std::string_view reason) {
  if (IsBlank(origin.actor) || IsBlank(reason)) {
    return Fail({.kind = ErrorKind::kUsage,
                 .code = "LG7007",
                 .message = fmt::format("`{}` needs a person and a reason", type),
                 .where = std::nullopt,
                 .fix = "say who decides and why; both are kept in the event log"});
  }
  return Make(origin, type, "", {{"reason", std::string(reason)}});
}

}  // namespace

std::string_view DataOf(const Event& event, std::string_view key) {
  for (const auto& [name, value] : event.data) {
    if (name == key) return value;
  }
  return {};
}

int64_t NumberOf(const Event& event, std::string_view key, int64_t otherwise) {
  const std::string_view text = DataOf(event, key);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? value : otherwise;
}

Event LogGenesis(const Origin& origin, std::string_view log_id) {
  return Make(origin, event_type::kLogGenesis, "", {{"log_id", std::string(log_id)}});
}

Event LogGenesisOf(const Origin& origin, std::string_view label) {
  const std::string time = FormatTime(origin.at);
  return LogGenesis(origin,
                    DigestText(Sha256OfParts({"leyline.log.v1", label, time, origin.actor})));
}

Event ProposalFirstSeen(const Origin& origin, std::string_view proposal_id,
                        std::string_view proposal_digest, const ReviewTerms& terms) {
  Data data;  // by key
  const auto add = [&](std::string_view key, int64_t value) {
    data.emplace_back(key, std::to_string(value));
  };
  if (terms.days > 0) add("days", terms.days);
  if (terms.min_approvals > 0) add("min_approvals", terms.min_approvals);
  data.emplace_back("proposal_digest", proposal_digest);
  if (terms.round > 1) add("round", terms.round);
  return Make(origin, event_type::kProposalFirstSeen, proposal_id, std::move(data));
}

ReviewTerms TermsOf(const Event& first_seen) {
  return {.round = NumberOf(first_seen, "round", 1),
          .min_approvals = NumberOf(first_seen, "min_approvals", 0),
          .days = NumberOf(first_seen, "days", 0)};
}

Event ProposalApproved(const Origin& origin, std::string_view proposal_id, std::string_view digest,
                       std::string_view approvers) {
  return Make(origin, event_type::kProposalApproved, proposal_id,
              {{"approvers", std::string(approvers)}, {"proposal_digest", std::string(digest)}});
}

Event GateEvaluated(const Origin& origin, const GateRecord& record) {
  Data data = {{"changes", std::to_string(record.changes)},
               {"codes", Join(record.codes, ",")},
               {"gated", std::to_string(record.gated)},
               {"generation", std::to_string(record.generation)},
               {"policy_digest", record.policy_digest},
               {"run", record.run},
               {"verdict", record.verdict},
               {"violated", record.violated ? "true" : "false"}};
  if (!record.base.empty()) data.emplace_back("base", record.base);
  if (!record.critical.empty()) data.emplace_back("critical", record.critical);
  if (!record.first_rules.empty()) data.emplace_back("first_rules", record.first_rules);
  if (!record.head.empty()) data.emplace_back("head", record.head);
  if (!record.repairs.empty()) data.emplace_back("repaired", Join(record.repairs, ","));
  if (!record.target_ref.empty()) data.emplace_back("target_ref", record.target_ref);
  if (record.took_ms > 0) data.emplace_back("took_ms", std::to_string(record.took_ms));
  if (!record.traceparent.empty()) data.emplace_back("traceparent", record.traceparent);
  return Make(origin, event_type::kGateEvaluated, record.change_set, std::move(data));
}

Event Violation(const Origin& origin, std::string_view key, std::string_view change_set,
                const std::vector<std::string>& codes, std::string_view critical,
                std::string_view proposers) {
  Data data = {{"codes", Join(codes, ",")}, {"key", std::string(key)}};
  if (!critical.empty()) data.emplace_back("critical", critical);
  if (!proposers.empty()) data.emplace_back("proposers", proposers);
  return Make(origin, event_type::kViolation, change_set, std::move(data));
}

Event ProbeGranted(const Origin& origin, std::string_view run, int64_t generation, Time expires) {
  return Make(origin, event_type::kProbeGranted, "",
              {{"expires", FormatTime(expires)},
               {"generation", std::to_string(generation)},
               {"run", std::string(run)}});
}

Event Implemented(const Origin& origin, std::string_view proposal_id, std::string_view commit) {
  return Make(origin, event_type::kImplemented, proposal_id, {{"commit", std::string(commit)}});
}

Result<Event> BreakerReset(const Origin& origin, std::string_view reason) {
  return ByPerson(origin, event_type::kBreakerReset, reason);
}

Result<Event> BreakerIsolated(const Origin& origin, std::string_view reason) {
  return ByPerson(origin, event_type::kBreakerIsolated, reason);
}

Result<Event> TimeDisowned(const Origin& origin, int64_t seq, std::string_view reason) {
  auto event = ByPerson(origin, event_type::kTimeDisowned, reason);
  if (event.has_value()) event->data.emplace_back("seq", std::to_string(seq));  // behind `reason`
  return event;
}

Event LogRepaired(const Origin& origin, const TornTail& torn) {
  return Make(origin, event_type::kLogRepaired, "",
              {{"bytes", std::to_string(torn.bytes)}, {"kept_in", torn.kept_in}});
}

std::string ChangeSetDigest(std::vector<std::string> change_digests) {
  std::sort(change_digests.begin(), change_digests.end());
  std::string framed = "leyline.change_set.v1\n";
  for (const std::string& digest : change_digests) {
    framed += fmt::format("{}:{}", digest.size(), digest);
  }
  return DigestText(Sha256Of(framed));
}

std::string RunId(std::string_view change_request, std::string_view change_set) {
  return std::string(change_request.empty() ? change_set : change_request);
}

std::string ViolationKey(std::string_view scope, std::string_view run) {
  return DigestText(Sha256OfParts({"leyline.violation.v1", scope, run}));
}

}  // namespace leyline
