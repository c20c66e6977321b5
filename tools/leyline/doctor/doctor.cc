// leyline doctor: is the gate set up so that it can refuse, and can anybody satisfy it?
#include "tools/leyline/doctor/doctor.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/text_parts.h"
#include "report/wrap.h"
#include "tools/leyline/bindings/trial.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/event_store.h"

namespace leyline {
namespace {

struct DoctorFlags {
  TargetFlags target;
};

// Gravest first, as CodeOf(Errors) ranks errors.
constexpr ExitCode kRanks[] = {ExitCode::kBug, ExitCode::kInput, ExitCode::kUsage, ExitCode::kStore,
                               ExitCode::kBlocked};

void ExamineClone(World& world, Git& git, Diagnoses& found) {
  const auto shallow = git.IsShallow();
  if (!shallow) return found.Bad("clone", shallow.error());
  if (*shallow) {
    found.Bad(ExitCode::kInput, "clone",
              "this is a shallow clone: the base of a change may be missing, and so is what shows "
              "that a proposal was used",
              "git fetch --unshallow; in CI check out with fetch-depth: 0, or GIT_DEPTH: 0");
    return;
  }
  const auto filter = world.process.Run(
      {.argv = {"git", "config", "--get-regexp", R"(^remote\..*\.partialclonefilter$)"}});
  if (filter.has_value() && filter->code == 0) {
    found.Look("clone", "this is a partial clone: git fetches contracts when the gate reads them",
               "make sure that the job may reach the remote, or clone without --filter");
    return;
  }
  found.Well("clone", "the history is whole");
}

// The rules of the base; where it has no policy yet, those of HEAD, which a merge would bring.
std::optional<Patient> ReadPatient(World& world, Git& git, const TargetFlags& target,
                                   Diagnoses& found) {
  auto merge = FindMerge(world, git, target);
  if (!merge) {
    found.Bad("base", merge.error());
    return std::nullopt;
  }
  found.Well("base", fmt::format("{} at {}", merge->target_ref, merge->base.substr(0, 12)));
  auto base = RevisionFiles::Open(git, merge->base);
  auto head = RevisionFiles::Open(git, merge->head);
  if (!base || !head) {
    found.Bad("base", base.has_value() ? head.error() : base.error());
    return std::nullopt;
  }
  auto rules = ReadRules(*base, *base, merge->target_ref);
  std::string governed = merge->base;
  if (!rules && rules.error().front().code == "LG2001") {
    rules = ReadRules(*head, *head, merge->target_ref);
    governed = merge->head;
    if (rules.has_value()) {
      found.Look("policy", "the base has no policy yet; what follows is about the one of HEAD",
                 "merge it; the gate of that branch prints the `--bootstrap` that it needs");
    }
  }
  if (!rules) {
    found.Bad("policy", rules.error());
    return std::nullopt;
  }
  return Patient{git, std::move(*merge), std::move(governed), std::move(*rules)};
}

void ExamineLog(World& world, const Patient& patient, Diagnoses& found) {
  auto opened = OpenLog(world, patient.git, patient.rules.config);
  if (!opened) return found.Bad("log", opened.error());
  const auto events = opened->store->Read();
  if (!events) return found.Bad("log", events.error());
  const bool in_ci = !world.environment("CI").empty();
  if (patient.rules.config.log.empty() && in_ci) {
    return found.Look("log",
                      "the event log is this clone's own, so that no two jobs share it: the "
                      "circuit never opens, and a used proposal may be used again",
                      "write `log: git:refs/leyline/log` into leyline.yaml, and run `leyline audit "
                      "init` once");
  }
  found.Well("log", fmt::format("{}; {} in a whole chain", opened->note,
                                Counted(static_cast<int32_t>(events->size()), "event")));
}

// Whether this machine has what the policy has the gate run.
void ExamineBindings(World& world, const Patient& patient, Diagnoses& found) {
  if (!patient.rules.policy.auto_generate_bindings) return;
  const auto generators = FindGenerators(world, patient.git, patient.rules.config);
  if (!generators) return found.Bad("bindings", generators.error());
  std::vector<std::string> names;
  for (const BindingLanguage& language : generators->languages) names.push_back(language.name);
  found.Well("bindings", names.empty() ? "leyline.yaml names no language to make any in"
                                       : "the gate can make them: " + Join(names, ", "));
}

void Show(World& world, const Diagnoses& found) {
  int counts[3] = {};
  for (const Diagnosis& one : found.list()) {
    ++counts[static_cast<std::size_t>(one.health)];
    constexpr std::string_view kMarks[] = {"ok  ", "look", "BAD "};
    constexpr Tint kTints[] = {Tint::kGreen, Tint::kYellow, Tint::kRed};
    const auto index = static_cast<std::size_t>(one.health);
    const TextStyle style{.colour = world.colour, .width = world.width};
    world.out += fmt::format("{} ", Tinted(style, kTints[index], kMarks[index]));
    world.out += Hung(fmt::format("{}: {}", one.subject, Printable(one.message)), 5, world.width);
    if (one.fix.empty()) continue;
    world.out += "     fix: " + Hung(Printable(one.fix), 10, world.width);
  }
  world.out += fmt::format("{} well, {} to look at, {} bad\n", counts[0], counts[1], counts[2]);
}

ExitCode RunDoctor(World& world, Folders& folders, const DoctorFlags& flags) {
  Git git(world.process, "");
  Diagnoses found;
  const auto top = git.TopLevel();
  if (!top) {
    // Says in what kind of folder this is, where it is in no work tree.
    const auto head = git.Resolve("HEAD");
    return Fail(world, head.has_value() ? top.error() : head.error());
  }
  ExamineClone(world, git, found);
  auto patient = ReadPatient(world, git, flags.target, found);
  if (patient.has_value()) {
    ExaminePolicy(*patient, world.clock.Now(), found);
    ExamineContracts(world, *patient, found);
    ExamineBindings(world, *patient, found);
    ExamineLog(world, *patient, found);
  }
  ExamineJobs(world, *top, found);
  if (patient.has_value()) TryBreak(world, folders, *patient, found);
  Show(world, found);
  return found.code();
}

}  // namespace

void Diagnoses::Well(std::string_view subject, std::string message) {
  list_.push_back({.subject = std::string(subject), .message = std::move(message)});
}

void Diagnoses::Look(std::string_view subject, std::string message, std::string fix) {
  list_.push_back(
      {Health::kLook, ExitCode::kPass, std::string(subject), std::move(message), std::move(fix)});
}

void Diagnoses::Bad(ExitCode code, std::string_view subject, std::string message, std::string fix) {
  list_.push_back({Health::kBad, code, std::string(subject), std::move(message), std::move(fix)});
}

void Diagnoses::Bad(std::string_view subject, const Errors& errors) {
  for (const Error& error : errors) {
    Error alone = error;
    alone.fix.clear();
    Bad(CodeOf(Errors{error}), subject, Format(alone), error.fix);
  }
}

ExitCode Diagnoses::code() const {
  for (const ExitCode code : kRanks) {
    const auto has = [&](const Diagnosis& one) {
      return one.health == Health::kBad && one.code == code;
    };
    if (std::any_of(list_.begin(), list_.end(), has)) return code;
  }
  return ExitCode::kPass;
}

Subcommand DoctorCommand(Folders& folders) {
  auto flags = std::make_shared<DoctorFlags>();
  return {.name = "doctor",
          .summary = "is the gate set up so that it refuses, and can anybody satisfy it?",
          .examples =
              "  leyline doctor\n"
              "  leyline doctor --against origin/release\n",
          .flags = {{.name = "--against",
                     .value = "REV",
                     .help = "the branch to merge into, as for the gate",
                     .text = &flags->target.against},
                    {.name = "--target-ref",
                     .value = "REF",
                     .help = "the branch's name when --against is a commit or a tag",
                     .text = &flags->target.ref}},
          .run = [flags, &folders](World& world) { return RunDoctor(world, folders, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                    ExitCode::kStore},
          .environment =
              "  TMPDIR                     where the throwaway copy is made\n"
              "  XDG_CACHE_HOME, HOME       where the gate keeps bindings that it makes\n"};
}

}  // namespace leyline
