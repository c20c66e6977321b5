#include "ci/gate/ballots.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/gate/docket.h"

namespace leyline {
namespace {

// How far the clocks of two honest machines may differ.
constexpr int64_t kClockSkewSeconds = 300;
constexpr int64_t kDaySeconds = 24 * 3600;
constexpr std::string_view kKeyFails = "LG4017";

// From the most negative: of several last words the first of these holds.
int Severity(Vote vote) {
  constexpr Vote kOrder[] = {Vote::kReject, Vote::kRevoke, Vote::kDefer, Vote::kAbstain,
                             Vote::kApprove};
  return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), vote) -
                          std::begin(kOrder));
}

void Object(Ballot& ballot, std::string_view code, std::string clause, std::string next) {
  ballot.code = code;
  ballot.clause = std::move(clause);
  ballot.next = std::move(next);
}

// All that one proposal's ballots are made of.
class Collection {
 public:
  Collection(const GateRequest& request, const ChangeProposal& proposal)
      : request_(request),
        proposal_(proposal),
        digests_(ChangeDigestsOf(proposal)),
        needed_(NeededEvidence(request)) {}

  std::vector<Ballot> Collect(const GovernanceDecision* decision) {
    for (const ProvenStatement& statement : StatementsOn(request_, proposal_.proposal_id)) {
      Sort(statement);
    }
    for (auto& [person, words] : of_person_) AddLastWord(words);
    for (auto& [person, words] : on_conditions_) {
      DropReplaced(words);
      for (Word& word : words) ballots_.push_back(std::move(word.ballot));
    }
    if (decision != nullptr && needed_ == EvidenceLevel::kDeclared) AddClaims(*decision);
    std::sort(ballots_.begin(), ballots_.end(), [](const Ballot& a, const Ballot& b) {
      return std::tie(a.person, a.digest, a.where) < std::tie(b.person, b.digest, b.where);
    });
    return std::move(ballots_);
  }

  // Of each deferral of the owner, until it ended by itself or was replaced. One that stands
  // without an end needs none: nothing passes meanwhile.
  std::vector<Pause> Pauses() {
    for (const ProvenStatement& statement : StatementsOn(request_, proposal_.proposal_id)) {
      Sort(statement);
    }
    std::vector<Pause> pauses;
    for (const auto& [person, words] : of_person_) {
      if (!IsBehind(request_, person, request_.policy->owner)) continue;
      for (const Word& word : words) {
        if (word.ballot.vote == Vote::kDefer && HoldsNow(*word.proven)) {
          AddPause(word, words, pauses);
        }
      }
    }
    std::sort(pauses.begin(), pauses.end(),
              [](const Pause& a, const Pause& b) { return a.from < b.from; });
    return pauses;
  }

 private:
  // What one person said. An approval whose key held then and doesn't now is still theirs: it
  // counts for nothing, and what it replaced of their approvals stays replaced.
  struct Word {
    const ProvenStatement* proven = nullptr;
    Ballot ballot;
    bool lapsed() const { return ballot.code == kKeyFails; }
    bool approves() const { return ballot.vote == Vote::kApprove; }
  };

  // Statements that prove who made them are that person's words; the others are nobody's.
  void Sort(const ProvenStatement& proven) {
    Word word{&proven, BallotOf(proven)};
    const Vote vote = proven.statement.vote;
    if (!IsOpinion(vote)) {
      JudgeOther(proven.statement, word.ballot);
      const bool last_holds = IsOnCondition(vote) && word.ballot.counts();
      if (last_holds) {
        on_conditions_[word.ballot.person].push_back(std::move(word));
      } else {
        ballots_.push_back(std::move(word.ballot));
      }
      return;
    }
    const bool theirs = word.lapsed() && HeldThen(proven);
    if (word.ballot.counts() || theirs) {
      of_person_[word.ballot.person].push_back(std::move(word));
    } else {
      ballots_.push_back(std::move(word.ballot));
    }
  }

