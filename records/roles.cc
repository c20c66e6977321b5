#include "records/roles.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/yaml.h"
#include "config/yaml_shape.h"
#include "records/ssh_key.h"

namespace leyline {
namespace {

constexpr std::size_t kLongestLabel = 200;

// Keys of the documented format that nothing acts on yet.
constexpr YamlLater kLaterInPrincipal[] = {
    {"roles", "`roles` beside `principals` says who has which"},
    {"weight", "approvals are counted, not weighed"},
    {"forge", "approvals come from files"},
};

// Letters that a reader takes for others, in ids of a-z, 0-9, `.`, `_`, `-`.
struct Resemblance {
  std::string_view seen;
  std::string_view taken_for;
};
constexpr Resemblance kResemblances[] = {{"0", "o"}, {"1", "l"},  {"i", "l"}, {"5", "s"},
                                         {"_", "-"}, {"rn", "m"}, {"vv", "w"}};

// Equal for ids that look alike.
std::string SkeletonOf(std::string_view id) {
  std::string skeleton(id);
  for (const auto& [seen, taken_for] : kResemblances) {
    std::size_t at = skeleton.find(seen);
    while (at != std::string::npos) {
      skeleton.replace(at, seen.size(), taken_for);
      at = skeleton.find(seen, at + taken_for.size());
    }
  }
  return skeleton;
}

class PrincipalReader {
 public:
  PrincipalReader(const std::string& file, Errors& errors) : file_(file), errors_(errors) {}

  Principal Read(const YamlNode& node) {
    YamlMap map(file_, node, "principal", errors_);
    Principal principal;
    map.Require("id");
    principal.id = map.Identifier("id", IdKind::kPerson).value_or("");
    if (!principal.id.empty()) ClaimId(map, principal.id);
    principal.names = ReadLabels(map, "names", principal.id);
    principal.emails = ReadLabels(map, "emails", principal.id);
    principal.keys = ReadKeys(map, principal.id);
    principal.robot = map.Bool("robot").value_or(false);
    map.NotYet(kLaterInPrincipal);
    map.Finish();
    return principal;
  }

 private:
  void ClaimId(YamlMap& map, const std::string& id) {
    Claim(map.values(), map.PlaceOf("id"), id, id);
    const auto [other, is_new] = skeletons_.emplace(SkeletonOf(id), id);
    if (is_new || other->second == id) return;
    map.Complain("id", "LG1021", fmt::format("`{}` looks like `{}`", id, other->second),
                 "give one of them an id that nobody can take for the other");
  }

  std::vector<std::string> ReadLabels(YamlMap& map, std::string_view key, const std::string& id) {
    std::vector<std::string> labels;
    const YamlNode* list = map.Sequence(key);
    if (list == nullptr) return labels;
    for (const YamlNode& item : list->items) {
      const std::optional<std::string> label = map.values().String(item, key);
      if (!label.has_value()) continue;
      const SourceSpan where = map.values().PlaceOf(item);
      const bool is_mail = label->find('@') != std::string::npos;
      if (label->empty() || label->size() > kLongestLabel || is_mail != (key == "emails")) {
        map.values().Complain(
            where, "LG1012",
            fmt::format("`{}` is no {}", *label, key == "emails" ? "e-mail" : "name"),
            "write names under `names` and addresses under `emails`");
        continue;
      }
      if (ToLower(*label) != ToLower(id)) Claim(map.values(), where, *label, id);
      labels.push_back(*label);
    }
    return labels;
  }

  // A key as the line of its .pub file, or a map with that line and when it holds.
  std::vector<PrincipalKey> ReadKeys(YamlMap& map, const std::string& id) {
    std::vector<PrincipalKey> keys;
    const YamlNode* list = map.Sequence("keys");
    if (list == nullptr) return keys;
    for (const YamlNode& item : list->items) {
      PrincipalKey key;
      std::optional<std::string> text;
      if (item.kind == YamlKind::kMap) {
        YamlMap one(file_, item, "key", errors_);
        one.Require("key");
        text = one.String("key");
        key.valid_from = one.Instant("valid_from");
        key.expires = one.Instant("expires");
        key.revoked_at = one.Instant("revoked_at");
        one.Finish();
      } else {
        text = map.values().String(item, "keys");
      }
      if (!text.has_value() || !TakeKey(map.values(), item, *text, id, key)) continue;
      keys.push_back(std::move(key));
    }
    return keys;
  }

  bool TakeKey(const YamlValues& values, const YamlNode& item, const std::string& text,
               const std::string& id, PrincipalKey& key) {
    auto read = ReadPublicKey(text);
    if (!read.has_value()) {
      const Error& error = read.error().front();
      values.Complain(values.PlaceOf(item), error.code, error.message, error.fix);
      return false;
    }
    const auto [owner, is_new] = keys_.emplace(*read, id);
    if (!is_new) {
      values.Complain(values.PlaceOf(item), "LG2017",
                      fmt::format("a key belongs to both `{}` and `{}`", owner->second, id),
                      "one key, one principal: let one of them make a new key");
      return false;
    }
    key.key = std::move(*read);
    return true;
  }

