#include <fmt/format.h>

#include "base/strings.h"
#include "report/rule_page.h"
#include "report/text_parts.h"
#include "report/wrap.h"

namespace leyline {
namespace {

std::string Heading(const TextStyle& style, std::string_view text) {
  return fmt::format("\n{}\n", Tinted(style, Tint::kBold, text));
}

std::string Steps(std::string_view text, const TextStyle& style) {
  const std::vector<std::string_view> steps = SentencesOf(text);
  if (steps.size() == 1) return Wrap(text, style.width, "  ", "  ");
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    out += Wrap(steps[i], style.width, fmt::format("  {}. ", i + 1), "     ");
  }
  return out;
}

std::string Line(const DiffLine& line, const TextStyle& style) {
  const std::string text = fmt::format("    {} {}", line.mark, line.text);
  if (line.mark == ' ') return text;
  return Tinted(style, line.mark == '-' ? Tint::kRed : Tint::kGreen, text);
}

std::string Files(const RuleView& view, const TextStyle& style) {
  std::string out;
  for (const auto& [path, lines] : ExampleFiles(view)) {
    out += fmt::format("  {}\n", path);
    for (const DiffLine& line : lines) out += Line(line, style) + "\n";
  }
  return out;
}

// The report as `leyline diff` prints it, moved in.
std::string Findings(const RuleView& view, TextStyle style) {
  constexpr std::string_view kIndent = "  ";
  style.width -= kIndent.size();
  const std::string findings = ExampleFindings(view, style);
  std::string out;
  for (std::string_view line : Split(findings, '\n')) {
    if (!line.empty()) out += fmt::format("{}{}\n", kIndent, line);
  }
  return out;
}

}  // namespace

std::string RuleText(const RuleView& view, const TextStyle& style) {
  const Rule& rule = *view.rule;
  std::string out = Tinted(style, Tint::kBold, rule.id) + "\n";
  out += Wrap(rule.summary, style.width, "  ", "  ");
  out += Heading(style, "What breaks, and for whom");
  out += Wrap(rule.why, style.width, "  ", "  ");
  out += Heading(style, "What to do instead");
  out += Steps(rule.instead, style);
  out += Heading(style, "Example");
  out += Wrap(view.shows, style.width, "  ", "  ");
  out += Files(view, style);
  out += fmt::format("  leyline diff{} says:\n", ShowsOnlyWithAll(view) ? " --all" : "");
  out += Findings(view, style);
  out += Heading(style, "buf breaking");
  out += Wrap(rule.buf.empty() ? "has no rule for this" : rule.buf, style.width, "  ", "  ");
  return out + fmt::format("\nPage: docs/rules/{}.md\n", view.stem);
}

}  // namespace leyline
