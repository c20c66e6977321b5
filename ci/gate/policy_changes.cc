#include "ci/gate/policy_changes.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"

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

using Lines = std::vector<std::string_view>;

// What is left of both when the lines that they begin and end with in common are dropped.
void DropCommon(Lines& before, Lines& after) {
  const auto front = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  before.erase(before.begin(), front.first);
  after.erase(after.begin(), front.second);
  while (!before.empty() && !after.empty() && before.back() == after.back()) {
    before.pop_back();
    after.pop_back();
  }
}

// "  current_version: 2"
bool SaysVersion(std::string_view line, int version) {
  const std::size_t start = line.find_first_not_of(' ');
  return start != std::string_view::npos &&
         line.substr(start) == fmt::format("current_version: {}", version);
}

}  // namespace

std::vector<Change> PolicyChanges(const std::vector<GovernedFile>& files) {
  std::vector<Change> changes;
  for (const GovernedFile& file : files) {
    if (file.before == file.after) continue;
    Change change{.change_type = kChangePolicy,
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

bool IsVersionBump(const Policy& base, const GovernedFile& file) {
  if (!file.before.has_value() || !file.after.has_value()) return false;
  Lines before = Split(*file.before, '\n');
  Lines after = Split(*file.after, '\n');
  DropCommon(before, after);
  const int next = base.current_version + 1;
  if (before.size() > 1 || after.size() != 1 || !SaysVersion(after[0], next)) return false;
  if (before.size() == 1 && !SaysVersion(before[0], base.current_version)) return false;
  // Only the one line differs; it must also stand where the policy reads its version.
  const Result<Policy> policy = ParsePolicy(file.path, *file.after);
  return policy.has_value() && policy->current_version == next;
}

}  // namespace leyline
