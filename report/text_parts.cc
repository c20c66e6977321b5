#include "report/text_parts.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "base/strings.h"

namespace leyline {
namespace {

std::string Lower(std::string_view word) {
  std::string lower(word);
  for (char& c : lower)
    c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

// "the value is cut to its low 32 bits; safe while: the value fits 32 bits; silent"
std::string Explanation(const Verdict& verdict) {
  std::string text;
  const auto add = [&](std::string_view part) {
    if (!text.empty() && !part.empty()) text += "; ";
    text += part;
  };
  add(Describe(verdict.effect));
  if (!verdict.condition.empty())
    add(fmt::format("safe as long as {}", Printable(verdict.condition)));
  if (verdict.silent && verdict.level != Level::kCompatible) add("silent");
  return text;
}

bool SameButDirection(const Verdict& a, const Verdict& b) {
  return a.surface == b.surface && a.level == b.level && a.effect == b.effect &&
         a.condition == b.condition && a.silent == b.silent;
}

// One line a group of verdicts that say the same in several directions.
void AppendVerdicts(std::string& out, const std::vector<Verdict>& verdicts,
                    const TextStyle& style) {
  for (std::size_t i = 0; i < verdicts.size();) {
    std::string directions = Lower(NameOf(verdicts[i].direction));
    std::size_t next = i + 1;
    while (next < verdicts.size() && SameButDirection(verdicts[i], verdicts[next])) {
      directions += ", " + Lower(NameOf(verdicts[next++].direction));
    }
    if (style.all || verdicts[i].level != Level::kCompatible) {
      out += fmt::format("    {:<7}{}  {}: {}\n", Lower(NameOf(verdicts[i].surface)),
                         LevelLabel(style, verdicts[i].level), directions,
                         verdicts[i].effect == Effect::kNone && verdicts[i].condition.empty()
                             ? "every value survives"
                             : Explanation(verdicts[i]));
    }
    i = next;
  }
}

}  // namespace

std::string Tinted(const TextStyle& style, Tint tint, std::string_view text) {
  if (!style.colour) return std::string(text);
  constexpr std::string_view kCodes[] = {"31", "33", "32", "1", "2"};
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(tint)], text);
}

Level LevelOf(Compatibility compatibility) {
  switch (compatibility) {
    case Compatibility::kBackwardCompatible:
      return Level::kCompatible;
    case Compatibility::kConditional:
      return Level::kConditional;
    case Compatibility::kBreakingChange:
      return Level::kBreaking;
  }
  return Level::kUnknown;
}

std::string LevelLabel(const TextStyle& style, Level level) {
  constexpr Tint kTints[] = {Tint::kGreen, Tint::kYellow, Tint::kRed, Tint::kRed};
  return Tinted(style, kTints[static_cast<std::size_t>(level)],
                fmt::format("{:<11}", NameOf(level)));
}

std::string PlaceOf(const Change& change) {
  const SourceSpan& where = change.after.has_value() ? *change.after : *change.before;
  return fmt::format("{}:{}:{}", Printable(where.file), where.line, where.column);
}

void AppendChange(std::string& out, const Change& change, const TextStyle& style,
                  const Gating* gating) {
  const Level level = LevelOf(CompatibilityOf(change, gating));
  out += fmt::format("{}: {} {}\n", PlaceOf(change), LevelLabel(style, level),
                     Tinted(style, Tint::kBold, change.change_type));
  if (!change.release.empty()) {
    out.insert(out.size() - 1, fmt::format(" against {}", Printable(change.release)));
  }
  out += fmt::format("    {}\n", Printable(change.message));
  std::vector<Verdict> verdicts = change.verdicts;
  std::erase_if(verdicts, [&](const Verdict& verdict) {
    return gating != nullptr && !gating->Counts(verdict);
  });
  AppendVerdicts(out, verdicts, style);
  if (level == Level::kCompatible) return;
  if (const Rule* rule = FindRule(change.change_type)) {
    out += fmt::format("    instead: {}\n", rule->instead);
  }
  out += Tinted(style, Tint::kDim, fmt::format("    digest {}", change.digest)) + "\n";
}

std::string TallyText(const Tally& tally) {
  return fmt::format("{} breaking, {} conditional, {} compatible", tally.breaking,
                     tally.conditional, tally.compatible);
}

std::string Counted(int32_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace leyline
