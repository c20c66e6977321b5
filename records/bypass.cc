#include "records/bypass.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/canonical_json.h"
#include "base/digest.h"
#include "base/strings.h"
#include "config/characters.h"
#include "config/yaml.h"
#include "config/yaml_shape.h"
#include "records/reading.h"
#include "records/texts.h"

namespace leyline {
namespace {

constexpr std::size_t kShortestReason = 20;

void CheckReason(YamlMap& map, const Bypass& bypass) {
  const bool too_short = CountCharacters(bypass.reason) < kShortestReason;
  if (!bypass.reason.empty() && !too_short && !IsPlaceholder(bypass.reason)) return;
  map.Complain(
      "reason", "LG4504",
      fmt::format("`reason` must say in {} characters at least what can't wait", kShortestReason),
      "say what is broken, for whom, and why it can't wait for approval");
}

void CheckTimes(YamlMap& map, const Bypass& bypass) {
  if (bypass.expires_at > bypass.granted_at) return;
  map.Complain("expires_at", "LG4503", "it expires before it is granted", "correct the times");
}

Bypass ReadBypass(const std::string& file, const YamlNode& root, Errors& errors) {
  YamlMap map(file, root, "bypass", errors);
  for (std::string_view key : {"bypass_id", "target_ref", "changes", "codes", "reason", "ticket",
                               "requested_by", "granted_by", "granted_at", "expires_at"}) {
    map.Require(key);
  }
  map.SchemaVersion("schema_version");
  Bypass bypass;
  bypass.id = map.Identifier("bypass_id").value_or("");
  bypass.target_ref = map.String("target_ref").value_or("");
  bypass.changes = map.Strings("changes").value_or(std::vector<std::string>());
  bypass.codes = map.Strings("codes").value_or(std::vector<std::string>());
  bypass.reason = map.String("reason").value_or("");
  bypass.ticket = map.String("ticket").value_or("");
  bypass.requested_by = map.Identifier("requested_by", IdKind::kPerson).value_or("");
  bypass.granted_by = map.Identifier("granted_by", IdKind::kPerson).value_or("");
  bypass.granted_at = map.Instant("granted_at").value_or(Time{});
  bypass.expires_at = map.Instant("expires_at").value_or(Time{});
  bypass.where = map.values().PlaceOf(root);
  std::sort(bypass.changes.begin(), bypass.changes.end());
  for (const std::string& digest : bypass.changes) CheckDigestText(map, "changes", digest);
  CheckReason(map, bypass);
  CheckSecret(map, "reason", bypass.reason);
  CheckTimes(map, bypass);
  if (!bypass.id.empty() && bypass.id != StemOf(file)) {
    map.Complain(
        "bypass_id", "LG1016",
        fmt::format("bypass_id `{}` does not match file name `{}`", bypass.id, StemOf(file)),
        "rename the file or correct the id");
  }
  map.Finish();
  return bypass;
}

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonText(out, text);
  return out;
}

std::string Listed(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(Quoted(text));
  return Join(quoted, ", ");
}

}  // namespace

Result<Bypass> ParseBypass(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors, kRecordLimits);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  Bypass bypass = ReadBypass(file, *root, errors);
  bypass.content = DigestText(Sha256Of(text));
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return bypass;
}

YamlShape BypassShape() {
  return ShapeOf([](const YamlNode& root, Errors& errors) { ReadBypass("", root, errors); });
}

std::string TextOf(const Bypass& bypass) {
  return fmt::format(
      "schema_version: 1\nbypass_id: {}\ntarget_ref: {}\nchanges: [{}]\ncodes: [{}]\nreason: {}\n"
      "ticket: {}\nrequested_by: {}\ngranted_by: {}\ngranted_at: {}\nexpires_at: {}\n",
      bypass.id, Quoted(bypass.target_ref), Listed(bypass.changes), Listed(bypass.codes),
      Quoted(bypass.reason), Quoted(bypass.ticket), Quoted(bypass.requested_by),
      Quoted(bypass.granted_by), Quoted(FormatTime(bypass.granted_at)),
      Quoted(FormatTime(bypass.expires_at)));
}

std::string SignedTextOf(const Bypass& bypass, std::string_view repository) {
  return CanonicalObject({{"bypass_id", bypass.id},
                          {"content", bypass.content},
                          {"repository", repository},
                          {"type", kBypassType}});
}

}  // namespace leyline