  void JudgeOther(const Statement& statement, Ballot& ballot) const {
    if (!ballot.counts()) return;
    if (IsOnCondition(ballot.vote)) {
      const Objection stale = WhyStale(statement);
      if (!stale.code.empty()) Object(ballot, stale.code, stale.clause, AgainCommand(ballot.vote));
      return;
    }
    if (MayWithdraw(request_, ballot.person, proposal_)) return;
    Object(ballot, "LG4038", "is neither who submitted it nor the owner",
           fmt::format("ask `{}`", proposal_.submitted_by));
  }

  bool HeldThen(const ProvenStatement& proven) const {
    const PrincipalKey* key = request_.people.FindKey(proven.proof.key);
    return key != nullptr && HeldAt(*key, proven.statement.issued_at);
  }

  // An objection outlives its key; the time that it gives a review does not.
  bool HoldsNow(const ProvenStatement& proven) const {
    if (proven.proof.evidence == EvidenceLevel::kDeclared) return true;
    const PrincipalKey* key = request_.people.FindKey(proven.proof.key);
    return key != nullptr && WhyKeyFails(*key, proven.statement.issued_at, request_.now).empty();
  }

  // What can be said without knowing the person's other statements: identity and binding.
  Ballot BallotOf(const ProvenStatement& proven) const {
    const Statement& statement = proven.statement;
    const Principal* principal = request_.people.Find(statement.principal);
    Ballot ballot{.person = principal == nullptr ? statement.principal : principal->id,
                  .vote = statement.vote,
                  .evidence = proven.proof.evidence,
                  .reason = statement.reason,
                  .digest = DigestOf(statement),
                  .until = statement.until,
                  .where = statement.where,
                  .in_base = proven.in_base};
    CheckProof(proven, principal, ballot);
    if (ballot.counts()) CheckPlace(statement, ballot);
    return ballot;
  }

  void CheckProof(const ProvenStatement& proven, const Principal* principal, Ballot& ballot) const {
    const Proof& proof = proven.proof;
    const std::string again = AgainCommand(proven.statement.vote);
    if (!proof.code.empty()) {
      return Object(ballot, proof.code, proof.problem,
                    "take it out, and let them sign again: " + again);
    }
    if (proof.evidence < needed_) {
      return Object(ballot, "LG4018", "only says so, and a signature is needed",
                    again + " --key KEY");
    }
    if (proof.evidence == EvidenceLevel::kDeclared) return;
    if (request_.repository.empty()) {
      return Object(ballot, "LG4016", "can't be about this repository, which has no name",
                    "write `repository: NAME` in leyline.yaml, and merge that first");
    }
    const Principal* owner = request_.people.OwnerOfKey(proof.key);
    if (owner == nullptr) {
      return Object(ballot, "LG4010", "signed with a key that roles.yaml at base doesn't have",
                    "merge the key into roles.yaml first");
    }
    if (owner != principal) {
      return Object(ballot, "LG4012", fmt::format("is what `{}` signed", owner->id),
                    "take it out; everybody signs for themselves");
    }
    // An objection outlives its key. What lets more pass does not: who stole the key dates back.
    const bool objects =
        ballot.vote == Vote::kReject || ballot.vote == Vote::kDefer || ballot.vote == Vote::kReopen;
    if (objects && HeldThen(proven)) return;
    std::string why =
        WhyKeyFails(*request_.people.FindKey(proof.key), proven.statement.issued_at, request_.now);
    if (why.empty()) return;
    Object(ballot, kKeyFails, std::move(why), "sign again with a key that holds: " + again);
  }

  void CheckPlace(const Statement& statement, Ballot& ballot) const {
    if (statement.repository != request_.repository) {
      return Object(ballot, "LG4016",
                    fmt::format("is about repository `{}`, this is `{}`", statement.repository,
                                request_.repository),
                    AgainCommand(statement.vote));
    }
    if (statement.target_ref == request_.target_ref) return;
    Object(ballot, "LG4016",
           fmt::format("is about `{}`, this change goes to `{}`", statement.target_ref,
                       request_.target_ref),
           AgainCommand(statement.vote));
  }

