#include "tools/leyline/review_case.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/gate/ballots.h"

namespace leyline {

std::vector<Flag> TargetFlagsOf(TargetFlags& flags) {
  return {{.name = "--against",
           .value = "REV",
           .help = "the branch to merge into; as for gate",
           .text = &flags.against},
          {.name = "--target-ref",
           .value = "REF",
           .help = "the branch's name when --against is a commit or a tag",
           .text = &flags.ref}};
}

const ProposalStatus* ReviewCase::Find(std::string_view id) const {
  const auto found = std::find_if(status.begin(), status.end(), [&](const ProposalStatus& one) {
    return one.proposal->proposal_id == id;
  });
  return found == status.end() ? nullptr : &*found;
}

const GovernanceDecision* ReviewCase::DecisionOn(std::string_view id) const {
  const auto& all = run.records.decisions;
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const GovernanceDecision& one) { return one.proposal_id == id; });
  return found == all.end() ? nullptr : &*found;
}

Result<std::unique_ptr<ReviewCase>> ReadReviewCase(World& world, Git& git,
                                                   const TargetFlags& target, RecordScope scope,
                                                   const std::string& also) {
  auto review = std::make_unique<ReviewCase>();
  auto run = ReadCase(world, git, {.target = target, .scope = scope, .also = also});
  if (!run) return Fail(run.error());
  review->run = std::move(*run);
  review->request = RequestFor(review->run, review->run.log, "", world.clock.Now());
  review->status = StatusOf(review->request);
  return review;
}

ExitCode NoSuchProposal(World& world, const ReviewCase& review, const std::string& id) {
  std::vector<std::string_view> ids;
  for (const ProposalStatus& one : review.status) ids.push_back(one.proposal->proposal_id);
  const std::string_view near = Nearest(id, ids);
  return FailUsage(world, fmt::format("there is no proposal `{}` on this branch or its target", id),
                   near.empty() ? "leyline status lists them; one that is not committed is not seen"
                                : fmt::format("did you mean `{}`?", near));
}

Flag AsFlagOf(std::string& as) {
  return {.name = "--as",
          .value = "ID",
          .help = "who you are in roles.yaml; else LEYLINE_ACTOR or git's user.email says it",
          .text = &as};
}

Result<std::string> PrincipalAtWork(World& world, Git& git, const ReviewCase& review,
                                    const std::string& told) {
  const std::string person = told.empty() ? Person(world, git) : told;
  const Principal* principal = review.run.rules.people.Find(person);
  if (principal != nullptr) return principal->id;
  if (NeededEvidence(review.request) == EvidenceLevel::kDeclared && !person.empty()) return person;
  return Fail({.kind = ErrorKind::kUsage,
               .code = "LG4010",
               .message = person.empty()
                              ? "nobody says who you are"
                              : fmt::format("`{}` is no principal in roles.yaml at base", person),
               .fix = "say who: --as ID, LEYLINE_ACTOR, or git config user.email"});
}

// Records are files of the work tree: what a link leads to is none.
Status LiesInside(World& world, const std::string& top, const std::string& path) {
  for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    if (world.disk.TypeOf(top + "/" + part) == FileType::kSymlink) {
      return Fail({.kind = ErrorKind::kInput,
                   .code = "LG1002",
                   .message = "is a symbolic link, and records are written to no other place",
                   .where = SourceSpan{part, 0, 0},
                   .fix = "put the folder or file itself there"});
    }
    if (end == std::string::npos) return {};
  }
}

ExitCode WriteRecords(World& world, Git& git,
                      const std::vector<std::pair<std::string, std::string>>& files) {
  auto top = git.TopLevel();
  if (!top) return Fail(world, top.error());
  std::string paths;
  for (const auto& [path, content] : files) {
    if (auto inside = LiesInside(world, *top, path); !inside) return Fail(world, inside.error());
    const Status written = world.disk.Write(*top + "/" + path, content);
    if (!written) return Fail(world, written.error());
    world.out += fmt::format("wrote {}\n", path);
    paths += (paths.empty() ? "" : " ") + path;
  }
  world.out += fmt::format("next: git add {} && git commit\n", paths);
  return ExitCode::kPass;
}

}  // namespace leyline
