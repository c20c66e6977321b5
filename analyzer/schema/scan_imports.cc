#include "analyzer/schema/scan_imports.h"

#include <cstring>

namespace leyline {
namespace {

constexpr std::string_view kImport = "import";

// Several times as fast as std::string_view::find, which stops at each first letter.
std::size_t Find(std::string_view text, std::string_view word, std::size_t from) {
  const void* found = memmem(text.data() + from, text.size() - from, word.data(), word.size());
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
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

}  // namespace

ScannedImports ScanImports(std::string_view text) {
  ScannedImports found;
  for (std::size_t at = Find(text, kImport, 0); at != std::string_view::npos;
       at = Find(text, kImport, at + kImport.size())) {
    if (at > 0 && IsWordChar(text[at - 1])) continue;
    const std::string_view rest = text.substr(at + kImport.size());
    if (!rest.empty() && IsWordChar(rest.front())) continue;
    ReadImport(rest, found);
  }
  found.may_extend = Find(text, "extend", 0) != std::string_view::npos;
  return found;
}

}  // namespace leyline
