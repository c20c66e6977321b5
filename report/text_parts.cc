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

// What a verdict says behind its level and directions.
std::string Words(const Verdict& verdict) {
  if (verdict.level == Level::kUnknown) return "not decided; counts as breaking";
  if (verdict.effect == Effect::kNone && verdict.condition.empty()) return "every value survives";
  return Explanation(verdict);
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
                         LevelLabel(style, verdicts[i].level), directions, Words(verdicts[i]));
    }
    i = next;
  }
}

// The verdict whose witness stands for the change: the worst backward one first, binary before
// JSON.
const Verdict* MostTelling(const std::vector<Verdict>& verdicts) {
  const Verdict* best = nullptr;
  const auto rank = [](const Verdict& verdict) {
    return std::make_pair(verdict.level, verdict.direction == Direction::kBackward);
  };
  for (const Verdict& verdict : verdicts) {
    if (!verdict.witness.has_value() || !verdict.witness->reason.empty()) continue;
    if (verdict.surface == Surface::kSource) continue;
    if (best == nullptr || rank(verdict) > rank(*best)) best = &verdict;
  }
  return best;
}

void AppendWitness(std::string& out, const std::vector<Verdict>& verdicts,
                   const TextStyle& style) {
  const Verdict* verdict = MostTelling(verdicts);
  if (verdict == nullptr) return;
  const std::string line = fmt::format("    witness: {}", WitnessLine(*verdict));
  out += Tinted(style, Tint::kDim, line) + "\n";
}

// A line must stay a line.
std::string Shortened(std::string_view data) {
  constexpr std::size_t kLongest = 60;
  const std::string text = Printable(data);
  return text.size() <= kLongest ? text : Printable(data.substr(0, kLongest)) + "...";
}

}  // namespace

std::string WitnessLine(const Verdict& verdict) {
  const Witness& witness = *verdict.witness;
  if (!witness.reason.empty()) return "none: " + witness.reason;
  const std::string written = Printable(witness.written);
  const std::string read = Printable(witness.read);
  if (verdict.surface == Surface::kRpc) return fmt::format("{}: {}", written, read);
  if (verdict.surface == Surface::kSource) return fmt::format("{} -> {}", written, read);
  const std::string data = Shortened(!witness.hex.empty()    ? witness.hex
                                     : !witness.json.empty() ? witness.json
                                                             : witness.text);
  const std::string_view writer = witness.from_after ? "new" : "old";
  const bool comes_back = verdict.direction == Direction::kRoundTrip && !witness.passed_on.empty();
  const std::string_view reader = comes_back           ? "gets back"
                                  : witness.from_after ? "old reads"
                                                       : "new reads";
  return fmt::format("{}{}{}: {} writes {}, {} {}", Lower(NameOf(verdict.surface)),
                     data.empty() ? "" : " ", data, writer, written,
                     read.starts_with("refused") ? "which is" : reader, read);
}

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
  AppendWitness(out, verdicts, style);
  if (!style.advice) return;
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
