#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "analyzer/diff/content.h"
#include "analyzer/diff/ranges.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kRetained = Safe(Effect::kRetainedUnknown);
constexpr Outcome kReused =
    If("the numbers are never used again, or are reserved", Effect::kReusePossible);
constexpr Outcome kRefused =
    If("no extension has a number that only one side allows", Effect::kNameUnknown);

// Old data may hold extensions of others, whom no schema here knows.
constexpr Judgement kShrunk[] = {
    {Surface::kBinary, kReused, kSafe, kRetained},
    {Surface::kJson, kRefused, kSafe, kRefused},
    {Surface::kText, kRefused, kSafe, kRefused},
    {Surface::kSource, If("no extension has a removed number", Effect::kSymbolGone)},
};

constexpr Judgement kGrown[] = {
    {Surface::kBinary, kSafe, kRetained, kRetained},
    {Surface::kJson, kSafe, kRefused, kRefused},
    {Surface::kText, kSafe, kRefused, kRefused},
    {Surface::kSource, kSafe},
};

// The numbers that only one side allows are those of extensions that became fields of the message,
// or were such fields: each says so itself.
bool IsSaidByFields(const Pair<Message>& message, std::string_view old_text,
                    std::string_view new_text, const Matches& matches) {
  const NumberSet before(std::span<const ExtensionRange>(message.before->extension_ranges));
  const NumberSet after(std::span<const ExtensionRange>(message.after->extension_ranges));
  if (before == after || before.Text() != old_text || after.Text() != new_text) return false;
  std::vector<int32_t> crossed;
  for (const Pair<Field>& field : matches.fields) {
    if (!field.both() || field.before->is_extension == field.after->is_extension) continue;
    const bool is_here = field.before->is_extension ? field.after->parent == message.after
                                                    : field.before->parent == message.before;
    if (is_here) crossed.push_back(field.after->number);
  }
  const NumberSet said{std::span<const int32_t>(crossed)};
  return before.Minus(after).Minus(said).empty() && after.Minus(before).Minus(said).empty();
}

std::string_view OrNone(std::string_view text) { return text.empty() ? "none" : text; }

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (!message.both()) return;
  if (message.before->extension_ranges.empty() && message.after->extension_ranges.empty()) return;
  const std::string old_text = ExtensionsFact(*sink.matches().before, *message.before);
  const std::string new_text = ExtensionsFact(*sink.matches().after, *message.after);
  if (old_text == new_text) return;
  if (IsSaidByFields(message, old_text, new_text, sink.matches())) return;
  const NumberSet before(std::span<const ExtensionRange>(message.before->extension_ranges));
  const NumberSet after(std::span<const ExtensionRange>(message.after->extension_ranges));
  Change& change =
      sink.Add(message, fmt::format("extension ranges of `{}` changed from `{}` to `{}`",
                                    message.before->full_name, OrNone(old_text), OrNone(new_text)));
  if (!before.Minus(after).empty()) Judge(change, kShrunk);
  if (!after.Minus(before).empty()) Judge(change, kGrown);
  if (before == after) {
    Judge(change, kSameData);
    Judge(change, {Surface::kSource,
                   If("extensions follow the new declarations", Effect::kSignatureChanged)});
  }
}

}  // namespace

constinit const Rule change_extension_range = {
    .id = "CHANGE_EXTENSION_RANGE",
    .summary = "a message allows other numbers for extensions",
    .why =
        "Extensions that others declared in a removed range stop compiling. Readers keep their "
        "data among unknown fields, and the numbers can be used for something else.",
    .instead = "Only ever add ranges. Reserve the numbers of a range that goes.",
    .buf = "EXTENSION_MESSAGE_NO_DELETE",
    .check = CheckMessage,
};

}  // namespace leyline::rules
