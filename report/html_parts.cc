#include "report/html_parts.h"

#include <algorithm>
#include <iterator>
#include <span>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/html_style.h"

namespace leyline {
namespace {

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string_view ClassOf(std::string_view word) {
  constexpr std::string_view kBad[] = {"BREAKING", "UNKNOWN", "CRITICAL", "HIGH", "MISSING"};
  if (std::find(std::begin(kBad), std::end(kBad), word) != std::end(kBad)) return "bad";
  if (word.starts_with("BLOCKED")) return "bad";
  return word == "CONDITIONAL" || word == "MEDIUM" ? "warn" : "good";
}

}  // namespace

std::string HtmlEscaped(std::string_view text) { return Escaped(Printable(text)); }

std::string HtmlCode(std::string_view text) {
  return fmt::format("<code>{}</code>", HtmlEscaped(text));
}

std::string HtmlText(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, '`');
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool is_code = i % 2 == 1 && i + 1 < parts.size();
    if (i % 2 == 1 && !is_code) out += '`';
    out += is_code ? HtmlCode(parts[i]) : HtmlEscaped(parts[i]);
  }
  return out;
}

std::string HtmlPage(std::string_view title, std::string_view body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</"
      "html>\n",
      HtmlEscaped(title), kHtmlStyle, body);
}

std::string HtmlTable(std::string_view caption, const std::vector<std::string>& head,
                      const std::vector<HtmlRow>& rows) {
  std::string out = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\">\n<table "
      "role=\"table\">\n"
      "<caption>{0}</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">",
      HtmlEscaped(caption));
  for (const std::string& cell : head) {
    out += fmt::format("<th scope=\"col\" role=\"columnheader\">{}</th>", HtmlEscaped(cell));
  }
  out += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
  for (const HtmlRow& row : std::span(rows).first(std::min(rows.size(), kMostHtmlRows))) {
    out += "<tr role=\"row\"";
    out += row.id.empty() ? ">" : fmt::format(" id=\"{}\">", HtmlEscaped(row.id));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string label = i < head.size() ? HtmlEscaped(head[i]) : "";
      out += i == 0
                 ? fmt::format("<th scope=\"row\" role=\"rowheader\">{}</th>", row.cells[i])
                 : fmt::format("<td role=\"cell\" data-head=\"{}\">{}</td>", label, row.cells[i]);
    }
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n</div>\n";
  if (rows.size() <= kMostHtmlRows) return out;
  return out + fmt::format("<p class=\"soft\">{} more rows are left out; JSON has all.</p>\n",
                           rows.size() - kMostHtmlRows);
}

std::string HtmlBadge(std::string_view word) {
  return fmt::format("<span class=\"badge {}\">{}</span>", ClassOf(word), HtmlEscaped(word));
}

}  // namespace leyline
