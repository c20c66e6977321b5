#include "analyzer/rules/compare/options.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analyzer/diff/content.h"
#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/compare/words.h"
#include "analyzer/rules/option_values/http.h"
#include "analyzer/rules/option_values/languages.h"
#include "analyzer/rules/option_values/validation.h"
#include "analyzer/rules/type_model/type_model.h"
#include "analyzer/rules/verdicts.h"
#include "analyzer/schema/wire.h"
#include "base/digest.h"

namespace leyline::rules {
namespace {

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

// Which code has other names or signatures.
Reading ReadCode(const std::vector<OptionChange>& options) {
  std::vector<std::string> languages;
  for (const OptionChange& option : options) {
    if (option.is_custom()) continue;
    const OptionLanguages* known = LanguagesOf(option.kind, option.number);
    if (known == nullptr) {
      return SafeIf("no generated code in use follows the option", Effect::kSignatureChanged);
    }
    for (std::string_view language : known->languages) {
      if (std::find(languages.begin(), languages.end(), language) == languages.end()) {
        languages.emplace_back(language);
      }
    }
  }
  return languages.empty()
             ? Lossless()
             : SafeIf("the code is not " + ListOf(languages, "or"), Effect::kSignatureChanged);
}

constexpr std::string_view kNoHttp = "no client calls the method over HTTP";

// Old clients call new servers, and new clients old ones.
void JudgeHttp(Change& change, const HttpChange& http) {
  const auto lost = [](const std::vector<std::string>& routes) {
    return SafeIf(fmt::format("no client calls `{}`", routes.front()), Effect::kNotAnswered);
  };
  Reading backward;
  Reading forward;
  if (!http.reshaped.empty()) {
    backward = forward = SafeIf(std::string(kNoHttp), Effect::kParseFailure);
  }
  if (!http.removed.empty()) backward = lost(http.removed);
  if (!http.added.empty()) forward = lost(http.added);
  Judge(change, Surface::kRpc, Direction::kBackward, OutcomeOf(backward));
  Judge(change, Surface::kRpc, Direction::kForward, OutcomeOf(forward));
}

std::string Quoted(const std::vector<std::string>& paths) {
  std::vector<std::string> quoted;
  for (const std::string& path : paths) quoted.push_back(fmt::format("`{}`", path));
  return ListOf(quoted, "and");
}

Reading ObeyedOnly(std::vector<std::string> stricter, const std::vector<std::string>& changed) {
  stricter.insert(stricter.end(), changed.begin(), changed.end());
  if (stricter.empty()) return Lossless();
  return SafeIf(fmt::format("no reader validates, or all values obey its {}", Quoted(stricter)),
                Effect::kParseFailure);
}

// The side that accepts less refuses messages of the other, in whatever form they come.
void JudgeValidation(Change& change, const OptionChange& option) {
  const ValidationChange rules =
      CompareValidation(*option.before_snapshot, option.before_bytes, *option.after_snapshot,
                        option.after_bytes, option.kind, option.number);
  Readings readings{.backward = ObeyedOnly(rules.tightened, rules.changed),
                    .forward = ObeyedOnly(rules.loosened, rules.changed),
                    .round_trip = {}};
  readings.round_trip =
      readings.backward.level == Level::kCompatible ? readings.forward : readings.backward;
  for (Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
    Judge(change, surface, readings);
  }
}

bool HoldsValidation(const OptionChange& option) {
  return IsValidation(*option.before_snapshot, option.kind, option.number) ||
         IsValidation(*option.after_snapshot, option.kind, option.number);
}

bool IsRouting(OptionsKind kind) {
  return kind == OptionsKind::kMethod || kind == OptionsKind::kService;
}

// Whether some side has the extension that the option is.
bool IsReadable(const OptionChange& option) {
  constexpr std::string_view kUnread = "(?";
  return !option.is_custom() ||
         (!option.before.starts_with(kUnread) && !option.after.starts_with(kUnread));
}

constexpr Outcome kNotUnderstood = {Level::kUnknown, Effect::kNone, {}};

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
    change.kind = kind;
    change.number = number;
    change.before_snapshot = matches.before;
    change.after_snapshot = matches.after;
    change.before_bytes = before.bytes;
    change.after_bytes = after.bytes;
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

void JudgeOptions(Change& change, const std::vector<OptionChange>& options) {
  Judge(change, kSameData);
  Judge(change, Surface::kSource, Direction::kBackward, OutcomeOf(ReadCode(options)));
  for (const OptionChange& option : options) {
    if (option.kind == OptionsKind::kMethod && option.number == kGoogleApiHttp) {
      JudgeHttp(change, CompareHttp(option.before_bytes, option.after_bytes));
    } else if (HoldsValidation(option)) {
      JudgeValidation(change, option);
    } else if (IsRouting(option.kind) && !IsReadable(option)) {
      Judge(change, {Surface::kRpc, kNotUnderstood, kNotUnderstood});
    }
  }
}

}  // namespace leyline::rules
