#include "report/markdown_parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/html_parts.h"

namespace leyline {
namespace {

constexpr std::string_view kBreak = "\u200b";  // a zero-width space

// Where a forge would make a link, a mention or a reference of plain text.
bool LinksAt(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '@' || c == '#') return true;
  return c == ':' ? text.substr(at).starts_with("://") : text.substr(0, at + 1).ends_with("www.");
}

// `begins`: at the begin of a line, where more means something.
std::string Plain(std::string_view text, bool begins) {
  constexpr std::string_view kMarkup = "\\`*_[]|~$";
  constexpr std::string_view kAtBegin = "-+=#";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool first = begins && i == 0 && kAtBegin.find(c) != std::string_view::npos;
    if (first || kMarkup.find(c) != std::string_view::npos) out += '\\';
    if (c == '<' || c == '>' || c == '&') {
      out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
    } else {
      out += c;
    }
    if (LinksAt(text, i)) out += kBreak;
  }
  return out;
}

std::size_t LongestRun(std::string_view text, char c) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char each : text) {
    run = each == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::string Row(const std::vector<std::string>& cells) {
  return fmt::format("| {} |\n", Join(cells, " | "));
}

}  // namespace

std::string MarkdownCode(std::string_view text) {
  const std::string shown = Printable(text);
  if (shown.empty()) return "";
  const std::string fence(LongestRun(shown, '`') + 1, '`');
  const std::string_view pad = fence.size() > 1 ? " " : "";
  std::string inner;
  for (const char c : shown) {
    if (c == '|') inner += '\\';
    inner += c;
  }
  return fmt::format("{}{}{}{}{}", fence, pad, inner, pad, fence);
}

std::string MarkdownText(std::string_view text) {
  const std::string shown = Printable(text);
  std::string_view rest = shown;
  std::string out;
  while (true) {
    const std::size_t open = rest.find('`');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('`', open + 1);
    if (close == std::string_view::npos) return out + Plain(rest, out.empty());
    out += Plain(rest.substr(0, open), out.empty()) +
           MarkdownCode(rest.substr(open + 1, close - open - 1));
    rest.remove_prefix(close + 1);
  }
}

std::string MarkdownTable(const std::vector<std::string>& head,
                          const std::vector<std::vector<std::string>>& rows, std::size_t most) {
  std::string out = Row(head) + Row(std::vector<std::string>(head.size(), "---"));
  for (std::size_t i = 0; i < std::min(rows.size(), most); ++i) out += Row(rows[i]);
  if (rows.size() > most) out += fmt::format("\n{} more are left out here.\n", rows.size() - most);
  return out;
}

std::string MarkdownDetails(std::string_view summary, std::string_view body) {
  return fmt::format("<details><summary>{}</summary>\n\n{}\n</details>\n\n", HtmlEscaped(summary),
                     body);
}

}  // namespace leyline
