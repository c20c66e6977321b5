#include "report/verdict_rows.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// A condition and the directions in which it counts.
struct Case {
  std::string condition;
  std::vector<Direction> directions;

  bool operator==(const Case&) const = default;
};

// Verdicts of one surface with the same level, effect and silence.
struct Row {
  const Verdict* verdict = nullptr;
  std::vector<Case> cases;

  bool Says(const Verdict& other) const {
    return verdict->level == other.level && verdict->effect == other.effect &&
           verdict->silent == other.silent;
  }
  bool SaysTheSame(const Row& other) const { return Says(*other.verdict) && cases == other.cases; }
};

// What surfaces share.
struct Block {
  std::vector<Surface> surfaces;
  std::vector<Row> rows;

  bool SaysTheSame(const std::vector<Row>& others) const {
    return std::equal(rows.begin(), rows.end(), others.begin(), others.end(),
                      [](const Row& a, const Row& b) { return a.SaysTheSame(b); });
  }
};

void Add(std::vector<Row>& rows, const Verdict& verdict) {
  auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.Says(verdict); });
  if (row == rows.end()) row = rows.insert(row, {&verdict, {}});
  auto one = std::find_if(row->cases.begin(), row->cases.end(), [&](const Case& each) {
    return each.condition == verdict.condition;
  });
  if (one == row->cases.end()) one = row->cases.insert(one, {verdict.condition, {}});
  auto& directions = one->directions;
  if (std::find(directions.begin(), directions.end(), verdict.direction) == directions.end()) {
    directions.push_back(verdict.direction);
  }
}

std::vector<Block> BlocksOf(const std::vector<Verdict>& verdicts, const TextStyle& style) {
  std::vector<Block> blocks;
  for (std::size_t surface = 0; surface <= static_cast<std::size_t>(Surface::kRpc); ++surface) {
    std::vector<Row> rows;
    for (const Verdict& verdict : verdicts) {
      if (static_cast<std::size_t>(verdict.surface) != surface) continue;
      if (style.all || verdict.level != Level::kCompatible) Add(rows, verdict);
    }
    if (rows.empty()) continue;
    auto same = std::find_if(blocks.begin(), blocks.end(),
                             [&](const Block& block) { return block.SaysTheSame(rows); });
    if (same == blocks.end()) same = blocks.insert(same, {{}, std::move(rows)});
    same->surfaces.push_back(static_cast<Surface>(surface));
  }
  return blocks;
}

std::string ListOf(const std::vector<Surface>& surfaces) {
  std::string names;
  for (Surface surface : surfaces) names += (names.empty() ? "" : ", ") + InWords(NameOf(surface));
  return names;
}

std::string ListOf(const std::vector<Direction>& directions) {
  std::string words;
  for (Direction direction : directions)
    words += (words.empty() ? "" : ", ") + InWords(NameOf(direction));
  return words;
}

// Whether the third condition only says that the first two hold, as that of a round trip does.
bool IsBoth(const std::vector<Case>& cases) {
  if (cases.size() != 3) return false;
  const std::string& one = cases[0].condition;
  const std::string& other = cases[1].condition;
  const std::string& both = cases[2].condition;
  return both == one + ", and " + other || both == other + ", and " + one;
}

// "; safe as long as it fits 32 bits", or for several "; safe as long as A (backward), B (forward),
// both (round trip)".
std::string Conditions(const std::vector<Case>& cases) {
  std::string text;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (cases[i].condition.empty()) continue;
    const bool both = i == 2 && IsBoth(cases);
    text += text.empty() ? "safe as long as " : ", ";
    text += both ? "both" : Printable(cases[i].condition);
    if (cases.size() > 1) text += fmt::format(" ({})", ListOf(cases[i].directions));
  }
  return text;
}

// What a row says behind its level.
std::string Sentence(const Row& row) {
  std::vector<Direction> directions;
  for (const Case& one : row.cases) {
    directions.insert(directions.end(), one.directions.begin(), one.directions.end());
  }
  std::sort(directions.begin(), directions.end());
  std::string text = ListOf(directions) + ": ";
  const Verdict& verdict = *row.verdict;
  if (verdict.level == Level::kUnknown) return text + "not decided; counts as breaking";
  const std::string conditions = Conditions(row.cases);
  if (verdict.effect == Effect::kNone && conditions.empty()) return text + "every value survives";
  std::string said(Describe(verdict.effect));
  if (!said.empty() && !conditions.empty()) said += "; ";
  said += conditions;
  if (verdict.silent && verdict.level != Level::kCompatible) said += "; silent";
  return text + said;
}

}  // namespace

std::string InWords(std::string_view name) {
  std::string words(name);
  for (char& c : words)
    c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return words;
}

void AppendVerdicts(std::string& out, const std::vector<Verdict>& verdicts,
                    const TextStyle& style) {
  constexpr std::size_t kIndent = 4;
  constexpr std::size_t kLevel = 11 + 2;  // of "CONDITIONAL", and blanks
  const std::vector<Block> blocks = BlocksOf(verdicts, style);
  std::size_t width = 7;  // of "binary", and a blank
  for (const Block& block : blocks) width = std::max(width, ListOf(block.surfaces).size() + 1);
  for (const Block& block : blocks) {
    for (const Row& row : block.rows) {
      out += fmt::format("    {:<{}}{}  ", ListOf(block.surfaces), width,
                         LevelLabel(style, row.verdict->level));
      out += Hung(Sentence(row), kIndent + width + kLevel, style.width);
    }
  }
}

}  // namespace leyline
