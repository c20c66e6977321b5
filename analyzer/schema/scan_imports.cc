#include "analyzer/schema/scan_imports.h"

namespace leyline {
namespace {

// A word and the letter of it that is the rarest in contracts. Looking for that one is several
// times as fast as looking for the first, or the whole.
struct Word {
  std::string_view text;
  std::size_t rarest = 0;
};
constexpr Word kImport = {"import", 1};
constexpr Word kExtend = {"extend", 1};

std::size_t Find(std::string_view text, const Word& word, std::size_t from) {
  const char rarest = word.text[word.rarest];
  for (std::size_t at = text.find(rarest, from + word.rarest); at != std::string_view::npos;
       at = text.find(rarest, at + 1)) {
    if (text.substr(at - word.rarest).starts_with(word.text)) return at - word.rarest;
  }
  return std::string_view::npos;
}

std::string_view WithoutSpace(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n\v\f");
  return at == std::string_view::npos ? std::string_view() : text.substr(at);
}

// Takes a word and the space behind it off the front.
bool TakeWord(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  const std::string_view rest = WithoutSpace(text.substr(word.size()));
  if (rest.size() + word.size() == text.size() && !rest.starts_with('"') &&
      !rest.starts_with('\'')) {
    return false;
  }
  text = rest;
  return true;
}

bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}

// What stands behind the word `import`.
void ReadImport(std::string_view rest, ScannedImports& found) {
  rest = WithoutSpace(rest);
  const bool is_public = TakeWord(rest, "public");
  if (!is_public && !TakeWord(rest, "weak")) TakeWord(rest, "option");
  if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) {
    // A word, a brace or an equals sign: the name of something. A comment may hide a path.
    if (rest.starts_with('/')) found.may_be_any = true;
    return;
  }
  const std::size_t close = rest.find(rest.front(), 1);
  const std::string_view path = rest.substr(1, close == std::string_view::npos ? 0 : close - 1);
  const bool plain = close != std::string_view::npos && path.find('\\') == std::string_view::npos &&
                     WithoutSpace(rest.substr(close + 1)).starts_with(';');
  if (!plain) {
    found.may_be_any = true;
    return;
  }
  found.paths.emplace_back(path);
  if (is_public) found.public_paths.emplace_back(path);
}

// Whether what stands behind `extend` can be the rest of a declaration: the name of a message, its
// parts maybe apart, and a brace; a comment may hide any of them. In prose two words mostly stand
// side by side.
bool CanDeclareExtension(std::string_view rest) {
  if (!rest.empty() && IsWordChar(rest.front()) && rest.front() != '.') return false;
  bool is_named = false;
  for (bool goes_on = true;;) {
    rest = WithoutSpace(rest);
    if (rest.starts_with('/')) return true;
    if (rest.starts_with('{')) return is_named;
    if (rest.empty() || !IsWordChar(rest.front())) return false;
    if (!goes_on && rest.front() != '.') return false;
    while (!rest.empty() && IsWordChar(rest.front())) {
      goes_on = rest.front() == '.';
      rest.remove_prefix(1);
    }
    is_named = true;
  }
}

}  // namespace

ScannedImports ScanImports(std::string_view text) {
  ScannedImports found;
  for (std::size_t at = Find(text, kImport, 0); at != std::string_view::npos;
       at = Find(text, kImport, at + kImport.text.size())) {
    if (at > 0 && IsWordChar(text[at - 1])) continue;
    const std::string_view rest = text.substr(at + kImport.text.size());
    if (!rest.empty() && IsWordChar(rest.front())) continue;
    ReadImport(rest, found);
  }
  for (std::size_t at = Find(text, kExtend, 0); at != std::string_view::npos && !found.may_extend;
       at = Find(text, kExtend, at + kExtend.text.size())) {
    const bool is_word = at == 0 || !IsWordChar(text[at - 1]);
    found.may_extend = is_word && CanDeclareExtension(text.substr(at + kExtend.text.size()));
  }
  return found;
}

}  // namespace leyline
