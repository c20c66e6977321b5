// leyline demo: a repository with two teams, and the way of one break from its refusal to its
// merge.
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/embedded.h"
#include "tools/leyline/process_in.h"

namespace leyline {
namespace {

constexpr std::string_view kContract = "contracts/shop/v1/order.proto";
constexpr std::string_view kField =
    "  string customer_ref = 3;  // to be replaced by customer_id\n";
constexpr std::string_view kReserved = "  reserved 3;\n  reserved \"customer_ref\";\n";

// Who plays in it, and the role of each.
struct Player {
  std::string_view name;
  std::string_view role;
};
constexpr Player kPlayers[] = {
    {"carla", ""}, {"ada", "architect"}, {"lena", "ledger-lead"}, {"rosa", "release-manager"}};

std::vector<Subcommand> PlayedCommands(Folders& folders) {
  return {GateCommand(folders), ProposeCommand(), ApproveCommand(),     DecideCommand(),
          StatusCommand(),      MergedCommand(),  AuditVerifyCommand(), BreakerStatusCommand()};
}

// Arguments as a shell would take them.
std::string Shown(const std::vector<std::string>& arguments) {
  std::string line;
  for (const std::string& argument : arguments) {
    const bool plain = argument.find_first_of(" '\"") == std::string::npos;
    line += (line.empty() ? "" : " ") + (plain ? argument : "'" + argument + "'");
  }
  return line;
}

// The repository of the story. The first thing that goes wrong stops it.
class Stage {
 public:
  Stage(World& world, Folders& folders, std::string folder)
      : world_(world),
        folders_(folders),
        folder_(std::move(folder)),
        process_(world.process, folder_) {}

  bool stands() const { return errors_.empty(); }
  const Errors& errors() const { return errors_; }

  void Say(std::string_view text) {
    if (stands()) world_.out += fmt::format("\n{}\n", text);
  }

  void Write(const std::string& path, std::string_view text) {
    if (!stands()) return;
    if (auto written = world_.disk.Write(folder_ + "/" + path, text); !written) {
      errors_ = written.error();
    }
  }

  std::string Read(const std::string& path) {
    auto text = world_.disk.Read(folder_ + "/" + path, 1 << 20);
    if (text.has_value()) return std::move(*text);
    errors_ = text.error();
    return "";
  }

  void Run(std::vector<std::string> argv) {
    if (!stands()) return;
    auto exit = process_.Run({.argv = argv});
    if (!exit) {
      errors_ = exit.error();
    } else if (exit->code != 0) {
      Stop(fmt::format("`{}` exits {}: {}", Shown(argv), exit->code, Trim(exit->err)));
    }
  }

