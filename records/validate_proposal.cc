// What a proposal must say at each level, and the digest of what it says.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/characters.h"
#include "records/change_types.h"
#include "records/meaning.h"
#include "records/records.h"
#include "records/secrets.h"
#include "records/texts.h"

namespace leyline {
namespace {

class ProposalCheck {
 public:
  explicit ProposalCheck(const ChangeProposal& proposal) : proposal_(proposal) {}

  void Complain(std::string_view field, std::string_view code, std::string message,
                std::string fix) {
    ComplainAt(proposal_.places.Of(field), code, std::move(message), std::move(fix));
  }

  void ComplainAt(SourceSpan where, std::string_view code, std::string message, std::string fix) {
    errors_.push_back(ConfigError(std::move(where), code, std::move(message), std::move(fix)));
  }

  void Need(std::string_view field, bool present, ProposalLevel level) {
    if (present) return;
    const bool always = level == ProposalLevel::kDraft;
    Complain(field, always ? "LG1011" : "LG3001",
             always ? fmt::format("missing required field `{}`", field)
                    : fmt::format("missing field `{}`, needed when status is submitted", field),
             fmt::format("add `{}:`", field));
  }

  // The three fields of an idea. `changes` may stand in for two of them.
  void CheckDraft() {
    Need("proposal_id", !proposal_.proposal_id.empty(), ProposalLevel::kDraft);
    const bool listed = !proposal_.changes.empty();
    Need("contract_name", listed || !proposal_.contract_name.empty(), ProposalLevel::kDraft);
    Need("change_type", listed || !proposal_.change_type.empty(), ProposalLevel::kDraft);
    CheckVocabulary();
    CheckShorthand();
    CheckRepeats();
  }

  void CheckVocabulary() {
    CheckContractName(proposal_.contract_name, proposal_.places.Of("contract_name"));
    CheckChangeType(proposal_.change_type, proposal_.places.Of("change_type"));
    for (const ProposedChange& change : proposal_.changes) {
      CheckContractName(change.contract_name, change.where);
      CheckChangeType(change.change_type, change.where);
    }
  }

  void CheckContractName(std::string_view name, const SourceSpan& where) {
    if (name.empty() || IsContractName(name)) return;
    ComplainAt(where, "LG3002", fmt::format("`{}` is not the full name of a contract", name),
               "write it like acme.v1.Invoice: no leading dot, no wild cards");
  }

  void CheckChangeType(std::string_view type, const SourceSpan& where) {
    if (type.empty() || IsChangeType(type)) return;
    const std::string_view meant = NearestChangeType(type);
    ComplainAt(
        where, "LG3003", fmt::format("unknown change_type `{}`", type),
        meant.empty() ? "`leyline rules` lists them" : fmt::format("did you mean `{}`?", meant));
  }

  // Beside `changes` the shorthand may only repeat one of them, as a headline.
  void CheckShorthand() {
    const bool has_shorthand = !proposal_.contract_name.empty() || !proposal_.change_type.empty();
    if (proposal_.changes.empty() || !has_shorthand) return;
    const bool repeats = std::any_of(
        proposal_.changes.begin(), proposal_.changes.end(), [&](const ProposedChange& change) {
          const std::string& contract = proposal_.contract_name;
          const std::string& type = proposal_.change_type;
          return (contract.empty() || contract == change.contract_name) &&
                 (type.empty() || type == change.change_type);
        });
    if (repeats) return;
    Complain("changes", "LG3021",
             "`contract_name` and `change_type` name a change that `changes` does not list",
             "leave the two fields out");
  }

  void CheckRepeats() {
    std::set<std::tuple<std::string, std::string, std::string, std::string>> seen;
    for (const ProposedChange& change : proposal_.changes) {
      const bool is_new =
          seen.emplace(change.contract_name, change.change_type, change.element, change.digest)
              .second;
      if (is_new) continue;
      ComplainAt(change.where, "LG3021",
                 fmt::format("`changes` lists {} of `{}` twice", change.change_type,
                             change.element.empty() ? change.contract_name : change.element),
                 "remove one of them");
    }
  }

  void CheckSubmitted() {
    constexpr ProposalLevel kLevel = ProposalLevel::kSubmitted;
    Need("proposer", !proposal_.proposer.empty(), kLevel);
    Need("description", !proposal_.description.empty(), kLevel);
    Need("protobuf_diff", !proposal_.protobuf_diff.empty(), kLevel);
    Need("affected_subsystems", proposal_.affected_subsystems.has_value() || proposal_.no_consumers,
         kLevel);
    Need("risk_level", proposal_.risk_level.has_value(), kLevel);
    CheckWords("title", proposal_.title, 5, 200);
    CheckWords("description", proposal_.description, 20, 5000);
    CheckDiff();
    CheckConsumers();
  }

  // What is merged is as public as the repository.
  void CheckSecrets() {
    CheckSecret("title", proposal_.title);
    CheckSecret("description", proposal_.description);
    CheckSecret("protobuf_diff", proposal_.protobuf_diff);
    for (const auto& [key, value] : proposal_.performance_impact) {
      CheckSecret("performance_impact", value);
    }
  }

