// Pieces of Markdown that nothing in a name, comment or path can break out of: made for pull
// requests, where contracts are written by people who are not trusted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// A code span. Its bars are escaped, so that it may stand in a table.
std::string MarkdownCode(std::string_view text);

// A sentence: what stands between backticks becomes code, all else is plain text, without links,
// mentions, references or HTML.
std::string MarkdownText(std::string_view text);

// Cells are Markdown already. At most `most` rows, and then a line that says how many are left out.
std::string MarkdownTable(const std::vector<std::string>& head,
                          const std::vector<std::vector<std::string>>& rows, std::size_t most);

// A block that is closed until it is clicked. `body` is Markdown.
std::string MarkdownDetails(std::string_view summary, std::string_view body);

}  // namespace leyline
