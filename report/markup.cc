#include "report/markup.h"

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

std::string Entity(char c) { return fmt::format("&#{};", static_cast<int>(c)); }

std::string Entities(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    out += special.find(c) == std::string_view::npos ? std::string(1, c) : Entity(c);
  }
  return out;
}

// As entities, for Markdown reads on inside <code>.
constexpr std::string_view kMarkdown = "&<>\\`*_[]#|~@$^=";

// A mention or reference is found in what is shown, not in what is written: it is parted.
std::string Unlinked(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_url = text.substr(i).starts_with("://");
    out += is_url ? Entity(':') : Entities(text.substr(i, 1), kMarkdown);
    if (is_url || text[i] == '@' || text[i] == '#') out += "<!-- -->";
  }
  return out;
}

}  // namespace

std::string EscapedMarkup(std::string_view text) { return Entities(Printable(text), "&<>\"'"); }

std::string EscapedMarkdown(std::string_view text) {
  const std::string printable = Printable(text);
  std::string_view rest = printable;
  std::string out;
  while (true) {
    const std::size_t open = rest.find('`');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('`', open + 1);
    if (close == std::string_view::npos) return out + Unlinked(rest);
    out += Unlinked(rest.substr(0, open));
    const std::string_view code = rest.substr(open + 1, close - open - 1);
    out += fmt::format("<code>{}</code>", Entities(code, kMarkdown));
    rest.remove_prefix(close + 1);
  }
}

}  // namespace leyline
