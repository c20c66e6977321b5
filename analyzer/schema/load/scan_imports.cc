#include "analyzer/schema/load/scan_imports.h"

#include <algorithm>

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

bool IsWordChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}

bool StartsWithQuote(std::string_view text) {
  return text.starts_with('"') || text.starts_with('\'');
}

// What stands behind a word, read token by token. It looks a little way only: a word may stand in
// every line of a long comment.
class Behind {
 public:
  explicit Behind(std::string_view text)
      : rest_(text.substr(0, kFar)), is_cut_(text.size() > kFar) {}

  // The next token and what follows; empty at the end.
  std::string_view Next() {
    for (;;) {
      rest_ = WithoutSpace(rest_);
      const bool is_line = rest_.starts_with("//");
      if (!is_line && !rest_.starts_with("/*")) return rest_;
      const std::size_t end = is_line ? rest_.find('\n') : rest_.find("*/", 2);
      rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
      if (!is_line && !rest_.empty()) rest_.remove_prefix(1);
    }
  }
  void Skip(std::size_t size) { rest_.remove_prefix(size); }
  // Takes a word, if that is what comes next.
  bool TakeWord(std::string_view word) {
    const std::string_view next = Next();
    if (!next.starts_with(word)) return false;
    if (next.size() > word.size() && IsWordChar(next[word.size()])) return false;
    Skip(word.size());
    return true;
  }
  // Whether it came to where it looks no further; what comes next may be cut off.
  bool is_lost() const { return is_cut_ && rest_.size() < kNear; }

 private:
  static constexpr std::size_t kFar = 4096;
  static constexpr std::size_t kNear = 16;
  std::string_view rest_;
  bool is_cut_;
};

// What stands behind the word `import`.
void ReadImport(std::string_view text, ScannedImports& found) {
  Behind behind(text);
  const bool is_public = behind.TakeWord("public");
  if (!is_public && !behind.TakeWord("weak")) behind.TakeWord("option");
  const std::string_view quoted = behind.Next();
  // A word, a brace or an equals sign: the name of something, or prose.
  if (!behind.is_lost() && !StartsWithQuote(quoted)) return;
  const std::size_t close = quoted.empty() ? quoted.npos : quoted.find(quoted.front(), 1);
  if (close != std::string_view::npos) {
    const std::string_view path = quoted.substr(1, close - 1);
    behind.Skip(close + 1);
    const std::string_view next = behind.Next();
    if (!behind.is_lost() && path.find('\\') == std::string_view::npos) {
      // Prose, unless the path is in several parts.
      if (!next.empty() && !next.starts_with(';') && !StartsWithQuote(next)) return;
      if (next.starts_with(';')) {
        found.paths.emplace_back(path);
        if (is_public) found.public_paths.emplace_back(path);
        return;
      }
    }
  }
  found.may_be_any = true;
}

// Whether what stands behind the word `extend` can be the rest of a declaration: the name of a
// message, its parts maybe apart, and a brace. In prose two words mostly stand side by side.
bool CanDeclareExtension(std::string_view text) {
  Behind behind(text);
  bool is_named = false;
  for (bool goes_on = true;;) {
    const std::string_view next = behind.Next();
    if (behind.is_lost()) return true;
    if (next.starts_with('{')) return is_named;
    if (next.empty() || !IsWordChar(next.front())) return false;
    if (!goes_on && next.front() != '.') return false;
    std::size_t size = 0;
    for (; size < next.size() && IsWordChar(next[size]); ++size) goes_on = next[size] == '.';
    behind.Skip(size);
    is_named = true;
  }
}

// Makes the paths views of bytes of their own.
void Hold(ScannedImports& imports) {
  std::size_t size = 0;
  for (const auto* paths : {&imports.paths, &imports.public_paths}) {
    for (const std::string_view path : *paths) size += path.size();
  }
  imports.held = std::make_unique_for_overwrite<char[]>(size);
  char* to = imports.held.get();
  for (auto* paths : {&imports.paths, &imports.public_paths}) {
    for (std::string_view& path : *paths) {
      char* const end = std::copy(path.begin(), path.end(), to);
      path = {to, path.size()};
      to = end;
    }
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
    if (found.may_be_any) break;
  }
  for (std::size_t at = Find(text, kExtend, 0); at != std::string_view::npos && !found.may_extend;
       at = Find(text, kExtend, at + kExtend.text.size())) {
    if (at > 0 && IsWordChar(text[at - 1])) continue;
    const std::string_view rest = text.substr(at + kExtend.text.size());
    if (!rest.empty() && IsWordChar(rest.front()) && rest.front() != '.') continue;
    found.may_extend = CanDeclareExtension(rest);
  }
  Hold(found);
  return found;
}

}  // namespace leyline
