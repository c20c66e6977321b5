#include "records/waivers.h"

#include <set>

#include <fmt/format.h>

#include "config/yaml.h"
#include "config/yaml_shape.h"
#include "records/change_types.h"
#include "records/reading.h"
#include "records/texts.h"

namespace leyline {
namespace {

void CheckWords(YamlMap& map, const Waiver& waiver) {
  if (!waiver.change_type.empty() && !IsChangeType(waiver.change_type)) {
    const std::string_view meant = NearestChangeType(waiver.change_type);
    map.Complain(
        "change_type", "LG3003", fmt::format("unknown change_type `{}`", waiver.change_type),
        meant.empty() ? "`leyline rules` lists them" : fmt::format("did you mean `{}`?", meant));
  }
  if (waiver.element.find('*') != std::string::npos) {
    map.Complain("element", "LG3002", "a waiver names one element; there are no wild cards",
                 "write a waiver for each");
  }
  if (!waiver.reason.empty() && IsPlaceholder(waiver.reason)) {
    map.Complain("reason", "LG3004", "`reason` gives no reason", "say why it is accepted");
  }
  CheckSecret(map, "reason", waiver.reason);
  CheckDigestText(map, "digest", waiver.digest);
}

Waiver ReadWaiver(const std::string& file, const YamlNode& item, Errors& errors) {
  YamlMap map(file, item, "waiver", errors);
  for (std::string_view key : {"change_type", "element", "owner", "reason", "expires"}) {
    map.Require(key);
  }
  Waiver waiver;
  waiver.change_type = map.String("change_type").value_or("");
  waiver.element = map.String("element").value_or("");
  waiver.digest = map.String("digest").value_or("");
  waiver.owner = map.Identifier("owner", IdKind::kPerson).value_or("");
  waiver.reason = map.String("reason").value_or("");
  waiver.expires = map.Instant("expires").value_or(Time{});
  waiver.where = map.values().PlaceOf(item);
  CheckWords(map, waiver);
  map.Finish();
  return waiver;
}

std::vector<Waiver> ReadFile(const std::string& file, const YamlNode& root, Errors& errors) {
  YamlMap map(file, root, "waivers", errors);
  map.Require("version");
  map.SchemaVersion("version");
  std::vector<Waiver> waivers;
  if (const YamlNode* list = map.Sequence("waivers")) {
    std::set<std::string> seen;
    for (const YamlNode& item : list->items) {
      waivers.push_back(ReadWaiver(file, item, errors));
      const Waiver& read = waivers.back();
      if (seen.insert(read.change_type + " " + read.element + " " + read.digest).second) continue;
      errors.push_back(
          ConfigError(read.where, "LG1019",
                      fmt::format("`{}` of `{}` is waived twice", read.change_type, read.element),
                      "keep one of them"));
    }
  }
  map.Finish();
  return waivers;
}

}  // namespace

Result<std::vector<Waiver>> ParseWaivers(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  std::vector<Waiver> waivers = ReadFile(file, *root, errors);
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return waivers;
}

YamlShape WaiversShape() {
  return ShapeOf([](const YamlNode& root, Errors& errors) { ReadFile("", root, errors); });
}

}  // namespace leyline
