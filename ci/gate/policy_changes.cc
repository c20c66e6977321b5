#include "ci/gate/policy_changes.h"

#include <fmt/format.h>

#include "base/digest.h"

namespace leyline {
namespace {

Facts FactsOf(const std::optional<std::string>& text) {
  if (!text.has_value()) return {};
  return {{"content", DigestText(Sha256Of(*text))}};
}

std::optional<SourceSpan> PlaceOf(const GovernedFile& file, bool exists) {
  if (!exists) return std::nullopt;
  return SourceSpan{.file = file.path, .line = 1, .column = 1};
}

std::string_view VerbOf(const GovernedFile& file) {
  if (!file.before.has_value()) return "was added";
  return file.after.has_value() ? "was changed" : "was removed";
}

}  // namespace

std::vector<Change> PolicyChanges(const std::vector<GovernedFile>& files) {
  std::vector<Change> changes;
  for (const GovernedFile& file : files) {
    if (file.before == file.after) continue;
    Change change{.change_type = "CHANGE_POLICY",
                  .contract = file.path,
                  .element = file.path,
                  .message = fmt::format("`{}` {}: the rules of the gate", file.path, VerbOf(file)),
                  .before_facts = FactsOf(file.before),
                  .after_facts = FactsOf(file.after),
                  .before = PlaceOf(file, file.before.has_value()),
                  .after = PlaceOf(file, file.after.has_value()),
                  .digest = "",
                  .verdicts = {}};
    change.digest = DigestOf(change);
    changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace leyline