  // A name that two share would make the one's approval depend on the other's commits.
  void Claim(const YamlValues& values, const SourceSpan& where, const std::string& label,
             const std::string& id) {
    const auto [owner, is_new] = owners_.emplace(ToLower(label), id);
    if (is_new || (owner->second == id && label != id)) return;
    values.Complain(where, "LG2017",
                    owner->second == id ? fmt::format("principal `{}` is described twice", id)
                                        : fmt::format("`{}` belongs to both `{}` and `{}`", label,
                                                      owner->second, id),
                    "make them one principal, or take it from one of them");
  }

  const std::string& file_;
  Errors& errors_;
  std::map<std::string, std::string> owners_;     // of each label, in lower case
  std::map<std::string, std::string> keys_;       // whose each is
  std::map<std::string, std::string> skeletons_;  // the id behind each
};

// `groups` and `roles`: names for several persons, which may be made of other such names.
class GroupReader {
 public:
  GroupReader(const std::string& file, const std::vector<Principal>& principals, Errors& errors)
      : values_(file, errors), file_(file), errors_(errors) {
    for (const Principal& principal : principals) persons_.insert(principal.id);
  }

  void Read(YamlMap& map, std::string_view key) {
    const YamlNode* node = map.Map(key);
    if (node == nullptr) return;
    YamlMap names(file_, *node, key, errors_);
    for (const YamlEntry& entry : node->entries) {
      const auto name = values_.Identifier(entry.key, key);
      names.Require(entry.key.text);
      const auto members = names.Identifiers(entry.key.text, IdKind::kPerson);
      if (!name.has_value() || !members.has_value()) continue;
      const SourceSpan where = values_.PlaceOf(entry.key);
      if (!groups_.emplace(*name, Group{*members, where}).second) {
        values_.Complain(where, "LG1017", fmt::format("`{}` is described twice", *name),
                         "make them one");
      } else if (persons_.contains(*name) && *members != std::vector<std::string>{*name}) {
        values_.Complain(where, "LG1017", fmt::format("`{}` is also a principal", *name),
                         "give one of them another name");
      }
    }
  }

  Roles Take() {
    Roles roles;
    for (const auto& [name, group] : groups_) {
      std::set<std::string> seen;
      std::set<std::string> persons;
      Flatten(name, name, seen, persons);
      if (persons.empty()) {
        Complain(group.where, fmt::format("nobody is in `{}`", name), "name its principals");
      }
      roles.emplace(name, std::vector<std::string>(persons.begin(), persons.end()));
    }
    return roles;
  }

 private:
  struct Group {
    std::vector<std::string> members;
    SourceSpan where;
  };

  void Complain(const SourceSpan& where, std::string message, std::string fix) {
    values_.Complain(where, "LG2023", std::move(message), std::move(fix));
  }

  // The persons of `name` for group `top`. Each group on the way is entered once.
  void Flatten(const std::string& top, const std::string& name, std::set<std::string>& seen,
               std::set<std::string>& persons) {
    if (!seen.insert(name).second) return;
    const Group& group = groups_.find(name)->second;
    for (const std::string& member : group.members) {
      if (persons_.contains(member)) {
        persons.insert(member);
      } else if (groups_.contains(member)) {
        if (member == top) {
          Complain(groups_.at(top).where,
                   fmt::format("group `{}` contains itself via `{}`", top, name), "take it out");
        }
        Flatten(top, member, seen, persons);
      } else if (name == top) {
        Complain(group.where,
                 fmt::format("`{}` of `{}` is no principal and no group", member, name),
                 "describe them under `principals` or correct the name");
      }
    }
  }

  YamlValues values_;
  const std::string& file_;
  Errors& errors_;
  std::set<std::string> persons_;
  std::map<std::string, Group> groups_;
};

People ReadRoles(const std::string& file, const YamlNode& root, Errors& errors) {
  YamlMap map(file, root, "roles", errors);
  map.Require("version");
  map.SchemaVersion("version");
  map.Require("principals");
  std::vector<Principal> principals;
  PrincipalReader reader(file, errors);
  if (const YamlNode* list = map.Sequence("principals")) {
    for (const YamlNode& item : list->items) principals.push_back(reader.Read(item));
  }
  GroupReader groups(file, principals, errors);
  groups.Read(map, "groups");
  groups.Read(map, "roles");
  Roles roles = groups.Take();
  map.Finish();
  return People(std::move(principals), std::move(roles));
}

}  // namespace

Result<People> ParseRoles(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  People people = ReadRoles(file, *root, errors);
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return people;
}

YamlShape RolesShape() {
  return ShapeOf([](const YamlNode& root, Errors& errors) { ReadRoles("", root, errors); });
}

}  // namespace leyline
