// Pieces of HTML pages: each page is one file that loads nothing, runs nothing, reads well at any
// width, in light and dark, and with the keyboard alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// For text and for attributes in quotes. Control characters are made visible.
std::string HtmlEscaped(std::string_view text);

// What stands between backticks becomes code.
std::string HtmlText(std::string_view text);
std::string HtmlCode(std::string_view text);

// `title` is text, `body` is HTML.
std::string HtmlPage(std::string_view title, std::string_view body);

struct HtmlRow {
  std::string id;                  // that links lead to; empty: none
  std::vector<std::string> cells;  // HTML; the first heads the row
};
inline constexpr std::size_t kMostHtmlRows = 500;

// In a region that scrolls sideways and takes the focus. `caption` and `head` are text. Says how
// many rows are left out beyond kMostHtmlRows.
std::string HtmlTable(std::string_view caption, const std::vector<std::string>& head,
                      const std::vector<HtmlRow>& rows);

// A level or risk as a word in its colour: "BREAKING".
std::string HtmlBadge(std::string_view word);

}  // namespace leyline
