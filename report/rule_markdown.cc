#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/rule_page.h"

namespace leyline {
namespace {

std::string Lower(std::string_view word) {
  std::string lower(word);
  for (char& c : lower)
    c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string Sentence(std::string_view summary) {
  std::string text(summary);
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text + ".";
}

std::string Steps(std::string_view text) {
  const std::vector<std::string_view> steps = SentencesOf(text);
  if (steps.size() == 1) return fmt::format("{}\n", text);
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) out += fmt::format("{}. {}\n", i + 1, steps[i]);
  return out;
}

std::string Files(const RuleView& view) {
  std::string out;
  for (const auto& [path, lines] : ExampleFiles(view)) {
    out += fmt::format("`{}`\n\n```diff\n", path);
    for (const DiffLine& line : lines) out += fmt::format("{}{}\n", line.mark, line.text);
    out += "```\n\n";
  }
  return out;
}

// A bar would end a cell.
std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

std::string Cell(const Change& change, Surface surface, Direction direction) {
  for (const Verdict& verdict : change.verdicts) {
    if (verdict.surface != surface || verdict.direction != direction) continue;
    std::string text(NameOf(verdict.level));
    if (verdict.effect != Effect::kNone) text += fmt::format(": {}", Describe(verdict.effect));
    const bool said = text.find("silently") != std::string::npos;
    if (verdict.silent && verdict.level != Level::kCompatible && !said) text += ", silently";
    if (!verdict.condition.empty()) text += fmt::format("; safe as long as {}", verdict.condition);
    return Escaped(text);
  }
  return "";
}

std::string Row(const Change& change, Surface surface) {
  std::string out;
  for (Direction direction : {Direction::kBackward, Direction::kForward, Direction::kRoundTrip}) {
    out += fmt::format("| {} ", Cell(change, surface, direction));
  }
  return out + "|\n";
}

// Surfaces in a row that say the same share one.
std::string Rows(const Change& change) {
  std::string out;
  std::string surfaces;
  std::string row;
  const auto flush = [&] {
    if (!surfaces.empty()) out += fmt::format("| {} {}", surfaces, row);
  };
  for (std::size_t i = 0; i < change.verdicts.size(); ++i) {
    const Surface surface = change.verdicts[i].surface;
    if (i > 0 && change.verdicts[i - 1].surface == surface) continue;
    const std::string next = Row(change, surface);
    if (next == row) {
      surfaces += ", " + Lower(NameOf(surface));
      continue;
    }
    flush();
    surfaces = Lower(NameOf(surface));
    row = next;
  }
  flush();
  return out;
}

// One table for all changes of a type that have the same verdicts.
std::string Tables(std::span<const Change> changes) {
  std::vector<std::pair<std::string, std::string>> tables;  // rows and type -> elements
  for (const Change& change : changes) {
    const std::string key = fmt::format(
        ": {}\n\n"
        "| surface | backward: new reader, old data | forward: old reader, new data | round trip "
        "|\n| --- | --- | --- | --- |\n{}\n",
        NameOf(CompatibilityOf(change)), Rows(change));
    const std::string type = fmt::format("`{}` of ", change.change_type);
    const auto same = std::find_if(tables.begin(), tables.end(), [&](const auto& table) {
      return table.first == key && table.second.starts_with(type);
    });
    if (same != tables.end()) {
      same->second += fmt::format(", `{}`", change.element);
    } else {
      tables.emplace_back(key, fmt::format("{}`{}`", type, change.element));
    }
  }
  std::string out;
  for (const auto& [rows, heading] : tables) out += heading + rows;
  return out;
}

std::string Buf(std::string_view names) {
  if (names.empty()) return "`buf breaking` has no rule for this.\n";
  std::string out;
  for (std::string_view name : Split(names, ',')) {
    if (name.starts_with(' ')) name.remove_prefix(1);
    out += fmt::format("{}`{}`", out.empty() ? "" : ", ", name);
  }
  return out + "\n";
}

// Of what the example has of the rule's own type, the worst.
Compatibility WorstOf(const RuleView& view) {
  Compatibility worst = Compatibility::kBackwardCompatible;
  for (const Change& change : view.changes) {
    if (change.change_type == view.rule->id) worst = std::max(worst, CompatibilityOf(change));
  }
  return worst;
}

}  // namespace

std::string RuleMarkdown(const RuleView& view) {
  const Rule& rule = *view.rule;
  std::string out = fmt::format("# {}\n\n{}\n\n## What breaks, and for whom\n\n{}\n\n", rule.id,
                                Sentence(rule.summary), rule.why);
  out += fmt::format("## What to do instead\n\n{}\n", Steps(rule.instead));
  out += fmt::format("## Example\n\n{}\n\n{}", view.shows, Files(view));
  out += fmt::format("`leyline diff{}` says:\n\n```text\n{}```\n\n",
                     ShowsOnlyWithAll(view) ? " --all" : "", ExampleFindings(view, {}));
  out += Tables(view.changes);
  out += fmt::format("## The same in buf\n\n{}\n", Buf(rule.buf));
  return out + fmt::format(
                   "[All change types](README.md), [what the levels mean](../verdicts.md). Made "
                   "by `leyline explain {} --format markdown`.\n",
                   rule.id);
}

std::string RuleIndexMarkdown(std::span<const RuleView> views) {
  std::string out =
      "# Change types\n\n"
      "What Leyline finds between two versions, one page each: what breaks and for whom, the safe\n"
      "way, an example with its verdicts, and the rules of `buf breaking` for the same. The last\n"
      "column is the `compatibility` of the page's example; other edits of the same type may have\n"
      "another one, because a verdict depends on types, presence and what is reserved.\n\n"
      "| change type | what happened | example |\n| --- | --- | --- |\n";
  for (const RuleView& view : views) {
    out += fmt::format("| [{}]({}.md) | {} | {} |\n", view.rule->id, view.stem, view.rule->summary,
                       NameOf(WorstOf(view)));
  }
  return out + "\nMade by `leyline rules --format markdown`.\n";
}

}  // namespace leyline
