#include "plugins/protoc-gen-leyline/parameters.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "analyzer/diff/gating.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kScopes[] = {"files", "folders", "all"};
constexpr std::string_view kLevels[] = {"breaking", "conditional"};
constexpr std::string_view kReports[] = {"text", "json", "github"};
constexpr std::string_view kGuards[] = {"cpp", "python"};

// One key. A null target of one kind leaves it to the next.
struct Key {
  std::string_view name;
  std::span<const std::string_view> choices = {};  // empty: any text
  std::string Parameters::* text = nullptr;
  std::vector<std::string> Parameters::* list = nullptr;
  int Parameters::* number = nullptr;
};

constexpr std::string_view kScopeKey = "scope";
constexpr std::string_view kSurfacesKey = "surfaces";

std::span<const Key> Keys() {
  static const Key kKeys[] = {
      {.name = "against", .text = &Parameters::against},
      {.name = "config", .text = &Parameters::config},
      {.name = "current_version", .number = &Parameters::current_version},
      {.name = "fail_on", .choices = kLevels, .text = &Parameters::fail_on},
      {.name = "guard", .choices = kGuards, .list = &Parameters::guards},
      {.name = "min_supported_version", .number = &Parameters::min_supported_version},
      {.name = "mode", .choices = kModeWords, .text = &Parameters::mode},
      {.name = "report", .choices = kReports, .list = &Parameters::reports},
      {.name = kScopeKey, .choices = kScopes},
      {.name = kSurfacesKey, .text = &Parameters::surfaces},
      {.name = "target", .text = &Parameters::target},
      {.name = "versions_ahead", .number = &Parameters::versions_ahead},
  };
  return kKeys;
}

Error Misused(std::string message, std::string fix) {
  return {.kind = ErrorKind::kUsage, .message = std::move(message), .fix = std::move(fix)};
}

bool IsSurface(std::string_view word) {
  return std::find(kSurfaceWords.begin(), kSurfaceWords.end(), word) != kSurfaceWords.end();
}

Error UnknownKey(std::string_view name) {
  if (IsSurface(name)) {
    return Misused(fmt::format("unknown parameter `{}`", name),
                   "surfaces are joined by `+`: surfaces=binary+json");
  }
  std::vector<std::string_view> names;
  for (const Key& key : Keys()) names.push_back(key.name);
  const std::string_view near = Nearest(name, names);
  return Misused(
      fmt::format("unknown parameter `{}`", Printable(name)),
      near.empty() ? fmt::format("known are {}", fmt::join(names, ", "))
                   : fmt::format("did you mean `{}`? Known are {}", near, fmt::join(names, ", ")));
}

Error NoChoice(const Key& key, std::string_view value) {
  return Misused(fmt::format("`{}`: `{}` is none of {}", key.name, Printable(value),
                             fmt::join(key.choices, ", ")),
                 fmt::format("write {}={}", key.name, key.choices.front()));
}

bool ReadNumber(std::string_view text, int& version) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), version);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() && version > 0;
}

class Reader {
 public:
  Result<Parameters> Read(std::string_view text) {
    if (!text.empty()) {
      for (std::string_view pair : Split(text, ',')) Take(pair);
    }
    if (errors_.empty()) CheckTogether();
    if (!errors_.empty()) return Fail(std::move(errors_));
    return std::move(parameters_);
  }

 private:
  void Take(std::string_view pair) {
    const std::size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    const auto keys = Keys();
    const auto key =
        std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == name; });
    if (key == keys.end()) return errors_.push_back(UnknownKey(name));
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
    if (value.empty()) {
      return errors_.push_back(Misused(fmt::format("`{}` has no value", name),
                                       fmt::format("write {}=...; a value has no comma", name)));
    }
    if (!seen_.insert(name).second && key->list == nullptr) {
      return errors_.push_back(
          Misused(fmt::format("`{}` is given twice", name), "remove one of them"));
    }
    if (!key->choices.empty() &&
        std::find(key->choices.begin(), key->choices.end(), value) == key->choices.end()) {
      return errors_.push_back(NoChoice(*key, value));
    }
    Set(*key, value);
  }

  void Set(const Key& key, std::string_view value) {
    if (key.text != nullptr) parameters_.*key.text = value;
    if (key.list != nullptr) (parameters_.*key.list).emplace_back(value);
    if (key.number != nullptr && !ReadNumber(value, parameters_.*key.number)) {
      errors_.push_back(
          Misused(fmt::format("`{}`: `{}` is no whole number from 1", key.name, Printable(value)),
                  fmt::format("write {}=1", key.name)));
    }
    if (key.name == kScopeKey) {
      parameters_.scope =
          static_cast<RequestScope>(std::find(kScopes, std::end(kScopes), value) - kScopes);
    } else if (key.name == kSurfacesKey) {
      CheckSurfaces(value);
      // Commas part parameters.
      std::replace(parameters_.surfaces.begin(), parameters_.surfaces.end(), '+', ',');
    }
  }

  void CheckSurfaces(std::string_view value) {
    for (std::string_view word : Split(value, '+')) {
      if (IsSurface(word)) continue;
      errors_.push_back(Misused(fmt::format("`{}`: `{}` is none of {}", kSurfacesKey,
                                            Printable(word), fmt::join(kSurfaceWords, ", ")),
                                fmt::format("write {}=binary+json", kSurfacesKey)));
    }
  }

  void CheckTogether() {
    const Parameters& p = parameters_;
    if (p.against.empty() && p.guards.empty()) {
      errors_.push_back(Misused("nothing to do",
                                "write against=BEFORE to compare, guard=cpp or "
                                "guard=python to generate a version guard"));
    }
    if (p.against.empty()) Refuse("`against`", {"fail_on", "report", kScopeKey, kSurfacesKey});
    if (p.guards.empty()) {
      Refuse("`guard`", {"current_version", "min_supported_version", "versions_ahead"});
    }
    if (p.config.empty()) {
      Refuse("`config`", {"target"});
    } else {
      for (std::string_view name :
           {"mode", "fail_on", "surfaces", "current_version", "min_supported_version"}) {
        if (!seen_.contains(name)) continue;
        errors_.push_back(Misused(fmt::format("`{}` and `config` exclude each other: the policy "
                                              "says it",
                                              name),
                                  "remove one of them"));
      }
    }
    if (p.min_supported_version > std::max(p.current_version, 1)) {
      errors_.push_back(Misused("`min_supported_version` is above `current_version`",
                                "a reader supports its own version"));
    }
  }

  // Keys that mean nothing without another.
  void Refuse(std::string_view without, std::initializer_list<std::string_view> names) {
    for (std::string_view name : names) {
      if (!seen_.contains(name)) continue;
      errors_.push_back(
          Misused(fmt::format("`{}` means nothing without {}", name, without), "remove it"));
    }
  }

  Parameters parameters_;
  std::set<std::string_view> seen_;
  Errors errors_;
};

}  // namespace

Result<Parameters> ReadParameters(std::string_view text) { return Reader().Read(text); }

}  // namespace leyline
