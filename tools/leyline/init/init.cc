// leyline init: the files that a repository needs, from what it has; nothing is overwritten.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "analyzer/schema/link/below.h"
#include "analyzer/schema/load.h"
#include "base/digest.h"
#include "base/strings.h"
#include "config/leyline_yaml.h"
#include "git/git.h"
#include "policy/policy.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/embedded.h"
#include "tools/leyline/init/files.h"
#include "tools/leyline/init/texts.h"

namespace leyline {
namespace {

constexpr uint64_t kLimit = 1024 * 1024;
constexpr std::size_t kMostShown = 5;

struct InitFlags {
  std::string profile = "team";
  std::string owner;
  std::vector<std::string> reviewers;
  bool from_buf = false;
};

// What there is and what becomes of it.
struct Plan {
  std::string top;
  FoundFiles files;
  std::optional<TakenFromBuf> buf;
  ProtoRoots roots;
  ConfigPlan config;
};

std::string NameOfFolder(const std::string& top) {
  std::string name = ToLower(top.substr(top.rfind('/') + 1));
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-'; }, '-');
  const std::size_t first = name.find_first_not_of('-');
  return first == std::string::npos ? "platform" : name.substr(first, 64);
}

std::string Counted(int count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string WhyRoot(const ProtoRoot& root) {
  std::string why = Counted(root.files, "contract", "contracts");
  if (root.imports > 0) {
    return fmt::format("{}; {} here and nowhere else", why,
                       Counted(root.imports, "import starts", "imports start"));
  }
  if (root.packages > 0) return why + "; their packages are folders below it";
  return why + "; no import and no package says where it begins, so have a look";
}

void PlanOwnRoots(Plan& plan) {
  for (const ProtoRoot& root : plan.roots.list) {
    if (root.kind == RootKind::kVendored) {
      plan.config.imports.push_back(root.folder);
      plan.config.exclude.push_back(root.folder);
    } else {
      plan.config.contracts.push_back({root.folder, WhyRoot(root)});
    }
  }
  if (plan.config.contracts.empty()) {
    plan.config.contracts.push_back({".", "there is none yet; narrow it to a folder later"});
  }
}

tl::unexpected<Errors> ModuleOutside(const std::string& root) {
  return Fail(
      {.kind = ErrorKind::kConfig,
       .message = fmt::format("buf's configuration has a module `{}`, which lies outside of "
                              "this repository",
                              root),
       .fix = "correct its path there, or begin at the top of the repository that has it"});
}

Result<Plan> MakePlan(World& world, const InitFlags& flags, const std::string& top) {
  Plan plan{.top = top, .files = {}, .buf = {}, .roots = {}, .config = {}};
  auto files = FindFiles(world, top);
  if (!files) return Fail(files.error());
  plan.files = std::move(*files);
  plan.roots = FindRoots(plan.files.contracts);
  plan.config.name = NameOfFolder(top);
  if (!flags.from_buf) {
    PlanOwnRoots(plan);
    return plan;
  }
  auto taken = TakeOverBuf(plan.files.buf);
  if (!taken) return Fail(taken.error());
  for (const std::string& root : taken->contracts) {
    if (root == ".." || root.starts_with("../")) return ModuleOutside(root);
    plan.config.contracts.push_back({root, "a module of buf"});
  }
  plan.config.exclude = taken->exclude;
  plan.buf = std::move(*taken);
  return plan;
}

// Of the contracts that are governed.
DeclaredPackages PackagesOf(const FoundFiles& files, const Config& config) {
  DeclaredPackages packages;
  for (const ProtoFile& file : files.contracts) {
    const bool governed =
        IsBelowAny(file.path, config.contracts) && !IsBelowAny(file.path, config.exclude);
    if (!governed || !file.declares) continue;
    bool& has_data = packages[file.package.empty() ? "*" : file.package];
    has_data = has_data || file.has_data;
  }
  return packages;
}

std::string_view ProfileText(std::string_view name) {
  for (const EmbeddedText& text : Profiles()) {
    if (text.path == fmt::format("{}.yaml", name)) return text.text;
  }
  return "";
}

// Writes what is not there yet, and says which it was.
class Writer {
 public:
  Writer(World& world, std::string top) : world_(world), top_(std::move(top)) {}

  Status Put(const std::string& path, std::string_view text, std::string_view about) {
    if (Has(path)) {
      world_.out += fmt::format("kept   {:<28}it is there already\n", path);
      return {};
    }
    world_.out += fmt::format("wrote  {:<28}{}\n", path, about);
    return world_.disk.Write(top_ + "/" + path, text);
  }

  bool Has(const std::string& path) const {
    return world_.disk.TypeOf(top_ + "/" + path) != FileType::kMissing;
  }
  Result<std::string> Read(const std::string& path) const {
    return world_.disk.Read(top_ + "/" + path, kLimit);
  }

 private:
  World& world_;
  std::string top_;
};

// The leyline.yaml that is there now.
Result<Config> ReadConfig(const Writer& writer) {
  auto text = writer.Read("leyline.yaml");
  if (!text) return Fail(text.error());
  return ParseConfig("leyline.yaml", *text);
}

// The policy that is there now.
Result<Policy> ReadPolicy(const Writer& writer, const std::string& path) {
  auto text = writer.Read(path);
  if (!text) return Fail(text.error());
  return ParsePolicy(path, *text);
}

Status WriteGovernance(Writer& writer, const Plan& plan, const InitFlags& flags,
                       const Config& config) {
  const std::string& folder = config.governance;
  const std::string policy_path = folder + "/policy.yaml";
  const std::string text = PolicyText({.profile = ProfileText(flags.profile),
                                       .owner = flags.owner,
                                       .reviewers = flags.reviewers,
                                       .buf = plan.buf.has_value() ? &*plan.buf : nullptr});
  const auto policy = ParsePolicy(policy_path, text);
  if (!policy) return Fail(policy.error());
  auto status = writer.Put(policy_path, text,
                           fmt::format("profile `{}`: {} of {}, {}", flags.profile,
                                       Counted(policy->min_approvals, "approval", "approvals"),
                                       policy->owner, Join(policy->reviewers, ", ")));
  if (!status) return status;
  const auto in_force = ReadPolicy(writer, policy_path);
  if (!in_force) return Fail(in_force.error());
  if (!in_force->require_impact_analysis) return {};
  const DeclaredPackages packages = PackagesOf(plan.files, config);
  if (packages.empty()) return {};
  return writer.Put(
      folder + "/subsystems.yaml",
      SubsystemsText(plan.config.name, in_force->owner, packages, in_force->gating.surfaces),
      "who uses which contracts: one subsystem, to be split");
}

// What no root of the configuration resolves, as the loader sees it.
Status Compile(World& world, const Plan& plan, const Config& config) {
  if (plan.files.contracts.empty()) return {};
  LoadOptions options;
  options.roots = config.contracts;
  options.imports = config.imports;
  options.excludes = config.exclude;
  const auto loaded = LoadTree(*OpenFolder(world.disk, plan.top, plan.top), world.disk, options);
  if (loaded.has_value()) return {};
  return Fail(loaded.error());
}

// Rolls of what people should look at, cut to a few lines each.
void TellList(World& world, std::string_view title, const std::vector<std::string>& lines,
              std::size_t most) {
  if (lines.empty()) return;
  world.out += fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(lines.size(), most); ++i) {
    world.out += fmt::format("  - {}\n", Printable(lines[i]));
  }
  if (lines.size() > most) world.out += fmt::format("  and {} more\n", lines.size() - most);
}

void TellFindings(World& world, const Plan& plan) {
  TellList(world,
           "submodules with contracts, which this repository does not have; begin in their own:",
           plan.files.submodules, kMostShown);
  if (plan.buf.has_value()) {
    TellList(world, "not the same as with buf:", plan.buf->notes, plan.buf->notes.size());
    return;
  }
  TellList(world, "in no root; move them, or exclude them:", plan.roots.outside, kMostShown);
}

void TellNext(World& world, const Writer& writer, const std::string& folder) {
  const auto policy = writer.Read(folder + "/policy.yaml");
  const std::string digest = policy.has_value() ? DigestText(Sha256Of(*policy)) : "sha256:...";
  world.out += fmt::format(
      "\nnext:\n"
      "  1. read these files; put roles or people of yours into {0}/policy.yaml\n"
      "  2. git add leyline.yaml {0} && git commit -m 'Govern the contracts with Leyline'\n"
      "  3. leyline doctor                says whether all is well, and tries it with a break\n"
      "  4. leyline gate --against main   is the job in CI (ci/templates has some). On the branch\n"
      "     that brings the policy it needs --bootstrap {1}\n",
      folder, digest);
}

std::string About(const Plan& plan) {
  return fmt::format(
      "{} with {}", Counted(static_cast<int>(plan.config.contracts.size()), "root", "roots"),
      Counted(static_cast<int>(plan.files.contracts.size()), "contract", "contracts"));
}

ExitCode RunInit(World& world, const InitFlags& flags) {
  Git git(world.process, "");
  const auto found = git.TopLevel();
  if (!found && git.CommonDir().has_value()) return Fail(world, found.error());
  const std::string top = found.value_or(".");
  auto plan = MakePlan(world, flags, top);
  if (!plan) return Fail(world, plan.error());
  Writer writer(world, top);
  const std::string text = ConfigText(plan->config);
  if (const auto fine = ParseConfig("leyline.yaml", text); !fine) return Fail(world, fine.error());
  auto status = writer.Put("leyline.yaml", text, About(*plan));
  if (!status) return Fail(world, status.error());
  const auto config = ReadConfig(writer);
  if (!config) return Fail(world, config.error());
  status = WriteGovernance(writer, *plan, flags, *config);
  if (!status) return Fail(world, status.error());
  TellFindings(world, *plan);
  TellNext(world, writer, config->governance);
  status = Compile(world, *plan, *config);
  return status ? ExitCode::kPass : Fail(world, status.error());
}

}  // namespace

Subcommand InitCommand() {
  auto flags = std::make_shared<InitFlags>();
  return {.name = "init",
          .summary = "write leyline.yaml and a first policy; nothing is overwritten",
          .examples =
              "  leyline init\n"
              "  leyline init --profile solo --owner ada --reviewer grace\n"
              "  leyline init --from-buf\n",
          .flags = {{.name = "--profile",
                     .value = "NAME",
                     .help = "the policy to begin with",
                     .text = &flags->profile,
                     .choices = {"solo", "team", "production"}},
                    {.name = "--owner",
                     .value = "NAME",
                     .help = "who answers for the contracts; else as the profile has it",
                     .text = &flags->owner},
                    {.name = "--reviewer",
                     .value = "NAME",
                     .help = "who may approve beside the owner; else as the profile has it",
                     .list = &flags->reviewers},
                    {.name = "--from-buf",
                     .value = "",
                     .help = "take over buf.yaml (v1beta1, v1, v2) or buf.work.yaml: modules, "
                             "excludes, and `breaking` by what it means; says what is not the same",
                     .on = &flags->from_buf}},
          .run = [flags](World& world) { return RunInit(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput}};
}

}  // namespace leyline
