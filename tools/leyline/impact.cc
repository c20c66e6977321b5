#include "analyzer/impact/impact.h"

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "analyzer/impact/any_change.h"
#include "analyzer/impact/claims.h"
#include "analyzer/impact/sizes.h"
#include "analyzer/rules/rule.h"
#include "analyzer/witness/measure.h"
#include "analyzer/witness/witness.h"
#include "base/parallel.h"
#include "report/impact_page.h"
#include "report/json.h"
#include "report/text.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/gating.h"
#include "tools/leyline/impact_proposal.h"
#include "tools/leyline/input/input.h"
#include "tools/leyline/output.h"
#include "tools/leyline/repository.h"

namespace leyline {
namespace {

constexpr uint64_t kFileLimit = 16 << 20;
const std::vector<std::string_view> kFormats = {"text", "json", "markdown",
                                                "html", "dot",  "mermaid"};

struct ImpactFlags {
  std::string before;
  std::string after;
  std::string proposal;
  std::string element;
  std::string subsystems;
  bool measure = false;
  GatingFlags gating;
  InputFlags input;
  OutputFlags output;
};

// What was compared, and all that is said of it.
struct Analysis {
  TwoSides sides;  // the changes borrow from them
  std::vector<Change> changes;
  ImpactReport impact;
  std::optional<ProposalView> proposal = {};
};

// --subsystems, else the one that BEFORE brings, else the one in the current folder.
Result<Subsystems> FindSubsystems(World& world, const ImpactFlags& flags, const TwoSides& sides) {
  if (!flags.subsystems.empty()) {
    auto text = world.disk.Read(flags.subsystems, kFileLimit);
    if (!text) return Fail(text.error());
    return ParseSubsystems(flags.subsystems, *text);
  }
  if (sides.subsystems.has_value()) {
    return ParseSubsystems(sides.subsystems->path, sides.subsystems->text);
  }
  const std::string here = "governance/subsystems.yaml";
  if (world.disk.TypeOf(here) == FileType::kRegular) {
    auto text = world.disk.Read(here, kFileLimit);
    if (!text) return Fail(text.error());
    return ParseSubsystems(here, *text);
  }
  return Fail({.kind = ErrorKind::kConfig,
               .message = fmt::format("`{}` has no governance/subsystems.yaml", flags.before),
               .fix = "name one with --subsystems FILE"});
}

// Which inputs the flags mean. A proposal goes to the branch that the gate would merge into; what
// if one element changed is asked of one version.
Status CompleteInputs(World& world, ImpactFlags& flags) {
  const auto wrong = [](std::string message, std::string fix) {
    return Fail({.kind = ErrorKind::kUsage, .message = std::move(message), .fix = std::move(fix)});
  };
  if (!flags.element.empty()) {
    if (!flags.proposal.empty()) return wrong("--element and --proposal exclude each other", "");
    if (!flags.after.empty()) {
      return wrong("--element takes one version", "name BEFORE only, or leave it out for `.`");
    }
    if (flags.before.empty()) flags.before = ".";
    flags.after = flags.before;
    return {};
  }
  if (flags.before.empty() && !flags.proposal.empty()) {
    Git git(world.process, "");
    auto base = FindBase(world, git, {});
    if (!base) return Fail(base.error());
    flags.before = *base + ":.";
    flags.after = ".";
  }
  if (!flags.before.empty() && !flags.after.empty()) return {};
  return wrong("BEFORE and AFTER are both needed",
               "name them, or ask with --proposal ID or --element NAME");
}

Result<ChangeProposal> ReadProposal(const ImpactFlags& flags, const TwoSides& sides) {
  if (sides.proposal.has_value()) return ParseProposal(sides.proposal->path, sides.proposal->text);
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`{}` has no proposal `{}`", flags.after, flags.proposal),
               .fix = "proposals are files governance/proposals/ID.yaml of AFTER"});
}