  void CheckSecret(std::string_view field, std::string_view text) {
    const std::string_view secret = FindSecret(text);
    if (secret.empty()) return;
    Complain(field, "LG3020", fmt::format("`{}` looks as if it held {}", field, secret),
             "take it out, and make the secret void: it was in a commit");
  }

  // Nothing to say about a text that isn't there.
  void CheckWords(std::string_view field, std::string_view text, std::size_t least,
                  std::size_t most) {
    if (text.empty()) return;
    const std::size_t count = CountCharacters(text);
    if (count < least || count > most) {
      Complain(field, "LG3004",
               fmt::format("`{}` has {} characters; {} to {} required", field, count, least, most),
               "say why the change is needed");
    } else if (IsPlaceholder(text)) {
      Complain(field, "LG3004",
               text.front() == '<' ? fmt::format("`{}` still contains the template text", field)
                                   : fmt::format("`{}` gives no reason", field),
               "say why the change is needed");
    }
  }

  void CheckDiff() {
    const std::string_view diff = proposal_.protobuf_diff;
    if (diff.empty() || diff == "auto") return;
    const std::vector<std::string_view> lines = Split(diff, '\n');
    const bool has_edit = std::any_of(lines.begin(), lines.end(), [](std::string_view line) {
      return line.starts_with('+') || line.starts_with('-');
    });
    if (has_edit) return;
    Complain("protobuf_diff", "LG3005", "`protobuf_diff` has no line that adds or removes anything",
             "paste a unified diff, or write `auto`");
  }

  void CheckConsumers() {
    if (!proposal_.affected_subsystems.has_value()) return;
    const bool empty = proposal_.affected_subsystems->empty();
    if (empty && !proposal_.no_consumers) {
      Complain("affected_subsystems", "LG3007", "`affected_subsystems` is empty",
               "list the subsystems, or say `no_consumers: true`");
    }
    if (!empty && proposal_.no_consumers) {
      Complain("no_consumers", "LG3007",
               "`no_consumers: true` contradicts the list in `affected_subsystems`",
               "keep one of them");
    }
  }

  Errors Take() { return std::move(errors_); }

 private:
  const ChangeProposal& proposal_;
  Errors errors_;
};

std::vector<std::string> Sorted(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

}  // namespace

Errors ValidateProposal(const ChangeProposal& proposal, ProposalLevel level) {
  ProposalCheck check(proposal);
  check.CheckDraft();
  check.CheckSecrets();
  if (level == ProposalLevel::kSubmitted) check.CheckSubmitted();
  return check.Take();
}

std::vector<ProposedChange> ChangesOf(const ChangeProposal& proposal) {
  if (!proposal.changes.empty()) return proposal.changes;
  if (proposal.contract_name.empty() && proposal.change_type.empty()) return {};
  return {{.change_type = proposal.change_type,
           .contract_name = proposal.contract_name,
           .element = "",
           .digest = "",
           .where = proposal.places.Of("contract_name")}};
}

std::string DigestOf(const ChangeProposal& proposal) {
  Meaning meaning("leyline.proposal.v1");
  meaning.Add("proposal_id", proposal.proposal_id);
  meaning.Add("proposer", proposal.proposer);
  meaning.Add("submitted_by", proposal.submitted_by);
  std::vector<std::string> changes;
  for (const ProposedChange& change : ChangesOf(proposal)) {
    Meaning one("change");
    one.Add("contract_name", change.contract_name);
    one.Add("change_type", change.change_type);
    one.Add("element", change.element);
    one.Add("digest", change.digest);
    changes.push_back(one.Digest());
  }
  meaning.AddSet("changes", std::move(changes));
  meaning.Add("title", proposal.title);
  meaning.Add("description", proposal.description);
  meaning.Add("protobuf_diff", proposal.protobuf_diff);
  std::vector<std::string> performance;
  for (const auto& [key, value] : proposal.performance_impact) {
    performance.push_back(fmt::format("{}:{}={}", key.size(), key, value));
  }
  meaning.AddSet("performance_impact", std::move(performance));
  meaning.AddFlag("no_consumers", proposal.no_consumers);
  meaning.AddSet("affected_subsystems",
                 Sorted(proposal.affected_subsystems.value_or(std::vector<std::string>())));
  meaning.Add("risk_level", proposal.risk_level ? NameOf(*proposal.risk_level) : "");
  meaning.Add("target_ref", proposal.target_ref);
  meaning.Add("submitted_at", proposal.submitted_at ? FormatTime(*proposal.submitted_at) : "");
  // Left out where there are none, so that older proposals keep their digests.
  if (!proposal.supersedes.empty()) meaning.AddSet("supersedes", proposal.supersedes);
  if (!proposal.depends_on.empty()) meaning.AddSet("depends_on", proposal.depends_on);
  if (!proposal.ratifies.empty()) meaning.AddSet("ratifies", proposal.ratifies);
  if (proposal.round > 1) meaning.AddNumber("round", proposal.round);
  return meaning.Digest();
}

}  // namespace leyline
