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

// Numbers of fields that the other side has as extensions.
std::vector<int32_t> ExtensionsIn(const Snapshot& other, const Message& other_message,
                                  const Message& message) {
  std::vector<int32_t> numbers;
  for (const Field& field : message.fields) {
    if (other.FindExtension(other_message.full_name, field.number) != nullptr) {
      numbers.push_back(field.number);
    }
  }
  return numbers;
}

// The numbers that only one side allows are those of extensions that became fields of the message,
// or were such fields: each says so itself.
bool IsSaidByFields(const Pair<Message>& message, std::string_view old_text,
                    std::string_view new_text, const Matches& matches) {
  const NumberSet before(std::span<const ExtensionRange>(message.before->extension_ranges));
  const NumberSet after(std::span<const ExtensionRange>(message.after->extension_ranges));
  if (before == after || before.Text() != old_text || after.Text() != new_text) return false;
  const std::vector<int32_t> came = ExtensionsIn(*matches.before, *message.before, *message.after);
  const std::vector<int32_t> went = ExtensionsIn(*matches.after, *message.after, *message.before);
  return before.Minus(after).Minus(NumberSet(std::span<const int32_t>(came))).empty() &&
         after.Minus(before).Minus(NumberSet(std::span<const int32_t>(went))).empty();
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
