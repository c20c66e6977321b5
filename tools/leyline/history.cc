#include "tools/leyline/history.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "base/digest.h"
#include "ci/gate/policy_changes.h"

namespace leyline {
namespace {

tl::unexpected<Errors> TooShallow(const std::string& decision) {
  return Fail({.kind = ErrorKind::kInput,
               .code = "LG9001",
               .message = fmt::format("the history of this shallow clone doesn't reach back to {}, "
                                      "so it may have been used already",
                                      decision),
               .fix = "git fetch --unshallow, or check out with fetch-depth: 0"});
}

}  // namespace

Result<std::map<std::string, std::string>> History::FindSpent(
    const std::string& base, std::span<const ChangeProposal> proposals,
    std::span<const Change> changes) {
  Digests made;
  // What shows only against a release is not in the comparison of two commits, so it can't be
  // missed there: that says nothing about whether it was made.
  for (const Change& change : changes) {
    if (change.release.empty()) made.insert(change.digest);
  }
  std::map<std::string, std::string> spent;
  for (const ChangeProposal& proposal : proposals) {
    const std::string decision =
        fmt::format("{}/decisions/{}.yaml", config_.governance, proposal.proposal_id);
    if (base_.Find(decision) == nullptr) continue;
    Digests asked;
    for (const ProposedChange& change : ChangesOf(proposal)) {
      if (made.contains(change.digest)) asked.insert(change.digest);
    }
    if (asked.empty()) continue;
    auto use = FindUse(base, decision, asked);
    if (!use) return Fail(use.error());
    if (!use->empty()) spent.emplace(proposal.proposal_id, use->substr(0, 12));
  }
  return spent;
}

Result<std::string> History::FindUse(const std::string& base, const std::string& decision,
                                     const Digests& asked) {
  auto shallow = git_.IsShallow();
  if (!shallow) return Fail(shallow.error());
  if (*shallow) return TooShallow(decision);
  auto commits = git_.CommitsWith(base, decision);
  if (!commits) return Fail(commits.error());
  for (const std::string& commit : *commits) {
    auto since = ChangesSince(commit);
    if (!since) return Fail(since.error());
    if (*since == nullptr) continue;
    const bool all_to_make =
        std::includes((*since)->begin(), (*since)->end(), asked.begin(), asked.end());
    if (!all_to_make) return commit;
  }
  return std::string();
}

Result<const History::Digests*> History::ChangesSince(const std::string& commit) {
  auto files = RevisionFiles::Open(git_, commit);
  if (!files) return Fail(files.error());
  std::string state = files->StateOf(".proto");
  for (const std::string& path : rule_paths_) {
    const TreeEntry* entry = files->Find(path);
    state += entry == nullptr ? "-\n" : entry->object + "\n";
  }
  const auto [known, is_new] = known_.try_emplace(DigestText(Sha256Of(state)));
  if (is_new) {
    auto changes = Compare(commit, *files);
    if (changes.has_value()) known->second = std::move(*changes);
  }
  return known->second.has_value() ? &*known->second : nullptr;
}

Result<History::Digests> History::Compare(const std::string& commit, const RevisionFiles& files) {
  auto before =
      LoadContracts(world_, git_, commit, commit.substr(0, 12), config_, Emptiness::kIsFine);
  if (!before) return Fail(before.error());
  auto rules = RuleFiles(files, result_, rule_paths_);
  if (!rules) return Fail(rules.error());
  Digests digests;
  for (const Change& change : Diff(*before, after_)) digests.insert(change.digest);
  for (const Change& change : PolicyChanges(*rules)) digests.insert(change.digest);
  return digests;
}

}  // namespace leyline
