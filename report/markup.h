// Untrusted text inside markup: shown as it is, never read as markup.
#pragma once

#include <string>
#include <string_view>

namespace leyline {

// For XML and HTML, in text and in quoted attributes; control characters are spelt out.
std::string EscapedMarkup(std::string_view text);

// One line of GitHub's and GitLab's Markdown: names in backticks stay code, all else is plain; it
// mentions nobody, links nowhere, ends no cell of a table.
std::string EscapedMarkdown(std::string_view text);

}  // namespace leyline
