#include "tools/leyline/rules_in_force.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "base/digest.h"
#include "policy/check.h"
#include "records/meaning.h"
#include "records/roles.h"

namespace leyline {
namespace {

constexpr std::string_view kConfigFile = "leyline.yaml";

std::string PolicyPath(const Config& config) { return config.governance + "/policy.yaml"; }

tl::unexpected<Errors> NoPolicy(const std::string& target_ref, const std::string& path,
                                const std::optional<std::string>& proposed) {
  std::string fix = fmt::format("merge {} first", path);
  if (proposed.has_value()) {
    fix = fmt::format("for the first merge: leyline gate --bootstrap {}",
                      DigestText(Sha256Of(*proposed)));
  }
  return Fail(
      {.kind = ErrorKind::kConfig,
       .code = "LG2001",
       .message = fmt::format("the base{} has no {}, so there is nothing to judge by",
                              target_ref.empty() ? "" : fmt::format(" `{}`", target_ref), path),
       .fix = std::move(fix)});
}

// Whether --bootstrap names the policy that the change brings.
Status CheckBootstrap(const RevisionFiles& result, const std::string& target_ref,
                      const std::string& path, const Vouched& vouched) {
  const std::string& bootstrap = vouched.bootstrap;
  auto proposed = result.TextOf(path);
  if (!proposed) return Fail(proposed.error());
  if (vouched.is_merged && proposed->has_value()) return {};
  if (bootstrap.empty() || !proposed->has_value()) return NoPolicy(target_ref, path, *proposed);
  const std::string digest = DigestText(Sha256Of(**proposed));
  if (digest == bootstrap) return {};
  return Fail(
      {.kind = ErrorKind::kUsage,
       .code = "LG2001",
       .message = fmt::format("--bootstrap names {}, but {} is {}", bootstrap, path, digest),
       .fix = "read the policy that this change brings, then name its digest"});
}

// How a file's text becomes a value.
template <class Value>
using Parser = std::function<Result<Value>(const std::string&, std::string_view)>;

template <class Value>
Result<Value> ReadFile(const RevisionFiles& files, const std::string& path,
                       const Parser<Value>& parse) {
  auto text = files.TextOf(path);
  if (!text) return Fail(text.error());
  return parse(path, **text);
}

bool IsInSubmodule(const RevisionFiles& files, const std::string& path) {
  constexpr std::string_view kSubmodule = "160000";
  for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
    const TreeEntry* entry = files.Find(path.substr(0, end));
    if (entry != nullptr && entry->mode == kSubmodule) return true;
    if (end == std::string::npos) return false;
  }
}

// With a root that neither side has every gate after this one would fail, also on a change that
// corrects it. One that the change does not touch is the contracts' business.
Parser<Config> ConfigParser(const RevisionFiles& base, const RevisionFiles& result) {
  return [&base, &result](const std::string& file, std::string_view text) -> Result<Config> {
    auto config = ParseConfig(file, text);
    if (!config || base.SameAs(result, file)) return config;
    for (const std::string& root : config->contracts) {
      if (base.HasFolder(root) || result.HasFolder(root)) continue;
      return Fail(
          {.kind = ErrorKind::kConfig,
           .message = fmt::format("neither the base nor the merge result has the root `{}`{}", root,
                                  IsInSubmodule(result, root) ? ": it is in a submodule" : ""),
           .where = SourceSpan{.file = file},
           .fix = "correct `contracts:`"});
    }
    return config;
  };
}

Parser<Policy> PolicyParser(const std::string& target_ref) {
  return [&target_ref](const std::string& file, std::string_view text) -> Result<Policy> {
    auto policy = ParsePolicy(file, text);
    if (!policy || !IsProduction(*policy, target_ref)) return policy;
    Errors unfit = CheckForProduction(PolicyFor(*policy, target_ref));
    if (unfit.empty()) return policy;
    return Fail(std::move(unfit));
  };
}

std::string SubsystemsPath(const Config& config) { return config.governance + "/subsystems.yaml"; }
std::string WaiversPath(const Config& config) { return config.governance + "/waivers.yaml"; }
std::string RolesPath(const Config& config) { return config.governance + "/roles.yaml"; }

// Reads each file of the base. What can't be used there is taken from the change, and noted: it
// stands only if somebody vouches for the repair.
class RulesReader {
 public:
  RulesReader(const RevisionFiles& base, const RevisionFiles& result)
      : base_(base), result_(result) {}

