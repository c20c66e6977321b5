#include "analyzer/rules/compare_options.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analyzer/diff/content.h"
#include "analyzer/rules/verdicts.h"
#include "analyzer/schema/wire.h"
#include "base/digest.h"

namespace leyline::rules {
namespace {

constexpr uint32_t kGoogleApiHttp = 72295728;
constexpr std::size_t kNamed = 3;  // a sentence names so many options

// The bytes of each option; what can't be read stands under 0.
std::map<uint32_t, std::string> ByNumber(OptionsKind kind, std::string_view bytes) {
  std::map<uint32_t, std::string> options;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    if (!HasOwnFact(kind, field.number)) options[field.number] += field.raw;
  }
  if (!reader.rest().empty()) options[0] = reader.rest();
  return options;
}

// "jstype: JS_STRING", without the braces of a whole options message.
std::string Meaning(const Snapshot& snapshot, OptionsKind kind, uint32_t number,
                    const std::string& bytes) {
  if (number == 0) return "0x" + Hex(bytes);
  const std::string text = OptionsText(snapshot, kind, bytes);
  return text.size() <= 2 ? std::string() : text.substr(1, text.size() - 2);
}

std::string TextOf(const OptionChange& change) {
  if (change.before.empty()) return fmt::format("`{}` was set", change.after);
  if (change.after.empty()) return fmt::format("`{}` was removed", change.before);
  return fmt::format("`{}` became `{}`", change.before, change.after);
}

}  // namespace

std::vector<OptionChange> ChangedOptions(const Matches& matches, OptionsKind kind,
                                         const Options& before, const Options& after) {
  std::vector<OptionChange> changes;
  if (before.bytes == after.bytes) return changes;
  std::map<uint32_t, OptionChange> by_number;
  for (const auto& [number, bytes] : ByNumber(kind, before.bytes)) {
    by_number[number].before = Meaning(*matches.before, kind, number, bytes);
  }
  for (const auto& [number, bytes] : ByNumber(kind, after.bytes)) {
    by_number[number].after = Meaning(*matches.after, kind, number, bytes);
  }
  for (auto& [number, change] : by_number) {
    if (change.before == change.after) continue;
    change.number = number;
    changes.push_back(std::move(change));
  }
  return changes;
}

std::string TextOf(const std::vector<OptionChange>& changes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(changes.size(), kNamed); ++i) {
    text += (text.empty() ? "" : ", ") + TextOf(changes[i]);
  }
  if (changes.size() > kNamed) text += fmt::format(" and {} others", changes.size() - kNamed);
  return text;
}

void JudgeOptions(Change& change, const std::vector<OptionChange>& changes) {
  const auto any = [&](auto is_it) { return std::any_of(changes.begin(), changes.end(), is_it); };
  const bool built_in = any([](const OptionChange& option) { return !option.is_custom(); });
  const bool http = any([](const OptionChange& option) { return option.number == kGoogleApiHttp; });
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, built_in ? If("no generated code in use follows the option",
                                                 Effect::kSignatureChanged)
                                            : kSafe});
  if (!http) return;
  constexpr Outcome kOtherPath = If("no client calls the method over HTTP", Effect::kNotAnswered);
  Judge(change, {Surface::kRpc, kOtherPath, kOtherPath});
}

}  // namespace leyline::rules
