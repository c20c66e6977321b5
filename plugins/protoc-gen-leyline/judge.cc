#include "plugins/protoc-gen-leyline/judge.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "analyzer/impact/impact.h"
#include "analyzer/rules/rule.h"
#include "analyzer/schema/link/below.h"
#include "analyzer/witness/witness.h"
#include "base/strings.h"
#include "ci/gate/evaluate.h"
#include "ci/gate/scope.h"
#include "records/records.h"
#include "report/github.h"
#include "report/json.h"
#include "report/text.h"
#include "report/text_parts.h"
#include "tools/leyline/gating.h"
#include "tools/leyline/input/input.h"
#include "tools/leyline/input/sides.h"

namespace leyline {
namespace {

constexpr uint64_t kRecordLimit = 1 << 20;
constexpr std::string_view kDefaultTarget = "refs/heads/main";

// The longest folder that holds all files to be generated: each call for a folder has its own.
std::string CommonFolder(const std::vector<std::string>& files) {
  std::string_view folder = FolderOf(files.front());
  for (const std::string& file : files) {
    while (!IsBelow(file, folder)) folder = FolderOf(folder);
  }
  return std::string(folder);
}

// What the request could tell of; nothing: everything.
Sought SoughtBy(const std::vector<std::string>& to_generate, RequestScope scope) {
  if (scope == RequestScope::kAll) return {};
  Sought sought{.files = to_generate, .folders = {}};
  if (scope == RequestScope::kFiles) return sought;
  std::set<std::string_view> folders;
  for (const std::string& file : to_generate) folders.insert(FolderOf(file));
  sought.folders.assign(folders.begin(), folders.end());
  return sought;
}

// Leaves governed what is sought.
void Narrow(Snapshot& before, const Sought& sought) {
  if (sought.empty()) return;
  for (const auto& file : before.files) file->governed = file->governed && sought.Has(file->path);
}

// A policy asks whom a change hits, and what uses it may be anywhere: then all is read.
Result<Snapshot> LoadBefore(World& world, const Parameters& parameters,
                            const std::optional<Config>& config, const Sought& sought) {
  if (!config.has_value() && !sought.empty()) {
    auto part = LoadFromDisk(world, parameters.against, config, {}, sought);
    if (!part || HasContracts(*part)) return part;
  }
  auto before = LoadFromDisk(world, parameters.against, config, {});
  if (!before) return before;
  if (!HasContracts(*before)) {
    return Fail(
        {.kind = ErrorKind::kInput,
         .code = "LG5005",
         .message = fmt::format("`against`: `{}` has no contracts", Printable(parameters.against)),
         .fix = "name the contracts that are in use, or leave `against` out until there "
                "are some"});
  }
  Narrow(*before, sought);
  return before;
}

// The file that declares the name, if the call has it as an import only.
const File* ImportWith(const Snapshot& after, std::string_view full_name) {
  const File* file = nullptr;
  if (const Message* message = after.FindMessage(full_name)) file = message->file;
  if (const Enum* enumeration = after.FindEnum(full_name)) file = enumeration->file;
  if (const Service* service = after.FindService(full_name)) file = service->file;
  if (const Field* extension = after.FindExtension(full_name)) file = extension->file;
  return file == nullptr || file->governed ? nullptr : file;
}

// The imports of the call to which something moved that is judged here.
std::set<std::string> ReceiversOf(const Snapshot& before, const Snapshot& after) {
  std::set<std::string> paths;
  const auto add = [&](std::string_view full_name) {
    if (const File* file = ImportWith(after, full_name)) paths.insert(file->path);
  };
  for (const auto& file : before.files) {
    if (!file->governed) continue;
    for (const Message& message : file->messages) add(message.full_name);
    for (const Enum& enumeration : file->enums) add(enumeration.full_name);
    for (const Service& service : file->services) add(service.full_name);
    for (const Field& extension : file->extensions) add(FullName(extension));
  }
  return paths;
}

// What is in use, and what of `after` is judged with it: an import to which something moved counts
// as if it were to be generated, or what moved would look removed.
Result<Snapshot> LoadFor(World& world, const GeneratorRequest& request,
                         const Parameters& parameters, const std::optional<Config>& config,
                         Snapshot& after) {
  Sought sought = SoughtBy(request.to_generate, parameters.scope);
  while (true) {
    auto before = LoadBefore(world, parameters, config, sought);
    if (!before) return before;
    const std::set<std::string> receivers = ReceiversOf(*before, after);
    if (receivers.empty()) return before;
    for (const auto& file : after.files) file->governed |= receivers.contains(file->path);
    if (sought.empty()) return before;
    sought.files.insert(sought.files.end(), receivers.begin(), receivers.end());
    std::sort(sought.files.begin(), sought.files.end());
  }
}

template <class Record>
void ReadRecords(World& world, const std::string& folder,
                 Result<Record> (*parse)(const std::string&, std::string_view),
                 std::vector<Record>& records, Errors& errors) {
  if (world.disk.TypeOf(folder) != FileType::kDirectory) return;
  const auto entries = world.disk.List(folder);
  if (!entries) return errors.push_back(entries.error().front());
  for (const DirEntry& entry : *entries) {
    if (!entry.name.ends_with(".yaml")) continue;
    const std::string path = folder + "/" + entry.name;
    auto record = world.disk.Read(path, kRecordLimit)
                      .and_then([&](const std::string& text) -> tl::expected<Record, Errors> {
                        return parse(path, text);
                      });
    if (record.has_value()) {
      records.push_back(std::move(*record));
    } else {
      errors.insert(errors.end(), record.error().begin(), record.error().end());
    }
  }
}

// One comparison on its way to a judgement.
class Judge {
 public:
  Judge(World& world, const GeneratorRequest& request, const Parameters& parameters)
      : world_(world), request_(request), parameters_(parameters) {}