int64_t NowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// What can't be measured is said once.
void MeasureTimes(World& world, const TwoSides& sides, std::vector<SizeDelta>& sizes) {
  std::set<std::string> notices;
  const auto measure = [&](const Snapshot& snapshot, const std::string& contract,
                           SizeDelta::Side& side) {
    const Message* message = snapshot.FindMessage(contract);
    if (message == nullptr) return;
    const Measured measured = MeasureSamples(*message, &NowNs);
    side.encode_ns = measured.encode_ns;
    side.decode_ns = measured.decode_ns;
    if (measured.problem.empty()) return;
    notices.insert(fmt::format("not measured: `{}`: {}\n", contract, measured.problem));
  };
  for (SizeDelta& size : sizes) {
    measure(sides.before, size.contract, size.before);
    measure(sides.after, size.contract, size.after);
  }
  for (const std::string& notice : notices) world.err += notice;
}

Result<std::optional<ChangeProposal>> SplitByProposal(const ImpactFlags& flags,
                                                      const TwoSides& sides, ChangesThere& there,
                                                      std::vector<std::string>& absent) {
  if (flags.proposal.empty()) return std::optional<ChangeProposal>();
  auto proposal = ReadProposal(flags, sides);
  if (!proposal) return Fail(proposal.error());
  auto asked = ChangesAskedFor(*proposal, std::move(there.wanted), absent);
  if (!asked) return Fail(asked.error());
  there = std::move(*asked);
  return std::optional(std::move(*proposal));
}

// What depends on the map alone is made beside what depends on the changes alone.
struct Basis {
  Subsystems subsystems;
  std::optional<ResolvedMap> map;
  Matches matches;
};

Status Resolve(World& world, const ImpactFlags& flags, const Snapshot& before,
               const Snapshot& after, const TwoSides& sides, Basis& basis) {
  auto subsystems = FindSubsystems(world, flags, sides);
  if (!subsystems) return Fail(subsystems.error());
  basis.subsystems = std::move(*subsystems);
  auto map = ResolveMap(basis.subsystems, before, after);
  if (!map) return Fail(map.error());
  basis.map.emplace(std::move(*map));
  return {};
}

// Between two versions.
Result<Analysis> Compare(World& world, const ImpactFlags& flags) {
  const auto gating = ReadGating(flags.gating);
  if (!gating) return Fail(gating.error());
  auto sides =
      LoadBoth(world, flags.before, flags.after, flags.input, Extent::kReached, flags.proposal);
  if (!sides) return Fail(sides.error());
  Analysis analysis{.sides = std::move(*sides), .changes = {}, .impact = {}};
  const Snapshot& before = analysis.sides.before;
  const Snapshot& after = analysis.sides.after;
  Basis basis;
  ChangesThere there;
  Status resolved;
  RunBoth(
      0, [&] { resolved = Resolve(world, flags, before, after, analysis.sides, basis); },
      [&] {
        basis.matches = Match(before, after);
        there.wanted = Diff(basis.matches, nullptr);
      });
  if (!resolved) return Fail(resolved.error());
  std::vector<std::string> absent;
  auto proposal = SplitByProposal(flags, analysis.sides, there, absent);
  if (!proposal) return Fail(proposal.error());
  ImpactReport& impact = analysis.impact;
  Rollback back;
  RunBoth(
      0,
      [&] {
        impact = ComputeImpact(there.wanted, *basis.map, basis.subsystems);
        CompareSizes(there.wanted, *basis.map, before, after, impact);
      },
      [&] {
        back = CheckRollback(basis.matches, gating->value_or(Gating{}),
                             proposal->has_value() ? &there : nullptr);
      });
  analysis.changes = std::move(there.wanted);
  impact.rollback = std::move(back);
  if (flags.measure) MeasureTimes(world, analysis.sides, impact.sizes);
  if (proposal->has_value()) {
    analysis.proposal = CompareWith(**proposal, impact, std::move(absent));
  }
  return analysis;
}