  static void AddPause(const Word& deferral, const std::vector<Word>& words,
                       std::vector<Pause>& pauses) {
    std::optional<Time> end = deferral.ballot.until;
    for (const Word& other : words) {
      const Statement& said = other.proven->statement;
      const auto& replaced = said.supersedes;
      if (other.lapsed() ||
          std::find(replaced.begin(), replaced.end(), deferral.ballot.digest) == replaced.end()) {
        continue;
      }
      end = end.has_value() ? std::min(*end, said.issued_at) : said.issued_at;
    }
    const Time from = deferral.proven->statement.issued_at;
    if (end.has_value() && *end > from) pauses.push_back({from, *end});
  }

  // What is replaced by what the person said elsewhere. What counts for nothing itself takes no
  // objection away.
  static std::set<std::string> Replaced(const std::vector<Word>& words) {
    std::set<std::string> approvals;
    for (const Word& word : words) {
      if (word.approves()) approvals.insert(word.ballot.digest);
    }
    std::set<std::string> replaced;
    for (const Word& word : words) {
      for (const std::string& digest : word.proven->statement.supersedes) {
        if (!word.lapsed() || approvals.contains(digest)) replaced.insert(digest);
      }
    }
    return replaced;
  }

  static void DropReplaced(std::vector<Word>& words) {
    const std::set<std::string> replaced = Replaced(words);
    std::erase_if(words, [&](const Word& word) { return replaced.contains(word.ballot.digest); });
  }

  // The one statement that no other of the same person supersedes. Rejections outlive what they
  // were about when the policy says so.
  void AddLastWord(std::vector<Word>& words) {
    DropReplaced(words);
    if (words.empty()) return;  // a ring: nobody can sign the digest of what comes later
    const auto rank = [&](const Word& word) {
      const Statement& statement = word.proven->statement;
      const bool stale = !WhyStale(statement).code.empty();
      return std::make_tuple(Severity(statement.vote), word.lapsed() || stale,
                             -statement.issued_at.seconds, word.ballot.digest);
    };
    Word& last = *std::min_element(words.begin(), words.end(),
                                   [&](const Word& a, const Word& b) { return rank(a) < rank(b); });
    if (!last.lapsed()) Judge(last.proven->statement, last.ballot);
    ballots_.push_back(std::move(last.ballot));
  }

  void Judge(const Statement& statement, Ballot& ballot) const {
    const Objection stale = WhyStale(statement);
    const bool sticky = statement.vote == Vote::kReject && request_.policy->reject_sticky;
    if (!stale.code.empty() && !sticky) {
      return Object(ballot, stale.code, stale.clause, AgainCommand(statement.vote));
    }
    if (statement.vote == Vote::kApprove) JudgeApproval(statement, ballot);
  }

  void JudgeApproval(const Statement& statement, Ballot& ballot) const {
    const Time latest{request_.cautious().seconds + kClockSkewSeconds};
    const auto& submitted = proposal_.submitted_at;
    if (statement.issued_at > latest ||
        (submitted.has_value() &&
         statement.issued_at.seconds + kClockSkewSeconds < submitted->seconds)) {
      return Object(ballot, "LG4019",
                    fmt::format("was issued at {}, {}", FormatTime(statement.issued_at),
                                statement.issued_at > latest ? "in the future"
                                                             : "before the proposal was submitted"),
                    AgainCommand(statement.vote));
    }
    const int64_t days = request_.policy->approval_ttl_days;
    if (days > 0 && request_.now.seconds >= statement.issued_at.seconds + days * kDaySeconds) {
      return Object(ballot, "LG4019", fmt::format("is older than {} days", days),
                    AgainCommand(statement.vote));
    }
    const Objection objection = ObjectionTo(ballot.person, request_, proposal_);
    if (objection.code.empty()) return;
    ballot.only_consents = objection.code != "LG4039";
    Object(ballot, objection.code, objection.clause,
           fmt::format("ask {}", Join(EligibleFor(request_, proposal_), ", ")));
  }