  Result<Judgement> Run(const std::optional<RulesOnDisk>& rules, const Snapshot& before,
                        const Snapshot& after) {
    changes_ = Diff(before, after);
    if (auto proven = AddWitnesses(changes_); !proven) return Fail(proven.error());
    diff_ = {.before = parameters_.against, .after = "this build", .changes = changes_};
    return rules.has_value() ? ByPolicy(*rules, before, after) : ByLevel();
  }

 private:
  using Render = std::function<std::string()>;

  Result<Judgement> ByLevel() {
    const auto gating = ReadGating({.mode = parameters_.mode, .surfaces = parameters_.surfaces});
    if (!gating) return Fail(gating.error());
    diff_.gating = gating->has_value() ? &**gating : nullptr;
    const TextStyle style;
    std::string refusal;
    int32_t count = 0;
    for (const Change& change : changes_) {
      if (!Fails(change, parameters_.fail_on, gating->value_or(Gating{}))) continue;
      AppendChange(refusal, change, style, diff_.gating);
      ++count;
    }
    if (count != 0) {
      refusal = fmt::format("{} against `{}`\n{}", Counted(count, parameters_.fail_on + " change"),
                            Printable(parameters_.against), refusal);
    }
    return Finish(
        std::move(refusal), [&] { return DiffText(diff_, style); }, [&] { return DiffJson(diff_); },
        [&] { return DiffGithub(diff_); });
  }

