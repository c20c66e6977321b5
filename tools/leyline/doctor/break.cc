// A break that nobody approved, in a copy that is thrown away: the gate must refuse it.
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/canonical_json.h"
#include "base/strings.h"
#include "policy/policy.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/contracts.h"
#include "tools/leyline/doctor/doctor.h"
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

// An edit of one file.
struct Break {
  std::string file;
  std::optional<std::string> text;  // none: the file is gone
  std::string words;                // "without `a.proto`"
};

bool IsGuarded(const Policy& policy, const File& file) {
  return file.governed && HoldsContracts(file) && !IsUnstable(policy, file);
}

// Without a file that no other imports all others still compile.
std::optional<Break> Removal(const Snapshot& snapshot, const Policy& policy) {
  std::set<const File*> imported;
  for (const auto& file : snapshot.files) {
    for (const Import& import : file->imports) imported.insert(import.file);
  }
  for (const auto& file : snapshot.files) {
    if (imported.contains(file.get()) || !IsGuarded(policy, *file)) continue;
    const std::string& path = DisplayPath(*file);
    return Break{path, std::nullopt, fmt::format("without `{}`", path)};
  }
  return std::nullopt;
}

bool IsPlainScalar(const Field& field) {
  return field.type_name.empty() && field.type != FieldType::kNone && !field.is_map() &&
         field.options.written.empty() && field.type_pos != kNoOffset;
}

// Breaks both directions on every surface but rpc.
std::optional<Break> Retyping(const Snapshot& snapshot, const Policy& policy) {
  for (const auto& file : snapshot.files) {
    if (!IsGuarded(policy, *file)) continue;
    for (const Message& message : file->messages) {
      for (const Field& field : message.fields) {
        const std::string_view old = KeywordOf(field.type);
        if (!IsPlainScalar(field) || file->text.compare(field.type_pos, old.size(), old) != 0) {
          continue;
        }
        const bool is_text = old == "string" || old == "bytes";
        const std::string_view now = is_text ? "fixed64" : "bytes";
        std::string text = file->text;
        text.replace(field.type_pos, old.size(), now);
        return Break{DisplayPath(*file), std::move(text),
                     fmt::format("with `{}` as `{}`", FullName(field), now)};
      }
    }
  }
  return std::nullopt;
}

// What says where contracts and policy are, and what is made of them: no log to write to, nobody to
// be told, and no program to run.
std::string ConfigFor(const Config& config) {
  const auto list = [](const std::vector<std::string>& paths) {
    std::string text;
    for (const std::string& path : paths) {
      text += text.empty() ? "" : ", ";
      AppendJsonText(text, path);
    }
    return fmt::format("[{}]", text);
  };
  std::string governance;
  AppendJsonText(governance, config.governance);
  return fmt::format(
      "version: 1\ncontracts: {}\nimports: {}\nexclude: {}\ngovernance: {}\n"
      "bindings: {{languages: {}}}\n",
      list(config.contracts), list(config.imports), list(config.exclude), governance,
      list(config.binding_languages));
}

// A repository that borrows the objects of another.
class Copy {
 public:
  Copy(World& world, std::string folder)
      : folder_(std::move(folder)), process_(world.process, folder_) {}

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

  void Put(const std::string& path, std::string text) {
    const std::string blob = Run({"hash-object", "-w", "--stdin"}, std::move(text));
    Run({"update-index", "--add", "--cacheinfo", fmt::format("100644,{},{}", blob, path)});
  }

  const std::string& folder() const { return folder_; }
  const std::string& problem() const { return problem_; }
  Process& process() { return process_; }

 private:
  std::string folder_;
  ProcessIn process_;
  std::string problem_;
};

// Commits the rules and contracts of `governed` as a branch; gives that commit.
std::string SeedBase(World& world, Copy& copy, const Patient& patient, const std::string& folder) {
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
  copy.Put("leyline.yaml", ConfigFor(patient.rules.config));
  // What a break does to the map of subsystems is another matter.
  copy.Run(
      {"update-index", "--force-remove", patient.rules.config.governance + "/subsystems.yaml"});
  const std::string base = copy.Run({"commit-tree", copy.Run({"write-tree"}), "-m", "base"});
  copy.Run({"update-ref", std::string(kBranch), base});
  return base;
}

