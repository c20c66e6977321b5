// A break that nobody approved, in a copy that is thrown away: the gate must refuse it.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "policy/policy.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/contracts.h"
#include "tools/leyline/doctor.h"
#include "tools/leyline/process_in.h"

namespace leyline {
namespace {

constexpr std::string_view kBranch = "refs/heads/base";

bool HoldsContracts(const File& file) {
  return !file.messages.empty() || !file.enums.empty() || !file.services.empty();
}

bool IsUnstable(const Policy& policy, const File& file) {
  Change change;
  change.contract = file.messages.empty() ? fmt::format("{}.M", file.package)
                                          : std::string(file.messages.front().full_name);
  change.before = SourceSpan{.file = DisplayPath(file)};
  change.verdicts.emplace_back();
  return GatingFor(policy, change).unstable;
}

// A file that no other imports: without it all others still compile. Empty: there is none that the
// policy guards.
std::string ChooseFile(const Snapshot& snapshot, const Policy& policy) {
  std::set<const File*> imported;
  for (const auto& file : snapshot.files) {
    for (const Import& import : file->imports) imported.insert(import.file);
  }
  for (const auto& file : snapshot.files) {
    const bool is_leaf = !imported.contains(file.get());
    if (file->governed && is_leaf && HoldsContracts(*file) && !IsUnstable(policy, *file)) {
      return DisplayPath(*file);
    }
  }
  return "";
}

// leyline.yaml without `log:`: what happens in the copy is nobody's business.
std::string WithoutLog(std::string_view text) {
  std::string out;
  for (std::string_view line : Split(text, '\n')) {
    if (!line.starts_with("log:")) out += fmt::format("{}\n", line);
  }
  return out;
}

// A repository that borrows the objects of another.
class Copy {
 public:
  Copy(World& world, std::string folder) : process_(world.process, std::move(folder)) {}

  // What git prints, without its line end; the first failure stays, and nothing runs after it.
  std::string Run(std::vector<std::string> arguments, std::string input = "") {
    if (!problem_.empty()) return "";
    std::vector<std::string> argv = {"git", "-c", "user.name=leyline doctor", "-c",
                                     "user.email=doctor@leyline.invalid"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    const auto exit = process_.Run({.argv = std::move(argv), .input = std::move(input)});
    if (!exit.has_value() || exit->code != 0) {
      problem_ = fmt::format("git {} failed: {}", arguments[0],
                             exit.has_value() ? Trim(exit->err) : "it can't be started");
      return "";
    }
    return std::string(Trim(exit->out));
  }

  const std::string& problem() const { return problem_; }
  Process& process() { return process_; }

 private:
  ProcessIn process_;
  std::string problem_;
};

// Commits the rules and contracts of `governed` as a branch, and on top of it one that lacks
// `file`.
void Seed(World& world, Copy& copy, const Patient& patient, const std::string& folder,
          const std::string& file) {
  const auto objects = world.process.Run(
      {.argv = {"git", "rev-parse", "--path-format=absolute", "--git-path", "objects"}});
  const auto format = world.process.Run({.argv = {"git", "rev-parse", "--show-object-format"}});
  const std::string name =
      format.has_value() && format->code == 0 ? std::string(Trim(format->out)) : "sha1";
  copy.Run({"init", "--quiet", "--object-format=" + name, "."});
  if (objects.has_value()) {
    const std::string text = std::string(Trim(objects->out)) + "\n";
    static_cast<void>(world.disk.Write(folder + "/.git/objects/info/alternates", text));
  }
  copy.Run({"read-tree", patient.governed + "^{tree}"});
  const std::string config = copy.Run({"cat-file", "blob", patient.governed + ":leyline.yaml"});
  const std::string blob = copy.Run({"hash-object", "-w", "--stdin"}, WithoutLog(config));
  copy.Run({"update-index", "--add", "--cacheinfo", "100644," + blob + ",leyline.yaml"});
  const std::string base = copy.Run({"commit-tree", copy.Run({"write-tree"}), "-m", "base"});
  copy.Run({"update-ref", std::string(kBranch), base});
  copy.Run({"update-index", "--force-remove", file});
  const std::string broken =
      copy.Run({"commit-tree", copy.Run({"write-tree"}), "-p", base, "-m", "break"});
  copy.Run({"update-ref", "--no-deref", "HEAD", broken});
}

void Judge(const Patient& patient, const std::string& file, ExitCode code, const World& seeded,
           Diagnoses& found) {
  const std::string what = fmt::format("a copy of HEAD's rules without `{}`", file);
  if (code == ExitCode::kBlocked) {
    return found.Well("trial", fmt::format("{}, which nobody approved, is refused (exit 1)", what));
  }
  if (code == ExitCode::kPass) {
    return found.Bad(ExitCode::kBlocked, "trial",
                     fmt::format("{}, which nobody approved, passes the gate", what),
                     fmt::format("leyline policy explain shows what mode {} asks for; see "
                                 "`surfaces` and `packages` of the policy",
                                 NameOf(patient.rules.policy.gating.mode)));
  }
  found.Bad(code, "trial",
            fmt::format("{}: the gate exits {}: {}", what, static_cast<int>(code),
                        Trim(seeded.err.substr(0, seeded.err.find('\n')))),
            "run the gate on a branch, and mend what it says");
}

}  // namespace

void TryBreak(World& world, Folders& folders, const Patient& patient, Diagnoses& found) {
  const auto snapshot = LoadContracts(world, patient.git, patient.governed, "base",
                                      patient.rules.config, Emptiness::kIsFine);
  if (!snapshot) return;  // said where the contracts are looked at
  const std::string file = ChooseFile(*snapshot, patient.rules.policy);
  if (file.empty()) {
    return found.Look("trial", "there is no contract that the policy guards, so nothing was tried",
                      "run this again once there is one");
  }
  const std::string parent = world.environment("TMPDIR");
  const auto scratch = folders.MakeScratch(parent.empty() ? "/tmp" : parent);
  if (!scratch) return found.Bad("trial", scratch.error());
  const auto folder = (*scratch)->Add();
  if (!folder) return found.Bad("trial", folder.error());
  Copy copy(world, *folder);
  Seed(world, copy, patient, *folder, file);
  if (!copy.problem().empty()) {
    return found.Look("trial", fmt::format("could not be made: {}", copy.problem()),
                      "a partial clone lacks objects; try it in a whole one");
  }
  World seeded{.disk = world.disk,
               .process = copy.process(),
               .clock = world.clock,
               .environment = [](const char*) { return std::string(); }};
  const ExitCode code = RunCommand(
      {GateCommand()},
      {"gate", "--against", std::string(kBranch), "--target-ref", patient.merge.target_ref},
      seeded);
  Judge(patient, file, code, seeded, found);
}

}  // namespace leyline
