#include "report/html_changes.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "base/strings.h"
#include "report/html_parts.h"
#include "report/text_parts.h"
#include "report/verdict_rows.h"

namespace leyline {
namespace {

constexpr std::array<Surface, 5> kSurfaces = {Surface::kBinary, Surface::kJson, Surface::kText,
                                              Surface::kSource, Surface::kRpc};
constexpr std::array<Direction, 3> kDirections = {Direction::kBackward, Direction::kForward,
                                                  Direction::kRoundTrip};

std::string IdOf(std::size_t index) { return fmt::format("change-{}", index + 1); }

std::string LevelOfChange(const Change& change, const Gating* gating) {
  return HtmlBadge(NameOf(LevelOf(CompatibilityOf(change, gating))));
}

bool HasAny(const std::vector<ShownChange>& changes, std::string ShownChange::*part) {
  return std::any_of(changes.begin(), changes.end(),
                     [&](const ShownChange& shown) { return !(shown.*part).empty(); });
}

void AppendTable(std::string& out, const std::vector<ShownChange>& changes, const Gating* gating) {
  const bool whom = HasAny(changes, &ShownChange::whom);
  const bool approval = HasAny(changes, &ShownChange::approval);
  std::vector<std::string> head = {"element", "level", "change", "what"};
  if (whom) head.emplace_back("hits");
  if (approval) head.emplace_back("approved by");
  std::vector<HtmlRow> rows;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Change& change = *changes[i].change;
    HtmlRow row{
        "",
        {fmt::format("<a href=\"#{}\">{}</a>", IdOf(i), HtmlCode(change.element)),
         LevelOfChange(change, gating), HtmlEscaped(change.change_type), HtmlText(change.message)}};
    if (whom) row.cells.push_back(changes[i].whom);
    if (approval) row.cells.push_back(changes[i].approval);
    rows.push_back(std::move(row));
  }
  out += HtmlTable("All that is shown, each with a section below", head, rows);
}

// "TRUNCATED", said in words, with what makes it safe.
std::string CellOf(const Verdict& verdict) {
  std::string cell = HtmlBadge(NameOf(verdict.level));
  if (verdict.effect != Effect::kNone) cell += " " + HtmlEscaped(Describe(verdict.effect));
  if (!verdict.condition.empty()) {
    cell += "; safe as long as " + HtmlText(verdict.condition);
  }
  if (verdict.silent && verdict.level != Level::kCompatible) {
    cell += "; <strong>silent</strong>";
  }
  return cell;
}

std::string CellOf(const Change& change, Surface surface, Direction direction) {
  std::string cell;
  for (const Verdict& verdict : change.verdicts) {
    if (verdict.surface != surface || verdict.direction != direction) continue;
    cell += (cell.empty() ? "" : "<br>") + CellOf(verdict);
  }
  return cell.empty() ? "<span class=\"soft\">does not apply</span>" : cell;
}

void AppendVerdictTable(std::string& out, const Change& change) {
  std::vector<HtmlRow> rows;
  for (const Surface surface : kSurfaces) {
    const bool applies =
        std::any_of(change.verdicts.begin(), change.verdicts.end(),
                    [&](const Verdict& verdict) { return verdict.surface == surface; });
    if (!applies) continue;
    HtmlRow row{"", {HtmlEscaped(InWords(NameOf(surface)))}};
    for (const Direction direction : kDirections) {
      row.cells.push_back(CellOf(change, surface, direction));
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return;
  out += HtmlTable(
      "What it breaks",
      {"surface", "backward: new reader, old data", "forward: old reader, new data", "round trip"},
      rows);
}

void AppendWitnesses(std::string& out, const Change& change) {
  std::string items;
  for (const Verdict& verdict : change.verdicts) {
    if (verdict.level == Level::kCompatible || !verdict.witness.has_value()) continue;
    items += fmt::format(
        "<li>{}, {}: <code>{}</code></li>\n", HtmlEscaped(InWords(NameOf(verdict.surface))),
        HtmlEscaped(InWords(NameOf(verdict.direction))), HtmlEscaped(WitnessLine(verdict)));
  }
  if (!items.empty()) out += fmt::format("<h4>Witness</h4>\n<ul>\n{}</ul>\n", items);
}

void AppendSection(std::string& out, const ShownChange& shown, std::size_t index,
                   const Gating* gating) {
  const Change& change = *shown.change;
  // A link to what is inside opens it.
  out += fmt::format("<details{}>\n<summary>{} {} {}</summary>\n<p id=\"{}\">{}</p>\n",
                     index < 3 ? " open" : "", LevelOfChange(change, gating),
                     HtmlEscaped(change.change_type), HtmlCode(change.element), IdOf(index),
                     HtmlText(change.message));
  if (!change.release.empty()) {
    out += fmt::format("<p>Against release {}.</p>\n", HtmlCode(change.release));
  }
  AppendVerdictTable(out, change);
  AppendWitnesses(out, change);
  const Rule* rule = FindRule(change.change_type);
  if (rule != nullptr && CompatibilityOf(change, gating) != Compatibility::kBackwardCompatible) {
    out += fmt::format("<p><strong>Instead:</strong> {}</p>\n", HtmlText(rule->instead));
  }
  out += fmt::format("<p class=\"soft\">{}; digest {}</p>\n</details>\n",
                     HtmlEscaped(PlaceOf(change)), HtmlCode(change.digest));
}

}  // namespace

void AppendHtmlChanges(std::string& out, const std::vector<ShownChange>& changes,
                       const Gating* gating) {
  if (changes.empty()) return;
  out += "<h2>Changes</h2>\n";
  AppendTable(out, changes, gating);
  out += "<h2>Each change</h2>\n";
  const std::size_t shown = std::min(changes.size(), kMostHtmlRows);
  for (std::size_t i = 0; i < shown; ++i) AppendSection(out, changes[i], i, gating);
  if (shown == changes.size()) return;
  out += fmt::format("<p class=\"soft\">{} more changes are left out; JSON has all.</p>\n",
                     changes.size() - shown);
}

}  // namespace leyline