// Makes HEAD the base with one break in it.
void SeedBreak(Copy& copy, const std::string& base, const Break& edit) {
  copy.Run({"read-tree", base + "^{tree}"});
  if (edit.text.has_value()) {
    copy.Put(edit.file, *edit.text);
  } else {
    copy.Run({"update-index", "--force-remove", edit.file});
  }
  const std::string broken =
      copy.Run({"commit-tree", copy.Run({"write-tree"}), "-p", base, "-m", "break"});
  copy.Run({"update-ref", "--no-deref", "HEAD", broken});
}

struct Answer {
  ExitCode code;
  std::string said;  // the first error of the gate
};

Answer RunGateIn(World& world, Folders& folders, Copy& copy, const Patient& patient) {
  // Bindings are made as the job would make them, and kept nowhere else.
  const auto environment = [&](const char* name) {
    const std::string_view asked = name;
    if (asked == "XDG_CACHE_HOME") return copy.folder() + "/.git/cache";
    return asked == "PATH" ? world.environment(name) : std::string();
  };
  World seeded{.disk = world.disk,
               .process = copy.process(),
               .clock = world.clock,
               .environment = environment};
  const ExitCode code = RunCommand(
      {GateCommand(folders)},
      {"gate", "--against", std::string(kBranch), "--target-ref", patient.merge.target_ref},
      seeded);
  for (std::string_view line : Split(seeded.err, '\n')) {
    if (line.find("error") != std::string_view::npos) return {code, std::string(line)};
  }
  return {code, ""};
}

// The first of the breaks that is refused will do: a policy need not guard against each.
void Judge(World& world, Folders& folders, Copy& copy, const Patient& patient,
           const std::string& base, const std::vector<Break>& breaks, Diagnoses& found) {
  for (const Break& edit : breaks) {
    SeedBreak(copy, base, edit);
    if (!copy.problem().empty()) {
      return found.Look("trial", fmt::format("could not be made: {}", copy.problem()),
                        "a partial clone lacks objects; try it in a whole one");
    }
    const Answer answer = RunGateIn(world, folders, copy, patient);
    if (answer.code == ExitCode::kBlocked) {
      return found.Well(
          "trial",
          fmt::format("a copy {}, which nobody approved, is refused (exit 1)", edit.words));
    }
    if (answer.code == ExitCode::kPass) continue;
    return found.Bad(answer.code, "trial",
                     fmt::format("a copy {}: the gate exits {}: {}", edit.words,
                                 static_cast<int>(answer.code), answer.said),
                     "run the gate on a branch, and mend what it says");
  }
  found.Bad(ExitCode::kBlocked, "trial",
            fmt::format("a copy {}, which nobody approved, passes the gate", breaks.back().words),
            fmt::format("leyline policy explain shows what mode {} asks for; see `surfaces` and "
                        "`packages` of the policy",
                        NameOf(patient.rules.policy.gating.mode)));
}

}  // namespace

void TryBreak(World& world, Folders& folders, const Patient& patient, Diagnoses& found) {
  const auto snapshot = LoadContracts(world, patient.git, patient.governed, "base",
                                      patient.rules.config, Emptiness::kIsFine);
  if (!snapshot) return;  // said where the contracts are looked at
  std::vector<Break> breaks;
  for (const auto choose : {&Removal, &Retyping}) {
    if (auto edit = choose(*snapshot, patient.rules.policy)) breaks.push_back(std::move(*edit));
  }
  if (breaks.empty()) {
    return found.Look("trial", "there is no contract that the policy guards, so nothing was tried",
                      "run this again once there is one");
  }
  const std::string parent = world.environment("TMPDIR");
  const auto scratch = folders.MakeScratch(parent.empty() ? "/tmp" : parent);
  if (!scratch) return found.Bad("trial", scratch.error());
  const auto folder = (*scratch)->Add();
  if (!folder) return found.Bad("trial", folder.error());
  Copy copy(world, *folder);
  const std::string base = SeedBase(world, copy, patient, *folder);
  Judge(world, folders, copy, patient, base, breaks, found);
}

}  // namespace leyline
