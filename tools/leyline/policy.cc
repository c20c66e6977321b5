// The policy by itself: is it valid and can it be met; and what it asks for on this change.
#include <memory>
#include <set>

#include <fmt/format.h>

#include "analyzer/impact/subsystems.h"
#include "base/strings.h"
#include "ci/gate/ballots.h"
#include "policy/check.h"
#include "records/roles.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/review_case.h"

namespace leyline {
namespace {

constexpr uint64_t kMostBytes = 1024 * 1024;

struct PolicyFlags {
  TargetFlags target;
};

// The files of the rules as the work tree has them.
class WorkTreeRules {
 public:
  WorkTreeRules(World& world, std::string top) : world_(world), top_(std::move(top)) {}

  // Nothing when there is no such file, or it can't be used.
  template <class Value, class Parse>
  std::optional<Value> Read(const std::string& path, const Parse& parse) {
    if (world_.disk.TypeOf(top_ + "/" + path) == FileType::kMissing) return std::nullopt;
    auto text = world_.disk.Read(top_ + "/" + path, kMostBytes);
    Result<Value> value = text.has_value() ? parse(path, *text) : Fail(text.error());
    if (value.has_value()) return std::move(*value);
    Add(value.error());
    return std::nullopt;
  }

  void Add(const Errors& errors) { errors_.insert(errors_.end(), errors.begin(), errors.end()); }
  const Errors& errors() const { return errors_; }

 private:
  World& world_;
  std::string top_;
  Errors errors_;
};

std::string Describe(const Policy& policy, std::string_view name, const std::string& refs) {
  return fmt::format(
      "{} ({}): {} approval{}, {}{}\n", name, refs, policy.min_approvals,
      policy.min_approvals == 1 ? "" : "s",
      policy.min_evidence.has_value() ? NameOf(*policy.min_evidence) : "signed once there are keys",
      policy.owner_approval == OwnerApproval::kRequired ? ", the owner's among them" : "");
}

// Of each environment, through one of its refs: what holds there, and whether it can be met.
std::string CheckEnvironments(const Policy& policy, const People& people, WorkTreeRules& rules) {
  std::string out = Describe(policy, "elsewhere", "other branches");
  rules.Add(CheckAgainstPeople(policy, people));
  for (const Environment& one : policy.environments) {
    if (one.refs.empty()) continue;
    const Policy held = PolicyFor(policy, one.refs.front());
    out += Describe(held, one.name, Join(one.refs, ", "));
    rules.Add(CheckAgainstPeople(held, people));
    if (IsProduction(policy, one.refs.front())) rules.Add(CheckForProduction(held));
  }
  return out;
}

ExitCode RunCheck(World& world) {
  Git git(world.process, "");
  auto top = git.TopLevel();
  if (!top) return Fail(world, top.error());
  WorkTreeRules rules(world, *top);
  const Config config = rules.Read<Config>("leyline.yaml", &ParseConfig).value_or(Config{});
  const std::string path = config.governance + "/policy.yaml";
  const auto policy = rules.Read<Policy>(path, &ParsePolicy);
  const auto people = rules.Read<People>(config.governance + "/roles.yaml", &ParseRoles);
  rules.Read<Subsystems>(config.governance + "/subsystems.yaml", &ParseSubsystems);
  if (!policy.has_value() && rules.errors().empty()) {
    return FailUsage(world, fmt::format("there is no {}", path),
                     "write one; policy/profiles has three to begin with");
  }
  std::string out;
  if (policy.has_value()) out = CheckEnvironments(*policy, people.value_or(People()), rules);
  Errors errors = rules.errors();
  SortAndDedupe(errors);
  if (!errors.empty()) return Fail(world, errors);
  world.out += out + "the policy is valid and can be met\n";
  return ExitCode::kPass;
}

std::string Globs(const PackageRule& rule) {
  return Join(rule.names.empty() ? rule.paths : rule.names, ", ");
}

// Which rule asked for what about one change.
std::string ExplainChange(const Change& change, const Policy& policy) {
  const GatingOfChange found = GatingFor(policy, change);
  std::vector<std::string_view> surfaces;
  for (const Surface surface : found.gating.surfaces) surfaces.push_back(WordOf(surface));
  std::string why =
      change.verdicts.empty() ? std::string("nothing is known of what it does, so it always is")
      : found.unstable
          ? std::string("unstable, so it never is")
          : fmt::format("mode {} on {}", NameOf(found.gating.mode), fmt::join(surfaces, ", "));
  why += found.rule == nullptr ? "" : fmt::format(" (`packages` rule for {})", Globs(*found.rule));
  return fmt::format("{} {} `{}`: {}\n", IsGated(change, policy) ? "gated    " : "not gated",
                     change.change_type, Printable(change.element), why);
}

ExitCode RunExplain(World& world, const PolicyFlags& flags) {
  Git git(world.process, "");
  auto review = ReadReviewCase(world, git, flags.target, RecordScope::kOfTheChange);
  if (!review) return Fail(world, review.error());
  const GateRequest& request = (*review)->request;
  const Rules& rules = (*review)->run.rules;
  const Environment* environment = EnvironmentOf(rules.whole_policy, request.target_ref);
  world.out += fmt::format("{}: {}\n", request.target_ref,
                           environment == nullptr ? "in no environment; the policy as such"
                                                  : "environment `" + environment->name + "`");
  for (const Change& change : request.changes) world.out += ExplainChange(change, rules.policy);
  const std::string roles = Join(rules.policy.reviewers, ", ");
  world.out += fmt::format(
      "needs     {} approvals of {}, {} (min_approvals, owner, reviewers), as {}{}\n",
      rules.policy.min_approvals, rules.policy.owner, roles, NameOf(NeededEvidence(request)),
      rules.policy.owner_approval == OwnerApproval::kRequired
          ? fmt::format("; `{}` among them (owner_approval)", rules.policy.owner)
          : "");
  if (rules.policy.subsystem_owners == SubsystemOwners::kRequired && request.impact != nullptr) {
    std::set<std::string> owners;
    for (const ChangeImpact& impact : request.impact->changes) {
      for (const Hit& hit : impact.hits) {
        if (hit.level != Level::kCompatible) owners.insert(hit.owner);
      }
    }
    for (const std::string& owner : owners) {
      world.out += fmt::format(
          "needs     consent of `{}`, whose subsystem is hit "
          "(subsystem_owners)\n",
          owner);
    }
  }
  if (rules.policy.auto_generate_bindings) {
    world.out += "needs     bindings of the contracts that change (auto_generate_bindings)\n";
  }
  return ExitCode::kPass;
}

}  // namespace

Subcommand PolicyCheckCommand() {
  return {.name = "policy check",
          .summary = "is the work tree's policy valid, and can the people there are meet it?",
          .examples = "  leyline policy check\n",
          .flags = {},
          .run = [](World& world) { return RunCheck(world); },
          .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput}};
}

Subcommand PolicyExplainCommand() {
  auto flags = std::make_shared<PolicyFlags>();
  Subcommand command{
      .name = "policy explain",
      .summary = "which rule asks for what on this branch's changes",
      .examples = "  leyline policy explain --against main\n",
      .flags = TargetFlagsOf(flags->target),
      .run = [flags](World& world) { return RunExplain(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore}};
  return command;
}

}  // namespace leyline