  void Git(std::vector<std::string> arguments, std::string_view who = "carla") {
    std::vector<std::string> argv = {"git",
                                     "-c",
                                     fmt::format("user.name={}", who),
                                     "-c",
                                     fmt::format("user.email={}@shop.example", who),
                                     "-c",
                                     "commit.gpgsign=false",
                                     "-c",
                                     "core.hooksPath=/dev/null"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    Run(std::move(argv));
  }

  void Commit(const std::string& message, std::string_view who = "carla") {
    Git({"add", "--all"}, who);
    Git({"commit", "--quiet", "--message", message}, who);
  }

  // Shows a command and what it prints; anything else than the `wanted` exit ends the story.
  void Leyline(std::string_view who, const std::vector<std::string>& arguments, ExitCode wanted) {
    if (!stands()) return;
    const std::string key = fmt::format(".git/{}.key", who);
    World scene{.disk = world_.disk,
                .process = process_,
                .clock = world_.clock,
                .environment =
                    [&](const char* name) {
                      if (std::string_view(name) == "LEYLINE_ACTOR") return std::string(who);
                      if (std::string_view(name) == "LEYLINE_SIGNING_KEY") return key;
                      return std::string();
                    },
                .colour = world_.colour,
                .width = world_.width - 4};
    const ExitCode code = RunCommand(PlayedCommands(folders_), arguments, scene);
    world_.out += fmt::format("\n    {}$ leyline {}\n",
                              who == "carla" ? "" : fmt::format("{} ", who), Shown(arguments));
    const std::string printed = scene.out + scene.err;
    for (std::string_view line : Split(Trim(printed), '\n')) {
      world_.out += line.empty() ? "\n" : fmt::format("    {}\n", line);
    }
    world_.out += fmt::format("    exit {}\n", static_cast<int>(code));
    if (code != wanted) {
      Stop(fmt::format("`leyline {}` was to exit {}", Shown(arguments), static_cast<int>(wanted)));
    }
  }

 private:
  void Stop(std::string message) {
    errors_.push_back({.kind = ErrorKind::kInternal, .message = std::move(message)});
  }

  World& world_;
  Folders& folders_;
  std::string folder_;
  ProcessIn process_;
  Errors errors_;
};

void MakeRepository(Stage& stage) {
  for (const EmbeddedText& file : ShopFiles()) stage.Write(std::string(file.path), file.text);
  stage.Git({"init", "--quiet", "--initial-branch=main", "."});
  std::string principals = "version: 1\nprincipals:\n";
  std::string roles = "roles:\n";
  for (const Player& player : kPlayers) {
    const std::string key = fmt::format("{}.key", player.name);
    stage.Run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", std::string(player.name), "-f",
               ".git/" + key});
    principals +=
        fmt::format("  - {{id: {0}, emails: [{0}@shop.example], keys: [\"{1}\"]}}\n", player.name,
                    stage.stands() ? Trim(stage.Read(".git/" + key + ".pub")) : std::string_view());
    if (!player.role.empty()) roles += fmt::format("  {}: [{}]\n", player.role, player.name);
  }
  stage.Write("governance/roles.yaml", principals + "groups: {checkout-team: [carla]}\n" + roles);
  stage.Commit("Start the shop's contracts");
}

void Break(Stage& stage) {
  stage.Git({"switch", "--quiet", "--create", "drop-ref"});
  std::string text;
  for (const EmbeddedText& file : ShopFiles()) {
    if (file.path == kContract) text = file.text;
  }
  const std::size_t at = text.find(kField);
  if (at != std::string::npos) text.replace(at, kField.size(), kReserved);
  stage.Write(std::string(kContract), text);
  stage.Commit("Drop customer_ref");
}

void Play(Stage& stage, const std::string& folder) {
  MakeRepository(stage);
  stage.Say(fmt::format(
      "A shop has two teams: `checkout` writes orders, `ledger` reads and keeps them. Their\n"
      "repository is {}; its policy wants two signed approvals for what breaks.",
      folder));
  Break(stage);
  stage.Say("1. Carla of checkout removes a field that the ledger still reads. May it merge?");
  stage.Leyline("carla", {"gate", "--against", "main"}, ExitCode::kBlocked);
  stage.Say(
      "2. Refused, with what it breaks and for whom. She asks for it; all but the reason is\n"
      "   computed:");
  stage.Leyline(
      "carla",
      {"propose", "drop-ref", "--against", "main", "--description",
       "All readers have used customer_id since March; customer_ref is not filled any more."},
      ExitCode::kPass);
  stage.Commit("Propose to drop customer_ref");
  stage.Say(
      "3. Two people sign exactly this change. Another change would need signatures of its own.");
  const struct {
    std::string_view who;
    std::string reason;
  } votes[] = {{"lena", "The ledger reads customer_id."}, {"ada", "Agreed in the review of May."}};
  for (const auto& vote : votes) {
    stage.Leyline(vote.who, {"approve", "drop-ref", "--against", "main", "--reason", vote.reason},
                  ExitCode::kPass);
    stage.Commit(fmt::format("Approve, {}", vote.who), vote.who);
  }
  stage.Leyline("ada",
                {"decide", "drop-ref", "--against", "main", "--rationale",
                 "No reader is left, and the field is reserved.", "--rollback-plan",
                 "Go back to the release before this merge."},
                ExitCode::kPass);
  stage.Commit("Decide on drop-ref", "ada");
  stage.Say("4. The same question again:");
  stage.Leyline("carla", {"gate", "--against", "main"}, ExitCode::kPass);
  stage.Say(
      "5. It merges. The job after the merge notes that the approval is used up, and the log\n"
      "   of all this is a chain that shows any edit:");
  stage.Git({"switch", "--quiet", "main"});
  stage.Git({"merge", "--quiet", "--no-ff", "--message", "Merge drop-ref", "drop-ref"});
  stage.Leyline("carla", {"merged"}, ExitCode::kPass);
  stage.Leyline("carla", {"audit", "verify"}, ExitCode::kPass);
}

ExitCode RunDemo(World& world, Folders& folders, const std::string& given) {
  const std::string folder = given.empty() ? "leyline-demo" : given;
  if (world.disk.TypeOf(folder) != FileType::kMissing) {
    return FailUsage(world, fmt::format("`{}` is there already", folder),
                     "name a new folder: leyline demo DIR");
  }
  if (auto made =
          world.disk.Write(folder + "/README.md", "Made by `leyline demo`, to be thrown away.\n");
      !made) {
    return Fail(world, made.error());
  }
  Stage stage(world, folders, folder);
  Play(stage, folder);
  if (!stage.stands()) {
    folders.Remove(folder);
    return Fail(world, stage.errors());
  }
  world.out += fmt::format(
      "\nLook around: cd {}; git log --stat; leyline explain REMOVE_FIELD\n"
      "Your repository: leyline init; leyline doctor\n",
      folder);
  return ExitCode::kPass;
}

}  // namespace

Subcommand DemoCommand(Folders& folders) {
  auto folder = std::make_shared<std::string>();
  return {.name = "demo",
          .summary = "a throwaway repository, and a break's way from refusal to merge",
          .examples =
              "  leyline demo\n"
              "  leyline demo /tmp/shop\n",
          .flags = {{.name = "DIR",
                     .value = "",
                     .help = "a new folder; else leyline-demo",
                     .text = folder.get()}},
          .run = [folder, &folders](World& world) { return RunDemo(world, folders, *folder); },
          .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput}};
}

}  // namespace leyline