  Objection WhyStale(const Statement& statement) const {
    if (statement.changes != digests_) {
      return {"LG4014",
              fmt::format("is about {}, now it is {}", Short(statement.changes), Short(digests_))};
    }
    if (statement.proposal_digest == proposal_.digest) return {};
    return {"LG4015", fmt::format("is about the text {}, now it is {}",
                                  statement.proposal_digest.substr(0, kShown),
                                  proposal_.digest.substr(0, kShown))};
  }

  static std::string Short(const std::vector<std::string>& digests) {
    if (digests.empty()) return "no change";
    std::string text = digests.front().substr(0, kShown);
    if (digests.size() > 1) text += fmt::format(" and {} more", digests.size() - 1);
    return text;
  }

  std::string AgainCommand(Vote vote) const {
    return fmt::format("leyline {} {}", NameOf(vote == Vote::kAbstain ? Vote::kApprove : vote),
                       proposal_.proposal_id);
  }

  // Where words suffice, the decision's are as good as a statement; a statement comes first.
  void AddClaims(const GovernanceDecision& decision) {
    const std::vector<Ballot> stated = ballots_;
    std::vector<std::string> people = decision.approvers;
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    for (const std::string& name : people) {
      Ballot ballot{.person = name,
                    .vote = Vote::kApprove,
                    .evidence = EvidenceLevel::kDeclared,
                    .reason = "",
                    .digest = "",
                    .where = decision.where};
      const std::vector<std::string> persons = request_.people.BehindRole(name);
      if (persons.size() == 1) ballot.person = persons.front();
      const bool spoke = std::any_of(stated.begin(), stated.end(), [&](const Ballot& other) {
        return request_.people.AreSame(other.person, ballot.person);
      });
      if (spoke) continue;
      if (persons.size() > 1) {
        Object(ballot, "LG4010", fmt::format("is a role of {}", Join(persons, ", ")),
               "name the person in `approvers`");
      } else if (const Objection why = ObjectionTo(ballot.person, request_, proposal_);
                 !why.code.empty()) {
        Object(ballot, why.code, why.clause, fmt::format("take `{}` out of `approvers`", name));
      }
      ballots_.push_back(std::move(ballot));
    }
  }

  static constexpr std::size_t kShown = 19;  // "sha256:" and twelve digits

  const GateRequest& request_;
  const ChangeProposal& proposal_;
  const std::vector<std::string> digests_;
  const EvidenceLevel needed_;
  std::map<std::string, std::vector<Word>> of_person_;
  std::map<std::string, std::vector<Word>> on_conditions_;
  std::vector<Ballot> ballots_;
};

}  // namespace

std::vector<Ballot> CollectBallots(const GateRequest& request, const ChangeProposal& proposal,
                                   const GovernanceDecision* decision) {
  return Collection(request, proposal).Collect(decision);
}

std::vector<Pause> PausesOf(const GateRequest& request, const ChangeProposal& proposal) {
  return Collection(request, proposal).Pauses();
}

std::span<const ProvenStatement> StatementsOn(const GateRequest& request,
                                              std::string_view proposal) {
  const auto id = [](const ProvenStatement& one) -> std::string_view {
    return one.statement.proposal_id;
  };
  const auto range = std::ranges::equal_range(request.statements, proposal, {}, id);
  return {range.begin(), range.end()};
}

std::vector<std::string> ChangeDigestsOf(const ChangeProposal& proposal) {
  std::vector<std::string> digests;
  for (const ProposedChange& change : ChangesOf(proposal)) digests.push_back(change.digest);
  std::sort(digests.begin(), digests.end());
  digests.erase(std::unique(digests.begin(), digests.end()), digests.end());
  return digests;
}

}  // namespace leyline