  Result<Config> ReadConfigInForce() {
    const std::string path(kConfigFile);
    auto config = Take<Config>(path, &ParseConfig).value_or(Config{});
    if (base_.Find(PolicyPath(config)) == nullptr && !IsBroken()) {
      first_merge_ = true;
      config = Take<Config>(path, &ParseConfig).value_or(Config{});
    }
    for (Broken& broken : broken_) {
      errors_.insert(errors_.end(), broken.errors.begin(), broken.errors.end());
    }
    if (!errors_.empty()) return Fail(std::move(errors_));
    return config;
  }

  Result<Rules> Read(const std::string& target_ref, const Vouched& vouched) {
    Rules rules;
    rules.config = TakeConfig();
    if (base_.Find(PolicyPath(rules.config)) == nullptr) {
      if (auto status = Settle(vouched, rules); !status) return Fail(status.error());
      first_merge_ = true;
      broken_.clear();
      rules.config = TakeConfig();
      auto status = CheckBootstrap(result_, target_ref, PolicyPath(rules.config), vouched);
      if (!status) return Fail(status.error());
    }
    auto policy = Take<Policy>(PolicyPath(rules.config), PolicyParser(target_ref));
    rules.subsystems = Take<Subsystems>(SubsystemsPath(rules.config), &ParseSubsystems);
    rules.people = Take<People>(RolesPath(rules.config), &ParseRoles).value_or(People());
    rules.waivers = Take<std::vector<Waiver>>(WaiversPath(rules.config), &ParseWaivers)
                        .value_or(std::vector<Waiver>());
    if (auto status = Settle(vouched, rules); !status) return Fail(status.error());
    if (!policy.has_value()) return NoPolicy(target_ref, PolicyPath(rules.config), std::nullopt);
    rules.whole_policy = std::move(*policy);
    rules.policy = PolicyFor(rules.whole_policy, target_ref);
    rules.first_merge = first_merge_;
    rules.config_is_new = first_merge_ && base_.Find(kConfigFile) == nullptr;
    for (const Broken& broken : broken_) rules.repaired.push_back(broken.path);
    return rules;
  }

 private:
  struct Broken {
    std::string path;
    Errors errors;
    bool mended = false;  // the change's file can be used, or is not needed any more
  };

  bool IsBroken() const { return !broken_.empty() || !errors_.empty(); }

  // The value of a file; nothing when there is none, or none that can be used.
  template <class Value>
  std::optional<Value> Take(const std::string& path, const Parser<Value>& parse) {
    const bool from_change = first_merge_ && base_.Find(path) == nullptr;
    const RevisionFiles& files = from_change ? result_ : base_;
    if (files.Find(path) == nullptr) return std::nullopt;
    Result<Value> value = ReadFile<Value>(files, path, parse);
    if (value.has_value()) return std::move(*value);
    if (from_change) {
      errors_.insert(errors_.end(), value.error().begin(), value.error().end());
      return std::nullopt;
    }
    Broken broken{.path = path, .errors = std::move(value.error())};
    std::optional<Value> mended;
    if (result_.Find(path) != nullptr) {
      Result<Value> after = ReadFile<Value>(result_, path, parse);
      broken.mended = after.has_value();
      if (after.has_value()) mended = std::move(*after);
    } else {
      broken.mended = true;
    }
    broken_.push_back(std::move(broken));
    return mended;
  }

  Config TakeConfig() {
    return Take<Config>(std::string(kConfigFile), ConfigParser(base_, result_)).value_or(Config{});
  }

  std::string DigestOfFile(const RevisionFiles& files, const std::string& path) const {
    const TreeEntry* entry = files.Find(path);
    return entry == nullptr ? "" : entry->mode + " " + entry->object;
  }

  // Both texts of each file: it vouches for this repair of this damage.
  std::string RepairDigest() const {
    Meaning meaning("leyline.repair.v1");
    for (const Broken& broken : broken_) {
      meaning.Add("file", broken.path);
      meaning.Add("before", DigestOfFile(base_, broken.path));
      meaning.Add("after", DigestOfFile(result_, broken.path));
    }
    return meaning.Digest();
  }

