#include "config/leyline_yaml.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/yaml.h"
#include "config/yaml_shape.h"

namespace leyline {
namespace {

enum class Absolute : uint8_t { kRefused, kAllowed };

// "contracts/" -> "contracts", "./a//b" -> "a/b", "." stays. Nothing when the path leaves its root.
std::optional<std::string> CleanPath(std::string_view path, Absolute absolute) {
  const bool is_absolute = path.starts_with('/');
  // `C:` and `C:/x`; a folder `a: b` is one as any other.
  const bool has_drive = path.size() > 1 && path[1] == ':' && (path.size() == 2 || path[2] == '/');
  if (path.empty() || has_drive || path.find('\\') != std::string_view::npos) return std::nullopt;
  if (is_absolute && absolute == Absolute::kRefused) return std::nullopt;
  std::vector<std::string> parts;
  for (std::string_view part : Split(path, '/')) {
    if (part == "..") return std::nullopt;
    if (!part.empty() && part != ".") parts.emplace_back(part);
  }
  const std::string joined = Join(parts, "/");
  if (is_absolute) return "/" + joined;
  return joined.empty() ? "." : joined;
}

// A path of `list` that escapes is reported at its own place.
void ReadPaths(YamlMap& map, std::string_view key, Absolute absolute,
               std::vector<std::string>& paths) {
  const YamlNode* list = map.Sequence(key);
  if (list == nullptr) return;
  paths.clear();
  for (const YamlNode& item : list->items) {
    const std::optional<std::string> written = map.values().String(item, key);
    if (!written.has_value()) continue;
    const std::optional<std::string> path = CleanPath(*written, absolute);
    const SourceSpan where = map.values().PlaceOf(item);
    if (!path.has_value()) {
      map.values().Complain(where, "LG1003",
                            fmt::format("`{}`: the path `{}` leaves the repository", key, *written),
                            "write a path below the repository with `/`, without `..`");
    } else if (std::find(paths.begin(), paths.end(), *path) != paths.end()) {
      map.values().Complain(where, "LG1019", fmt::format("`{}` lists `{}` twice", key, *path),
                            "remove one of them");
    } else {
      paths.push_back(*path);
    }
  }
}

// The rules of git-check-ref-format that matter for a name below refs/.
bool IsRefName(std::string_view name) {
  constexpr std::string_view kRefused = " ~^:?*[\\";
  if (!name.starts_with("refs/") || name.ends_with('.')) return false;
  if (name.find_first_of(kRefused) != std::string_view::npos) return false;
  if (name.find("..") != std::string_view::npos || name.find("@{") != std::string_view::npos) {
    return false;
  }
  const std::vector<std::string_view> parts = Split(name, '/');
  return parts.size() >= 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return !part.empty() && !part.starts_with('.') && !part.ends_with(".lock");
         });
}

void ReadLog(YamlMap& map, std::string& log) {
  const std::optional<std::string> written = map.String("log");
  if (!written.has_value()) return;
  const std::string_view text = *written;
  if (text.starts_with("https://") || text.starts_with("http://")) {
    map.Complain("log", "LG1012", "`log`: a service as the log is not supported yet",
                 "use `dir:PATH`, a folder that all runs share");
    return;
  }
  if (text.starts_with("git:") && IsRefName(text.substr(4))) {
    log = text;
    return;
  }
  const std::optional<std::string> folder =
      text.starts_with("dir:") ? CleanPath(text.substr(4), Absolute::kAllowed) : std::nullopt;
  if (folder.has_value()) {
    log = "dir:" + *folder;
    return;
  }
  map.Complain(
      "log", "LG1012", fmt::format("`log`: `{}` is neither `dir:PATH` nor `git:REF`", text),
      "use `git:refs/leyline/log`, or `dir:PATH`, a folder that all runs share, without `..`");
}

void ReadGovernance(YamlMap& map, std::string& governance) {
  const std::optional<std::string> written = map.String("governance");
  if (!written.has_value()) return;
  const std::optional<std::string> path = CleanPath(*written, Absolute::kRefused);
  if (path.has_value()) {
    governance = *path;
    return;
  }
  map.Complain("governance", "LG1003",
               fmt::format("`governance`: the path `{}` leaves the repository", *written),
               "write a path below the repository with `/`, without `..`");
}

void ReadPlugin(YamlMap& map, std::vector<BindingsPlugin>& plugins) {
  map.Require("name");
  map.Require("program");
  BindingsPlugin plugin{.name = map.Identifier("name").value_or(""),
                        .program = map.String("program").value_or(""),
                        .options = map.String("options").value_or("")};
  if (const auto call = map.OneOf("call", kBindingsCalls)) {
    plugin.call = static_cast<BindingsCall>(
        std::find(std::begin(kBindingsCalls), std::end(kBindingsCalls), *call) - kBindingsCalls);
  }
  map.Finish();
  if (plugin.name.empty()) return;
  const auto& known = kBindingLanguages;
  const bool taken =
      std::find(std::begin(known), std::end(known), plugin.name) != std::end(known) ||
      std::any_of(plugins.begin(), plugins.end(),
                  [&](const BindingsPlugin& other) { return other.name == plugin.name; });
  if (taken) {
    map.Complain("name", "LG1019",
                 fmt::format("`name`: `{}` is the name of another language", plugin.name),
                 "give the plugin another name");
  }
  plugins.push_back(std::move(plugin));
}

void ReadBindings(const std::string& file, const YamlNode& node, Errors& errors, Config& config) {
  YamlMap map(file, node, "bindings", errors);
  auto languages = map.SomeOf("languages", kBindingLanguages);
  if (languages.has_value()) config.binding_languages = std::move(*languages);
  if (const YamlNode* list = map.Sequence("plugins")) {
    for (const YamlNode& item : list->items) {
      YamlMap plugin(file, item, "plugin", errors);
      ReadPlugin(plugin, config.binding_plugins);
    }
  }
  map.Finish();
}

Config ReadConfig(const std::string& file, const YamlNode& root, Errors& errors) {
  Config config;
  YamlMap map(file, root, "configuration", errors);
  map.Require("version");
  map.SchemaVersion("version");
  ReadPaths(map, "contracts", Absolute::kRefused, config.contracts);
  if (map.Has("contracts")) map.Require("contracts");
  ReadPaths(map, "imports", Absolute::kAllowed, config.imports);
  ReadPaths(map, "exclude", Absolute::kRefused, config.exclude);
  ReadGovernance(map, config.governance);
  config.repository = map.Identifier("repository").value_or("");
  config.history = map.String("history").value_or("");
  if (map.Has("history")) map.Require("history");
  ReadLog(map, config.log);
  if (const YamlNode* bindings = map.Map("bindings")) ReadBindings(file, *bindings, errors, config);
  ReadNotifications(map, file, errors, config.notifications);
  map.Finish();
  return config;
}

}  // namespace

Result<Config> ParseConfig(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  Config config = ReadConfig(file, *root, errors);
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return config;
}

YamlShape ConfigShape() {
  return ShapeOf([](const YamlNode& root, Errors& errors) { ReadConfig("", root, errors); });
}

}  // namespace leyline
