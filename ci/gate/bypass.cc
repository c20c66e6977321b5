#include "ci/gate/bypass.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/events.h"
#include "ci/gate/approval.h"

namespace leyline {
namespace {

constexpr int64_t kClockSkewSeconds = 300;
constexpr int64_t kHourSeconds = 3600;
constexpr std::string_view kDue = "due";
constexpr std::string_view kTargetRef = "target_ref";
constexpr std::string_view kChanges = "changes";
constexpr std::size_t kMostChanges = 800;  // whose digests fit into a line of the log
constexpr std::size_t kMostReason = 200;

std::vector<std::string> Sorted(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

// The same id for other changes, or elsewhere, is another bypass.
bool IsOf(const Debt& debt, const Bypass& bypass) {
  if (debt.bypass != bypass.id) return false;
  return debt.changes.empty() ||
         (debt.target_ref == bypass.target_ref && debt.changes == Sorted(bypass.changes));
}

Objection WhyUnsigned(const GateRequest& request, const Bypass& bypass, const Proof& proof,
                      const std::string& person) {
  const Time when = bypass.granted_at;
  if (!proof.code.empty()) return {"LG4502", proof.problem};
  if (proof.evidence == EvidenceLevel::kDeclared || request.repository.empty()) {
    return {"LG4502", fmt::format("is not signed by `{}`", person),
            fmt::format("`{}` signs it: leyline bypass {}", person, bypass.id)};
  }
  const Principal* owner = request.people.OwnerOfKey(proof.key);
  if (owner == nullptr || owner != request.people.Find(person)) {
    return {"LG4502", fmt::format("is signed with a key that is not that of `{}`", person)};
  }
  const PrincipalKey& key = *request.people.FindKey(proof.key);
  std::string why = WhyKeyFails(key, when, request.now);
  if (why.empty()) return {};
  return {"LG4502", "is signed with a " + why};
}

Objection WhyNotGranted(const GateRequest& request, const Bypass& bypass) {
  const EmergencyPolicy& emergency = request.policy->emergency;
  const Principal* granter = request.people.Find(bypass.granted_by);
  const bool allowed =
      granter != nullptr && !granter->robot &&
      std::any_of(emergency.allowed_roles.begin(), emergency.allowed_roles.end(),
                  [&](const std::string& role) { return IsBehind(request, granter->id, role); });
  if (!allowed) {
    return {"LG4502", fmt::format("is granted by `{}`, who is behind none of {}", bypass.granted_by,
                                  Join(emergency.allowed_roles, ", "))};
  }
  const Principal* asker = request.people.Find(bypass.requested_by);
  if (asker != nullptr && asker->robot) {
    return {"LG4502", fmt::format("is asked for by `{}`, which is a robot", bypass.requested_by)};
  }
  Objection why = WhyUnsigned(request, bypass, bypass.grant, bypass.granted_by);
  if (!why.code.empty() || !emergency.two_person) return why;
  if (request.people.AreSame(bypass.granted_by, bypass.requested_by)) {
    return {"LG4508", fmt::format("is asked for and granted by `{}`", bypass.granted_by)};
  }
  return WhyUnsigned(request, bypass, bypass.request, bypass.requested_by);
}

Objection WhyNotNow(const GateRequest& request, const Bypass& bypass) {
  const int64_t longest = request.policy->emergency.max_hours * kHourSeconds;
  if (bypass.expires_at.seconds - bypass.granted_at.seconds > longest) {
    return {"LG4503",
            fmt::format("holds for more than {} hours", request.policy->emergency.max_hours)};
  }
  if (bypass.granted_at.seconds > request.cautious().seconds + kClockSkewSeconds) {
    return {"LG4503", "is granted in the future"};
  }
  if (request.now >= bypass.expires_at) {
    return {"LG4503", "expired at " + FormatTime(bypass.expires_at)};
  }
  return {};
}

Event MakeEvent(const GateRequest& request, std::string_view type, const std::string& bypass) {
  Event event;
  event.at = request.cautious();
  event.type = type;
  event.actor = "gate";
  event.scope = request.scopes.front().name;
  event.subject = bypass;
  return event;
}

class Settlement {
 public:
  Settlement(const GateRequest& request, const Docket& docket, GateVerdict& verdict)
      : request_(request), docket_(docket), verdict_(verdict), debts_(DebtsOf(request.log)) {}

  void Run() {
    std::erase_if(debts_, [&](const Debt& debt) { return IsOwedHere(debt) && IsPaid(debt); });
    for (const Debt& debt : debts_) {
      if (IsOwedHere(debt)) Ask(debt);
    }
    LetPass();
  }

 private:
  bool IsOwedHere(const Debt& debt) const {
    return debt.target_ref.empty() || debt.target_ref == request_.target_ref;
  }

  // What doesn't hold is no problem where another does, or where this change didn't bring it: the
  // order of file names decides nothing.
  void LetPass() {
    bool any = false;
    std::vector<std::pair<const Bypass*, Objection>> refused;
    for (const Bypass& bypass : request_.bypasses) {
      if (!IsAboutThis(bypass) || !HasProblem()) continue;
      Objection why = WhyNoBypass(request_, bypass, debts_);
      if (why.code.empty()) {
        Apply(bypass);
        any = true;
      } else {
        refused.emplace_back(&bypass, std::move(why));
      }
    }
    for (auto& [bypass, why] : refused) {
      Add(why.code, any || bypass->in_base, fmt::format("bypass `{}` {}", bypass->id, why.clause),
          bypass->where,
          why.next.empty() ? "have the change approved, or another bypass granted" : why.next);
    }
  }

  void Add(std::string_view code, bool satisfied, std::string message,
           std::optional<SourceSpan> where, std::string next) {
    verdict_.requirements.push_back({.code = std::string(code),
                                     .satisfied = satisfied,
                                     .message = std::move(message),
                                     .change_digest = "",
                                     .where = std::move(where),
                                     .next = satisfied ? "" : std::move(next),
                                     .note = satisfied});
  }

  // By a proposal for all that it let pass that has all that the policy asks for.
  bool IsPaid(const Debt& debt) {
    for (const ChangeProposal* proposal : docket_.proposals) {
      const auto& ratifies = proposal->ratifies;
      if (std::find(ratifies.begin(), ratifies.end(), debt.bypass) == ratifies.end()) continue;
      const std::vector<std::string> asks = ChangeDigestsOf(*proposal);
      if (!std::includes(asks.begin(), asks.end(), debt.changes.begin(), debt.changes.end())) {
        continue;
      }
      if (ApprovalOf(docket_, *proposal) == nullptr) continue;
      const std::vector<Requirement> asked = CheckApproval(request_, docket_, *proposal);
      const bool approved = std::all_of(asked.begin(), asked.end(),
                                        [](const Requirement& one) { return one.satisfied; });
      if (!approved) continue;
      Add("LG4505", true,
          fmt::format("bypass `{}` is approved afterwards, by `{}`", debt.bypass,
                      proposal->proposal_id),
          proposal->where, "");
      verdict_.requirements.back().note = false;
      Event event = MakeEvent(request_, event_type::kBypassRatified, debt.bypass);
      if (!debt.changes.empty()) {
        event.data = {{std::string(kChanges), Join(debt.changes, ",")},
                      {std::string(kTargetRef), debt.target_ref}};
      }
      verdict_.events.push_back(std::move(event));
      return true;
    }
    return false;
  }

  void Ask(const Debt& debt) {
    const bool late = request_.now >= debt.due;
    Add("LG4505", !late,
        fmt::format("what bypass `{}` let pass {} approved {} {}", debt.bypass,
                    late ? "was to be" : "is to be", late ? "by" : "before", FormatTime(debt.due)),
        std::nullopt,
        fmt::format("have a proposal with `ratifies: [{}]` approved for those changes",
                    debt.bypass));
  }

  bool IsAboutThis(const Bypass& bypass) const {
    return bypass.target_ref == request_.target_ref && !verdict_.gated.empty() &&
           std::all_of(
               verdict_.gated.begin(), verdict_.gated.end(), [&](const std::string& digest) {
                 return std::binary_search(bypass.changes.begin(), bypass.changes.end(), digest);
               });
  }

  bool HasProblem() const {
    return std::any_of(verdict_.requirements.begin(), verdict_.requirements.end(),
                       [](const Requirement& one) { return !one.satisfied; });
  }

  void Apply(const Bypass& bypass) {
    bool used = false;
    for (Requirement& one : verdict_.requirements) {
      const auto& codes = bypass.codes;
      if (one.satisfied || std::find(codes.begin(), codes.end(), one.code) == codes.end()) continue;
      one.satisfied = one.note = used = true;
      one.message += fmt::format(" (bypassed by `{}`: {})", bypass.id, bypass.reason);
      one.next.clear();
    }
    const bool known = std::any_of(debts_.begin(), debts_.end(),
                                   [&](const Debt& debt) { return IsOf(debt, bypass); });
    if (!used || known) return;
    Event event = MakeEvent(request_, event_type::kBypassUsed, bypass.id);
    const int64_t hours = request_.policy->emergency.review_due_hours;
    const std::vector<std::string> changes = Sorted(bypass.changes);
    event.data = {
        {std::string(kChanges), Join(changes, ",")},
        {std::string(kDue), FormatTime({request_.cautious().seconds + hours * kHourSeconds})},
        {"granted_by", bypass.granted_by},
        {"reason", std::string(Beginning(bypass.reason, kMostReason))},
        {std::string(kTargetRef), bypass.target_ref}};
    verdict_.events.push_back(std::move(event));
    debts_.push_back({bypass.id, {}, bypass.target_ref, changes});
  }

  const GateRequest& request_;
  const Docket& docket_;
  GateVerdict& verdict_;
  std::vector<Debt> debts_;
};

Debt DebtIn(const Event& event) {
  Debt debt{.bypass = event.subject,
            .due = ParseTime(std::string(DataOf(event, kDue))).value_or(event.at),
            .target_ref = std::string(DataOf(event, kTargetRef)),
            .changes = {}};
  const std::string_view changes = DataOf(event, kChanges);
  if (changes.empty()) return debt;
  for (const std::string_view change : Split(changes, ',')) debt.changes.emplace_back(change);
  debt.changes = Sorted(std::move(debt.changes));
  return debt;
}

}  // namespace

std::vector<Debt> DebtsOf(std::span<const Event> log) {
  std::vector<Debt> debts;
  for (const Event& event : log) {
    const bool ratified = event.type == event_type::kBypassRatified;
    if (!ratified && event.type != event_type::kBypassUsed) continue;
    Debt debt = DebtIn(event);
    const auto known = std::find_if(debts.begin(), debts.end(), [&](const Debt& other) {
      return other.bypass == debt.bypass && other.target_ref == debt.target_ref &&
             other.changes == debt.changes;
    });
    if (ratified && known != debts.end()) debts.erase(known);
    if (!ratified && known == debts.end()) debts.push_back(std::move(debt));
  }
  return debts;
}

bool MayOverride(std::string_view code) {
  constexpr std::string_view kNever[] = {"LG1",    "LG2",    "LG4012", "LG4013", "LG45",
                                         "LG5002", "LG5010", "LG7",    "LG8",    "LG9"};
  return code.starts_with("LG") &&
         std::none_of(std::begin(kNever), std::end(kNever),
                      [&](std::string_view family) { return code.starts_with(family); });
}

Objection WhyNoEmergency(const GateRequest& request, const std::vector<std::string>& changes) {
  if (!request.policy->emergency_bypass) {
    return {"LG4501", "counts for nothing: the policy at base has no `emergency_bypass`",
            "have the change approved: leyline status"};
  }
  if (request.log_is_local) {
    return {"LG4501",
            "counts for nothing: the event log is local to this clone, and no other run would see "
            "what is owed",
            "name one that all runs share, `log: git:refs/leyline/log` in leyline.yaml, and make "
            "it: leyline audit init"};
  }
  if (changes.size() > kMostChanges) {
    return {"LG4507", fmt::format("may not let more than {} changes pass", kMostChanges),
            "have the change approved: leyline status"};
  }
  for (const Change& change : request.changes) {
    if (!IsPolicyChange(change)) continue;
    if (std::find(changes.begin(), changes.end(), change.digest) == changes.end()) continue;
    return {"LG4507", fmt::format("may not let a change of the rules pass: `{}`", change.element),
            "take the change of the rules out, and have it approved by itself"};
  }
  return {};
}

Objection WhyNoBypass(const GateRequest& request, const Bypass& bypass,
                      const std::vector<Debt>& debts) {
  if (Objection why = WhyNoEmergency(request, bypass.changes); !why.code.empty()) return why;
  if (Objection why = WhyNotGranted(request, bypass); !why.code.empty()) return why;
  if (Objection why = WhyNotNow(request, bypass); !why.code.empty()) return why;
  for (const std::string& code : bypass.codes) {
    if (!MayOverride(code)) return {"LG4507", fmt::format("may not override {}", code)};
  }
  const auto others = std::count_if(debts.begin(), debts.end(),
                                    [&](const Debt& debt) { return !IsOf(debt, bypass); });
  if (others >= request.policy->emergency.max_open) {
    return {"LG4506", fmt::format("comes while {} still owed their approval: {}",
                                  others == 1 ? "another is" : "others are", debts.front().bypass)};
  }
  return {};
}

void SettleBypasses(const GateRequest& request, const Docket& docket, GateVerdict& verdict) {
  Settlement(request, docket, verdict).Run();
}

void RefuseUnrecordedBypass(const GateRequest& request, std::string_view log,
                            GateVerdict& verdict) {
  const bool used =
      std::any_of(verdict.events.begin(), verdict.events.end(),
                  [](const Event& event) { return event.type == event_type::kBypassUsed; });
  if (!used) return;
  verdict.requirements.push_back(
      {.code = "LG4505",
       .satisfied = false,
       .message = "what a bypass lets pass is owed, and this run can't write that to the event log",
       .change_digest = "",
       .where = std::nullopt,
       .next = fmt::format("let this job write to the event log `{}`, and run it again", log)});
  const bool enforced = request.policy->block_on_validation_failure;
  if (enforced && verdict.passed()) verdict.outcome = GateOutcome::kBlocked;
}

}  // namespace leyline