  Result<Judgement> ByPolicy(const RulesOnDisk& rules, const Snapshot& before,
                             const Snapshot& after) {
    const std::string folder = rules.folder + rules.config.governance;
    std::vector<ChangeProposal> proposals;
    std::vector<GovernanceDecision> decisions;
    Errors errors;
    ReadRecords(world_, folder + "/proposals", &ParseProposal, proposals, errors);
    ReadRecords(world_, folder + "/decisions", &ParseDecision, decisions, errors);
    if (!errors.empty()) return Fail(std::move(errors));
    auto impact = Impact(folder + "/subsystems.yaml", before, after);
    if (!impact) return Fail(impact.error());
    const std::string target(parameters_.target.empty() ? kDefaultTarget : parameters_.target);
    const ImpactReport* hit = impact->has_value() ? &**impact : nullptr;
    const Time now = world_.clock.Now();
    Scopes scopes = ScopesOf(changes_, hit, rules.policy, target, {}, now);
    const GateRequest gate{.changes = changes_,
                           .impact = hit,
                           .policy = &rules.policy,
                           .proposals = proposals,
                           .decisions = decisions,
                           .log = {},
                           .spent_in_base = {},
                           .scopes = std::move(scopes.list),
                           .scope_of = std::move(scopes.of_change),
                           .target_ref = target,
                           .change_request = "",
                           .authors = {},
                           .record_errors = {},
                           .now = now};
    const GateVerdict verdict = Evaluate(gate);
    const GateView view{.diff = diff_,
                        .request = &gate,
                        .verdict = &verdict,
                        .exit_code = verdict.passed() ? 0 : 1,
                        .recorded = false};
    const TextStyle style;
    const auto text = [&] { return GateText(view, style); };
    return Finish(
        verdict.passed() ? "" : "the policy does not let this pass\n" + text(), text,
        [&] { return GateJson(view); }, [&] { return GateGithub(view); });
  }

  Result<std::optional<ImpactReport>> Impact(const std::string& path, const Snapshot& before,
                                             const Snapshot& after) {
    if (world_.disk.TypeOf(path) == FileType::kMissing) return std::optional<ImpactReport>();
    auto text = world_.disk.Read(path, kRecordLimit);
    if (!text) return Fail(text.error());
    const auto subsystems = ParseSubsystems(path, *text);
    if (!subsystems) return Fail(subsystems.error());
    auto impact = ComputeImpact(changes_, before, after, *subsystems);
    if (!impact) return Fail(impact.error());
    return std::optional<ImpactReport>(std::move(*impact));
  }

  Judgement Finish(std::string refusal, const Render& text, const Render& json,
                   const Render& github) {
    Judgement judgement{.refusal = std::move(refusal), .reports = {}};
    const std::string folder = CommonFolder(request_.to_generate);
    const std::string stem = folder.empty() ? "leyline-report" : folder + "/leyline-report";
    const std::set<std::string> formats(parameters_.reports.begin(), parameters_.reports.end());
    for (const std::string& format : formats) {
      if (format == "text") judgement.reports.push_back({stem + ".txt", text()});
      if (format == "json") judgement.reports.push_back({stem + ".json", json()});
      if (format == "github") judgement.reports.push_back({stem + ".github", github()});
    }
    return judgement;
  }

  World& world_;
  const GeneratorRequest& request_;
  const Parameters& parameters_;
  std::vector<Change> changes_;
  DiffView diff_;
};

}  // namespace

Result<std::optional<RulesOnDisk>> ReadRulesOnDisk(World& world, const std::string& config) {
  if (config.empty()) return std::optional<RulesOnDisk>();
  auto text = world.disk.Read(config, kRecordLimit);
  if (!text) return Fail(text.error());
  auto parsed = ParseConfig(config, *text);
  if (!parsed) return Fail(parsed.error());
  RulesOnDisk rules{
      .config = std::move(*parsed), .folder = std::string(FolderOf(config)), .policy = {}};
  if (!rules.folder.empty() || config.starts_with('/')) rules.folder += '/';
  const std::string path = rules.folder + rules.config.governance + "/policy.yaml";
  auto policy_text = world.disk.Read(path, kRecordLimit);
  if (!policy_text) return Fail(policy_text.error());
  auto policy = ParsePolicy(path, *policy_text);
  if (!policy) return Fail(policy.error());
  rules.policy = std::move(*policy);
  return std::optional<RulesOnDisk>(std::move(rules));
}

Result<Judgement> JudgeRequest(World& world, const GeneratorRequest& request,
                               const Parameters& parameters,
                               const std::optional<RulesOnDisk>& rules, Snapshot& after) {
  const std::optional<Config> config =
      rules.has_value() ? std::optional<Config>(rules->config) : std::nullopt;
  auto before = LoadFor(world, request, parameters, config, after);
  if (!before) return Fail(before.error());
  return Judge(world, request, parameters).Run(rules, *before, after);
}

}  // namespace leyline
