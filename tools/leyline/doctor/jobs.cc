// Jobs that run the gate, and how they let it be passed over.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "config/yaml.h"
#include "tools/leyline/doctor/doctor.h"

namespace leyline {
namespace {

constexpr uint64_t kLimit = 1024 * 1024;

// Workflows have more than our own files, and anchors, which the reader refuses but passes over.
constexpr YamlLimits kWorkflowLimits = {
    .bytes = kLimit, .depth = 40, .nodes = 100'000, .scalar_bytes = kLimit};

const YamlNode* Get(const YamlNode& map, std::string_view key) {
  for (const YamlEntry& entry : map.entries) {
    if (entry.key.text == key) return &entry.value;
  }
  return nullptr;
}

// Whether any text below says so.
bool Mentions(const YamlNode& node, std::string_view word) {
  if (node.text.find(word) != std::string::npos) return true;
  const auto item_does = [&](const YamlNode& item) { return Mentions(item, word); };
  const auto entry_does = [&](const YamlEntry& entry) { return Mentions(entry.value, word); };
  return std::any_of(node.items.begin(), node.items.end(), item_does) ||
         std::any_of(node.entries.begin(), node.entries.end(), entry_does);
}

bool IsTrue(const YamlNode* node) { return node != nullptr && node->text == "true"; }

// A key of a job, or of what starts it, and what it does to the gate.
struct Trap {
  std::string_view key;
  Health health;
  std::string_view harm;
  std::string_view fix;
};

constexpr std::array<Trap, 2> kGithubJobTraps = {{
    {"if", Health::kBad,
     "a job that `if:` skips counts as passed, so that the gate can be left out",
     "take `if:` off the job; the gate is quick where no contract changed"},
    {"continue-on-error", Health::kBad, "the job passes whatever the gate says",
     "take `continue-on-error` off the job"},
}};
constexpr std::array<Trap, 2> kGithubEventTraps = {{
    {"paths", Health::kLook,
     "a required check whose workflow `paths:` leaves out waits for ever, and one that is not "
     "required is passed over",
     "take `paths:` off; the gate is quick where no contract changed"},
    {"paths-ignore", Health::kLook, "a change outside these paths never meets the gate",
     "take `paths-ignore:` off"},
}};
constexpr std::array<Trap, 3> kGitlabTraps = {{
    {"allow_failure", Health::kBad, "the pipeline passes whatever the gate says",
     "take `allow_failure` off the job"},
    {"only", Health::kLook, "a pipeline without the job passes",
     "let the job run on every merge request: `rules: [{if: $CI_MERGE_REQUEST_IID}]`"},
    {"except", Health::kLook, "a pipeline without the job passes",
     "let the job run on every merge request: `rules: [{if: $CI_MERGE_REQUEST_IID}]`"},
}};

class JobReader {
 public:
  JobReader(World& world, const std::string& top, Diagnoses& found)
      : world_(world), top_(top), found_(found) {}

  void Github() {
    const std::string folder = ".github/workflows";
    const auto entries = world_.disk.List(top_ + "/" + folder);
    if (!entries.has_value()) return;
    for (const DirEntry& entry : *entries) {
      if (!entry.name.ends_with(".yml") && !entry.name.ends_with(".yaml")) continue;
      const auto root = Read(folder + "/" + entry.name);
      if (!root.has_value()) continue;
      const YamlNode* jobs = Get(*root, "jobs");
      if (jobs == nullptr) continue;
      for (const YamlEntry& job : jobs->entries) {
        if (RunsGate(job.value)) GithubJob(*root, job);
      }
    }
  }

  void Gitlab() {
    const auto root = Read(".gitlab-ci.yml");
    if (!root.has_value()) return;
    for (const YamlEntry& job : root->entries) {
      if (job.value.kind == YamlKind::kMap && RunsGate(job.value)) GitlabJob(job);
    }
  }

  void Finish() {
    if (jobs_ > 0) return;
    found_.Look("jobs", "no job of GitHub Actions or GitLab CI here runs `leyline gate`",
                "ci/templates of Leyline has jobs to copy; with another CI, make it a required "
                "check yourself");
  }

 private:
  static bool RunsGate(const YamlNode& job) {
    return Mentions(job, "leyline gate") || Mentions(job, "/leyline@") ||
           Mentions(job, "leyline/action");
  }

  std::optional<YamlNode> Read(const std::string& path) {
    file_ = path;
    if (world_.disk.TypeOf(top_ + "/" + path) != FileType::kRegular) return std::nullopt;
    const auto text = world_.disk.Read(top_ + "/" + path, kLimit);
    if (!text.has_value()) return std::nullopt;
    Errors errors;
    auto root = ReadYaml(path, *text, errors, kWorkflowLimits);
    const bool is_map = root.has_value() && root->kind == YamlKind::kMap;
    if (!is_map && text->find("leyline") != std::string::npos) {
      found_.Look("jobs", fmt::format("{} can't be read", path),
                  "look yourself how it runs the gate");
    }
    return is_map ? std::move(root) : std::nullopt;
  }

  std::string Place(const YamlNode& node) const {
    return fmt::format("{}:{}:{}", file_, node.line, node.column);
  }

  template <std::size_t N>
  void Check(const YamlNode& map, const std::array<Trap, N>& traps) {
    for (const Trap& trap : traps) {
      for (const YamlEntry& entry : map.entries) {
        if (entry.key.text != trap.key || entry.value.text == "false") continue;
        Trapped(trap.health, entry.key, trap.harm, trap.fix);
      }
    }
  }

  void Trapped(Health health, const YamlNode& at, std::string_view harm, std::string_view fix) {
    std::string message = fmt::format("{}: {}", Place(at), harm);
    trapped_ = true;
    if (health == Health::kBad) {
      found_.Bad(ExitCode::kBlocked, "jobs", std::move(message), std::string(fix));
    } else {
      found_.Look("jobs", std::move(message), std::string(fix));
    }
  }

  // The steps before and around the gate.
  void GithubSteps(const YamlNode& job) {
    const YamlNode* steps = Get(job, "steps");
    if (steps == nullptr) return;
    for (const YamlNode& step : steps->items) {
      const YamlNode* uses = Get(step, "uses");
      const YamlNode* with = Get(step, "with");
      const YamlNode* depth = with == nullptr ? nullptr : Get(*with, "fetch-depth");
      if (uses != nullptr && uses->text.starts_with("actions/checkout") &&
          (depth == nullptr || depth->text != "0")) {
        Trapped(Health::kBad, *uses, "the checkout is shallow, so that the base is missing",
                "add `with: {fetch-depth: 0}`");
      }
      if (RunsGate(step)) Check(step, kGithubJobTraps);
    }
  }

  void Common(const YamlEntry& job) {
    if (Mentions(job.value, "--advisory") || IsTrue(Advisory(job.value))) {
      Trapped(Health::kLook, job.key, "the gate only advises, and lets everything pass",
              "take the advisory mode off once the team knows what it says");
    }
    if (Mentions(job.value, "|| true")) {
      Trapped(Health::kBad, job.key, "`|| true` lets everything pass", "take it off");
    }
  }

  static const YamlNode* Advisory(const YamlNode& job) {
    const YamlNode* steps = Get(job, "steps");
    if (steps == nullptr) return nullptr;
    for (const YamlNode& step : steps->items) {
      const YamlNode* with = Get(step, "with");
      const YamlNode* advisory = with == nullptr ? nullptr : Get(*with, "advisory");
      if (advisory != nullptr) return advisory;
    }
    return nullptr;
  }

  void Finish(const YamlEntry& job) {
    if (!trapped_) {
      found_.Well("jobs", fmt::format("{}: job `{}` runs the gate", Place(job.key), job.key.text));
    }
  }

  void GithubJob(const YamlNode& root, const YamlEntry& job) {
    ++jobs_;
    trapped_ = false;
    Check(job.value, kGithubJobTraps);
    GithubSteps(job.value);
    if (const YamlNode* on = Get(root, "on")) {
      for (const YamlEntry& event : on->entries) Check(event.value, kGithubEventTraps);
      if (!Mentions(*on, "merge_group") && Get(*on, "merge_group") == nullptr) {
        Trapped(Health::kLook, job.key,
                "without `merge_group` among its events a merge queue waits for it for ever",
                "add `merge_group:` to `on:` before you turn on a merge queue");
      }
    }
    Common(job);
    Finish(job);
  }

  void GitlabJob(const YamlEntry& job) {
    ++jobs_;
    trapped_ = false;
    Check(job.value, kGitlabTraps);
    if (const YamlNode* rules = Get(job.value, "rules")) {
      for (const YamlNode& rule : rules->items) {
        if (const YamlNode* changes = Get(rule, "changes")) {
          Trapped(Health::kLook, *changes,
                  "where `changes:` does not fit there is no job, and the pipeline passes",
                  "take `changes:` off; the gate is quick where no contract changed");
        }
      }
    }
    const YamlNode* variables = Get(job.value, "variables");
    const YamlNode* depth = variables == nullptr ? nullptr : Get(*variables, "GIT_DEPTH");
    if (depth == nullptr || depth->text != "0") {
      Trapped(Health::kBad, job.key,
              "GitLab fetches the last few commits, so that the base may "
              "be missing",
              "add `variables: {GIT_DEPTH: \"0\"}`");
    }
    Common(job);
    Finish(job);
  }

  World& world_;
  const std::string& top_;
  Diagnoses& found_;
  std::string file_;
  int jobs_ = 0;
  bool trapped_ = false;
};

}  // namespace

void ExamineJobs(World& world, const std::string& top, Diagnoses& found) {
  JobReader reader(world, top, found);
  reader.Github();
  reader.Gitlab();
  reader.Finish();
}

}  // namespace leyline
