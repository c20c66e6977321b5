#include "tools/leyline/governance.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kConfigFile = "leyline.yaml";
constexpr std::string_view kRecordExtension = ".yaml";

std::string PolicyPath(const Config& config) { return config.governance + "/policy.yaml"; }

// The folders whose files are records.
std::vector<std::string> RecordFolders(const Config& config) {
  return {config.governance + "/proposals", config.governance + "/decisions"};
}

tl::unexpected<Errors> NoPolicy(const std::string& path,
                                const std::optional<std::string>& proposed) {
  std::string fix = fmt::format("merge {} first", path);
  if (proposed.has_value()) {
    fix = fmt::format("for the first merge: leyline gate --bootstrap {}",
                      DigestText(Sha256Of(*proposed)));
  }
  return Fail({.kind = ErrorKind::kConfig,
               .code = "LG2001",
               .message = fmt::format("the base has no {}, so there is nothing to judge by", path),
               .fix = std::move(fix)});
}

// Whether --bootstrap names the policy that the change brings.
Status CheckBootstrap(const RevisionFiles& result, const std::string& path,
                      const std::string& bootstrap) {
  auto proposed = result.TextOf(path);
  if (!proposed) return Fail(proposed.error());
  if (bootstrap.empty() || !proposed->has_value()) return NoPolicy(path, *proposed);
  const std::string digest = DigestText(Sha256Of(**proposed));
  if (digest == bootstrap) return {};
  return Fail(
      {.kind = ErrorKind::kUsage,
       .code = "LG2001",
       .message = fmt::format("--bootstrap names {}, but {} is {}", bootstrap, path, digest),
       .fix = "read the policy that this change brings, then name its digest"});
}

// The rules that are in force: those of the base. Before the base has a policy, what it lacks comes
// from the change.
class RulesReader {
 public:
  RulesReader(const RevisionFiles& base, const RevisionFiles& result)
      : base_(base), result_(result) {}

  Result<Config> ReadConfigInForce() {
    auto config = ReadConfig();
    if (!config || base_.Find(PolicyPath(*config)) != nullptr) return config;
    first_merge_ = true;
    return ReadConfig();
  }

  Result<Rules> Read(const std::string& bootstrap) {
    auto config = ReadConfigInForce();
    if (!config) return Fail(config.error());
    if (first_merge_) {
      auto status = CheckBootstrap(result_, PolicyPath(*config), bootstrap);
      if (!status) return Fail(status.error());
    }
    const std::string path = PolicyPath(*config);
    auto text = TextOf(path);
    if (!text) return Fail(text.error());
    auto policy = ParsePolicy(path, **text);
    if (!policy) return Fail(policy.error());
    return WithSubsystems({std::move(*config), std::move(*policy), std::nullopt, first_merge_});
  }

 private:
  Result<std::optional<std::string>> TextOf(std::string_view path) const {
    const bool from_change = first_merge_ && base_.Find(path) == nullptr;
    return from_change ? result_.TextOf(path) : base_.TextOf(path);
  }

  Result<Config> ReadConfig() const {
    auto text = TextOf(kConfigFile);
    if (!text) return Fail(text.error());
    if (!text->has_value()) return Config{};
    return ParseConfig(std::string(kConfigFile), **text);
  }

  Result<Rules> WithSubsystems(Rules rules) const {
    const std::string path = rules.config.governance + "/subsystems.yaml";
    auto text = TextOf(path);
    if (!text) return Fail(text.error());
    if (!text->has_value()) return rules;
    auto subsystems = ParseSubsystems(path, **text);
    if (!subsystems) return Fail(subsystems.error());
    rules.subsystems = std::move(*subsystems);
    return rules;
  }

  const RevisionFiles& base_;
  const RevisionFiles& result_;
  bool first_merge_ = false;
};

bool IsRecord(std::string_view path) { return path.ends_with(kRecordExtension); }

// Meant as a record, and no record: two files that differ only in that would share an id.
bool IsMisnamed(std::string_view path) {
  const std::string extension = ToLower(path.substr(std::min(path.rfind('.'), path.size())));
  return !IsRecord(path) && (extension == ".yml" || extension == kRecordExtension);
}

Error Misnamed(const std::string& path) {
  return {.kind = ErrorKind::kConfig,
          .code = "LG1016",
          .message = fmt::format("records end in `{}`", kRecordExtension),
          .where = SourceSpan{.file = path},
          .fix = fmt::format("git mv {} {}{}", path, path.substr(0, path.rfind('.')),
                             kRecordExtension)};
}

template <class Record>
void ReadFolder(const RevisionFiles& files, const std::string& folder,
                Result<Record> (*parse)(const std::string&, std::string_view),
                std::vector<Record>& records, Errors& errors) {
  for (const TreeEntry& entry : files.In(folder)) {
    if (IsMisnamed(entry.path)) errors.push_back(Misnamed(entry.path));
    if (!IsRecord(entry.path)) continue;
    auto record =
        files.Read(entry).and_then([&](const std::string& text) -> tl::expected<Record, Errors> {
          return parse(entry.path, text);
        });
    if (record.has_value()) {
      records.push_back(std::move(*record));
    } else {
      errors.insert(errors.end(), record.error().begin(), record.error().end());
    }
  }
}

}  // namespace

Result<Rules> ReadRules(const RevisionFiles& base, const RevisionFiles& result,
                        const std::string& bootstrap) {
  return RulesReader(base, result).Read(bootstrap);
}

Result<Config> ReadConfigInForce(const RevisionFiles& base, const RevisionFiles& result) {
  return RulesReader(base, result).ReadConfigInForce();
}

Result<Records> ReadRecords(const RevisionFiles& result, const Config& config) {
  Records records;
  Errors errors;
  ReadFolder(result, config.governance + "/proposals", ParseProposal, records.proposals, errors);
  ReadFolder(result, config.governance + "/decisions", ParseDecision, records.decisions, errors);
  if (!errors.empty()) return Fail(std::move(errors));
  return records;
}

std::vector<Error> RewrittenRecords(const RevisionFiles& base, const RevisionFiles& result,
                                    const Config& config) {
  std::vector<Error> errors;
  for (const std::string& folder : RecordFolders(config)) {
    for (const TreeEntry& entry : base.In(folder)) {
      if (!IsRecord(entry.path)) continue;
      const TreeEntry* now = result.Find(entry.path);
      if (now != nullptr && now->object == entry.object) continue;
      errors.push_back({.kind = ErrorKind::kConfig,
                        .code = "LG5010",
                        .message = fmt::format("`{}` was {}; records are append-only", entry.path,
                                               now == nullptr ? "removed" : "edited"),
                        .where = SourceSpan{.file = entry.path, .line = 1, .column = 1},
                        .fix = "restore it, and add a new record instead"});
    }
  }
  return errors;
}

std::vector<std::string> RulePaths(const Config& config) {
  std::vector<std::string> paths = {std::string(kConfigFile)};
  for (std::string_view file : {"policy", "roles", "subsystems", "waivers"}) {
    paths.push_back(fmt::format("{}/{}.yaml", config.governance, file));
  }
  return paths;
}

Result<std::vector<GovernedFile>> RuleFiles(const RevisionFiles& base, const RevisionFiles& result,
                                            const Config& config) {
  std::vector<GovernedFile> files;
  for (const std::string& path : RulePaths(config)) {
    auto before = base.TextOf(path);
    if (!before) return Fail(before.error());
    auto after = result.TextOf(path);
    if (!after) return Fail(after.error());
    files.push_back({path, std::move(*before), std::move(*after)});
  }
  return files;
}

}  // namespace leyline
