#include "analyzer/impact/subsystems.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "analyzer/diff/gating.h"
#include "base/strings.h"
#include "config/yaml.h"
#include "config/yaml_shape.h"

namespace leyline {
namespace {

constexpr int64_t kMostDays = 36'500;
constexpr std::size_t kLongestName = 512;
// Room for ten thousand subsystems.
constexpr YamlLimits kLimits{.bytes = 16 << 20, .depth = 16, .nodes = 1'000'000};

struct RoleKey {
  std::string_view key;
  Role role;
};
constexpr RoleKey kRoleKeys[] = {
    {"owns", Role::kOwns},     {"writes", Role::kWrites}, {"reads", Role::kReads},
    {"stores", Role::kStores}, {"serves", Role::kServes}, {"calls", Role::kCalls},
};

// A full name without leading dot, or a glob over its parts.
bool IsContractPattern(std::string_view text) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_*?";
  if (text.size() > kLongestName) return false;
  const std::vector<std::string_view> parts = Split(text, '.');
  return std::all_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return !part.empty() && part.find_first_not_of(kAllowed) == std::string_view::npos;
  });
}

bool IsFieldPath(std::string_view text) {
  return IsContractPattern(text) && text.find_first_of("*?") == std::string_view::npos;
}

class SubsystemReader {
 public:
  SubsystemReader(const std::string& file, Errors& errors) : file_(file), errors_(errors) {}

  std::vector<Subsystem> ReadAll(const std::vector<YamlNode>& items) {
    std::vector<Subsystem> subsystems;
    std::unordered_map<std::string, int32_t> lines;
    for (const YamlNode& item : items) {
      subsystems.push_back(Read(item));
      const Subsystem& subsystem = subsystems.back();
      if (subsystem.name.empty()) continue;
      const auto [first, is_new] = lines.emplace(subsystem.name, item.line);
      if (is_new) continue;
      errors_.push_back(ConfigError(
          subsystem.where, "LG1017",
          fmt::format("subsystem `{}` is also described at line {}", subsystem.name, first->second),
          "merge the two"));
    }
    return subsystems;
  }

 private:
  Subsystem Read(const YamlNode& node) {
    YamlMap map(file_, node, "subsystem", errors_);
    Subsystem subsystem;
    subsystem.where = map.values().PlaceOf(node);
    map.Require("name");
    map.Require("owner");
    subsystem.name = map.Identifier("name").value_or("");
    subsystem.owner = map.Identifier("owner", IdKind::kPerson).value_or("");
    subsystem.contact = map.String("contact").value_or("");
    subsystem.repositories = map.Strings("repositories").value_or(std::vector<std::string>());
    subsystem.paths = map.Strings("paths").value_or(std::vector<std::string>());
    for (const RoleKey& role : kRoleKeys) ReadUses(map, role, subsystem);
    ReadSurfaces(map, subsystem);
    ReadDeployment(map, subsystem);
    map.Finish();
    return subsystem;
  }

  void ReadUses(YamlMap& map, const RoleKey& role, Subsystem& subsystem) {
    const YamlNode* list = map.Sequence(role.key);
    if (list == nullptr) return;
    std::unordered_set<std::string> seen;
    for (const YamlNode& item : list->items) {
      ContractUse use;
      use.role = role.role;
      use.where = map.values().PlaceOf(item);
      if (!ReadUse(map.values(), item, role, use)) continue;
      if (seen.insert(use.contract).second) {
        subsystem.uses.push_back(std::move(use));
        continue;
      }
      map.values().Complain(use.where, "LG1019",
                            fmt::format("`{}` lists `{}` twice", role.key, use.contract),
                            "remove one of them");
    }
  }

  // An entry is a name, or a map with the name, its fields and the days that it is kept.
  bool ReadUse(const YamlValues& values, const YamlNode& item, const RoleKey& role,
               ContractUse& use) {
    if (item.kind == YamlKind::kMap) {
      YamlMap map(file_, item, fmt::format("entry of `{}`", role.key), errors_);
      map.Require("contract");
      use.contract = map.String("contract").value_or("");
      ReadFields(map, use);
      if (role.role == Role::kStores) {
        use.retention_days =
            static_cast<int>(map.Integer("retention_days", 1, kMostDays).value_or(0));
      }
      map.Finish();
      use.where = map.PlaceOf("contract");
    } else {
      use.contract = values.String(item, role.key).value_or("");
      if (use.contract.empty() && item.kind == YamlKind::kScalar && item.text.empty()) {
        values.Complain(use.where, "LG1011", fmt::format("`{}` has an empty entry", role.key));
      }
    }
    if (use.contract.empty()) return false;
    if (IsContractPattern(use.contract)) return true;
    values.Complain(
        use.where, "LG2102",
        fmt::format("`{}` is neither the full name of a contract nor a glob", use.contract),
        "write it like acme.v1.Invoice, acme.v1.* or acme.**");
    return false;
  }

  void ReadFields(YamlMap& map, ContractUse& use) {
    const YamlNode* list = map.Sequence("fields");
    if (list == nullptr) return;
    if (list->items.empty()) map.Require("fields");
    for (const YamlNode& item : list->items) {
      const SourceSpan where = map.values().PlaceOf(item);
      const std::string text = map.values().String(item, "fields").value_or("");
      if (IsFieldPath(text)) {
        use.fields.push_back({text, where});
      } else if (item.kind == YamlKind::kScalar) {
        map.values().Complain(where, "LG2103", fmt::format("`{}` is no path of fields", text),
                              "write it like total or customer.address.city");
      }
    }
  }

  void ReadDeployment(YamlMap& map, Subsystem& subsystem) {
    const YamlNode* environments = map.Map("deployment");
    if (environments == nullptr) return;
    for (const auto& [key, value] : environments->entries) {
      const auto name = map.values().Identifier(key, "deployment");
      const auto version = map.values().String(value, "deployment." + key.text);
      if (name.has_value() && version.has_value()) {
        subsystem.deployment.push_back({*name, *version});
      }
    }
  }

  static void ReadSurfaces(YamlMap& map, Subsystem& subsystem) {
    const auto words = map.SomeOf("surfaces", kSurfaceWords);
    if (map.Has("surfaces")) map.Require("surfaces");
    if (!words.has_value()) return;
    subsystem.surfaces.clear();
    for (std::size_t i = 0; i < std::size(kSurfaceWords); ++i) {
      if (std::find(words->begin(), words->end(), kSurfaceWords[i]) == words->end()) continue;
      subsystem.surfaces.push_back(static_cast<Surface>(i));
    }
  }

  const std::string& file_;
  Errors& errors_;
};

Subsystems ReadSubsystems(const std::string& file, const YamlNode& root, Errors& errors) {
  YamlMap map(file, root, "subsystem map", errors);
  map.Require("version");
  map.SchemaVersion("version");
  if (!map.Has("subsystems")) map.Require("subsystems");  // an empty list is a beginning
  Subsystems subsystems;
  if (const YamlNode* list = map.Sequence("subsystems")) {
    subsystems.list = SubsystemReader(file, errors).ReadAll(list->items);
  }
  map.Finish();
  return subsystems;
}

}  // namespace

Result<Subsystems> ParseSubsystems(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors, kLimits);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  Subsystems subsystems = ReadSubsystems(file, *root, errors);
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return subsystems;
}

YamlShape SubsystemsShape() {
  return ShapeOf([](const YamlNode& root, Errors& errors) { ReadSubsystems("", root, errors); });
}

}  // namespace leyline
