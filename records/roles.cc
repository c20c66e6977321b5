#include "records/roles.h"

#include <map>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/yaml.h"

namespace leyline {
namespace {

constexpr std::size_t kLongestLabel = 200;

// Keys of the documented format that nothing acts on yet.
constexpr YamlLater kLater[] = {
    {"groups", "the policy names people one by one"},
    {"roles", "the policy names people one by one"},
};
constexpr YamlLater kLaterInPrincipal[] = {
    {"roles", "the policy names people one by one"},
    {"keys", "approvers are declared, not signed"},
    {"weight", "approvals are counted, not weighed"},
    {"forge", "approvals come from files"},
};

class RolesReader {
 public:
  RolesReader(const std::string& file, Errors& errors) : file_(file), errors_(errors) {}

  Principal Read(const YamlNode& node) {
    YamlMap map(file_, node, "principal", errors_);
    Principal principal;
    map.Require("id");
    principal.id = map.Identifier("id", IdKind::kPerson).value_or("");
    if (!principal.id.empty()) Claim(map.values(), map.PlaceOf("id"), principal.id, principal.id);
    principal.names = ReadLabels(map, "names", principal.id);
    principal.emails = ReadLabels(map, "emails", principal.id);
    map.NotYet(kLaterInPrincipal);
    map.Finish();
    return principal;
  }

 private:
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
  std::map<std::string, std::string> owners_;  // of each label, in lower case
};

}  // namespace

Result<People> ParseRoles(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  YamlMap map(file, *root, "roles", errors);
  map.Require("version");
  map.SchemaVersion("version");
  map.Require("principals");
  std::vector<Principal> principals;
  RolesReader reader(file, errors);
  if (const YamlNode* list = map.Sequence("principals")) {
    for (const YamlNode& item : list->items) principals.push_back(reader.Read(item));
  }
  map.NotYet(kLater);
  map.Finish();
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return People(std::move(principals));
}

}  // namespace leyline