  // Notes in the rules what somebody vouches for.
  Status Settle(const Vouched& vouched, Rules& rules) const {
    if (!errors_.empty()) return Fail(errors_);
    if (broken_.empty()) return {};
    const bool mended = std::all_of(broken_.begin(), broken_.end(),
                                    [](const Broken& broken) { return broken.mended; });
    const std::string digest = mended ? RepairDigest() : "";
    if (mended && vouched.IsFor(digest)) {
      rules.repairs.push_back(digest);
      return {};
    }
    Errors errors;
    for (const Broken& broken : broken_) {
      errors.insert(errors.end(), broken.errors.begin(), broken.errors.end());
      errors.push_back(
          BaseIsBroken(fmt::format("`{}` of the base", broken.path), broken.path, digest));
      errors.back().kind = ErrorKind::kConfig;
    }
    return Fail(std::move(errors));
  }

  const RevisionFiles& base_;
  const RevisionFiles& result_;
  bool first_merge_ = false;
  std::vector<Broken> broken_;
  Errors errors_;  // of files of the change at the first merge
};

}  // namespace

Result<Rules> ReadRules(const RevisionFiles& base, const RevisionFiles& result,
                        const std::string& target_ref, const Vouched& vouched) {
  return RulesReader(base, result).Read(target_ref, vouched);
}

Result<Config> ReadConfigInForce(const RevisionFiles& base, const RevisionFiles& result) {
  return RulesReader(base, result).ReadConfigInForce();
}

Status CheckNextRules(const RevisionFiles& base, const RevisionFiles& result,
                      const std::string& target_ref) {
  Errors errors;
  const auto check = [&]<class Value>(const std::string& path, const Parser<Value>& parse) {
    std::optional<Value> value;
    if (result.Find(path) == nullptr) return value;
    Result<Value> read = ReadFile<Value>(result, path, parse);
    if (read.has_value()) return std::optional<Value>(std::move(*read));
    errors.insert(errors.end(), read.error().begin(), read.error().end());
    return value;
  };
  const std::string path(kConfigFile);
  const Config config = check(path, ConfigParser(base, result)).value_or(Config{});
  const auto policy = check(PolicyPath(config), PolicyParser(target_ref));
  // The map may be long, and where nothing is new it has been read.
  if (!base.SameAs(result, path) || !base.SameAs(result, SubsystemsPath(config))) {
    check(SubsystemsPath(config), Parser<Subsystems>(&ParseSubsystems));
  }
  const auto people = check(RolesPath(config), Parser<People>(&ParseRoles));
  check(WaiversPath(config), Parser<std::vector<Waiver>>(&ParseWaivers));
  const bool edits =
      !base.SameAs(result, PolicyPath(config)) || !base.SameAs(result, RolesPath(config));
  if (policy.has_value() && edits && errors.empty()) {
    errors = CheckAgainstPeople(PolicyFor(*policy, target_ref), people.value_or(People()));
  }
  if (!errors.empty()) return Fail(std::move(errors));
  return {};
}

std::vector<std::string> RulePaths(const RevisionFiles& base, const RevisionFiles& result) {
  std::vector<std::string> paths = {std::string(kConfigFile)};
  std::set<std::string> folders;
  for (const RevisionFiles* files : {&base, &result}) {
    const auto text = files->TextOf(kConfigFile);
    Config config;
    if (text.has_value() && text->has_value()) {
      config = ParseConfig(std::string(kConfigFile), **text).value_or(Config{});
    }
    if (!folders.insert(config.governance).second) continue;
    for (std::string_view file : {"policy", "roles", "subsystems", "waivers"}) {
      paths.push_back(fmt::format("{}/{}.yaml", config.governance, file));
    }
  }
  return paths;
}

Error BaseIsBroken(const std::string& what, const std::string& file, const std::string& digest) {
  return {.kind = ErrorKind::kInput,
          .code = "LG2016",
          .message = fmt::format("{} can't be used, so there is nothing to judge by", what),
          .where = file.empty() ? std::nullopt : std::optional(SourceSpan{.file = file}),
          .fix = digest.empty()
                     ? "correct it in a change, which the gate then says how to let in"
                     : fmt::format("this change repairs it: who answers for the target branch "
                                   "reads the repair and runs leyline gate --repair {}",
                                   digest)};
}

}  // namespace leyline