// Of one version: what if this changed?
Result<Analysis> Suppose(World& world, const ImpactFlags& flags) {
  auto alone = LoadAlone(world, flags.before, flags.input);
  if (!alone) return Fail(alone.error());
  Analysis analysis{.sides = std::move(*alone), .changes = {}, .impact = {}};
  const Snapshot& version = analysis.sides.before;
  auto change = AnyChangeOf(version, flags.element);
  if (!change) return Fail(change.error());
  analysis.changes.push_back(std::move(*change));
  Basis basis;
  if (auto status = Resolve(world, flags, version, version, analysis.sides, basis); !status) {
    return Fail(status.error());
  }
  analysis.impact = ComputeImpact(analysis.changes, *basis.map, basis.subsystems);
  return analysis;
}

ExitCode RunImpact(World& world, const ImpactFlags& given) {
  ImpactFlags flags = given;
  if (auto status = CompleteInputs(world, flags); !status) return Fail(world, status.error());
  auto analysis = flags.element.empty() ? Compare(world, flags) : Suppose(world, flags);
  if (!analysis) return Fail(world, analysis.error());
  // There is nothing to execute of a change that is only supposed.
  const Status proven = flags.element.empty() ? AddWitnesses(analysis->changes) : Status();
  const ImpactView view{{flags.before, flags.after, analysis->changes},
                        &analysis->impact,
                        analysis->proposal.has_value() ? &*analysis->proposal : nullptr};
  const ExitCode shown =
      Show(world, flags.output,
           {{"text", [&](const TextStyle& style) { return ImpactText(view, style); }},
            {"json", [&](const TextStyle&) { return ImpactJson(view); }},
            {"markdown", [&](const TextStyle&) { return ImpactMarkdown(view); }},
            {"html", [&](const TextStyle&) { return ImpactHtml(view); }},
            {"dot", [&](const TextStyle&) { return ImpactDot(view); }},
            {"mermaid", [&](const TextStyle&) { return ImpactMermaid(view); }}});
  return proven ? shown : Fail(world, proven.error());
}

std::vector<Flag> OwnFlags(ImpactFlags& flags) {
  Flag before = BeforeFlag(flags.before);
  Flag after = AfterFlag(flags.after);
  before.required = after.required = false;
  return {before,
          after,
          {.name = "--proposal",
           .value = "ID",
           .help = "only the changes that governance/proposals/ID.yaml of AFTER asks for, and "
                   "whether it names whom they hit; BEFORE is then the target branch and AFTER "
                   "the current folder, where they are not named",
           .text = &flags.proposal},
          {.name = "--element",
           .value = "NAME",
           .help = "what if this changed: a contract, field, enum value, oneof or method of "
                   "BEFORE, else of the current folder",
           .text = &flags.element},
          {.name = "--subsystems",
           .value = "FILE",
           .help = "who uses what; else governance/subsystems.yaml of BEFORE",
           .text = &flags.subsystems},
          {.name = "--measure",
           .value = "",
           .help = "also encode and decode sample messages, and say how long it takes; these "
                   "figures differ from run to run",
           .on = &flags.measure}};
}

}  // namespace

Subcommand ImpactCommand() {
  auto flags = std::make_shared<ImpactFlags>();
  Subcommand command{
      .name = "impact",
      .summary = "whom a change hits, by which path, and the order to roll it out",
      .examples =
          "  leyline impact main:. HEAD:.\n"
          "  leyline impact main:. HEAD:. --format markdown --output html=impact.html\n"
          "  leyline impact --proposal remove-legacy-mode\n"
          "  leyline impact --element acme.v1.Order.total\n"
          "  leyline impact old.binpb new.binpb --subsystems governance/subsystems.yaml\n",
      .flags = OwnFlags(*flags),
      .run = [flags](World& world) { return RunImpact(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput}};
  for (Flag& flag : GatingFlagsOf(flags->gating)) command.flags.push_back(std::move(flag));
  for (Flag& flag : InputFlagsOf(flags->input)) command.flags.push_back(std::move(flag));
  for (Flag& flag : OutputFlagsOf(flags->output, kFormats)) {
    command.flags.push_back(std::move(flag));
  }
  Flag all = AllFlagOf(flags->output);
  all.help = "in text show compatible changes too, and long lists whole";
  command.flags.push_back(std::move(all));
  return command;
}

}  // namespace leyline
