#include "analyzer/diff/likeness.h"

#include <algorithm>
#include <string>
#include <vector>

namespace leyline {
namespace {

// ASCII only, as names are.
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
char Lower(char c) { return IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

std::vector<std::string> WordsOf(std::string_view name) {
  std::vector<std::string> words;
  bool starts = true;
  bool was_upper = false;
  for (char c : name) {
    if (c == '_') {
      starts = true;
      continue;
    }
    if (starts || (IsUpper(c) && !was_upper)) words.emplace_back();
    words.back().push_back(Lower(c));
    starts = false;
    was_upper = IsUpper(c);
  }
  return words;
}

// The words from `first` up to `last`, as one.
std::string Joined(const std::vector<std::string>& words, std::size_t first, std::size_t last) {
  std::string text;
  for (std::size_t i = first; i < last; ++i) text += words[i];
  return text;
}

bool IsLikeSpelling(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::size_t prefix = CommonPrefix(a, b);
  const std::size_t suffix = CommonSuffix(a.substr(prefix), b.substr(prefix));
  return (prefix + suffix) * 2 > std::max(a.size(), b.size());
}

}  // namespace

std::size_t CommonPrefix(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  return static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(size), b.begin()).first -
      a.begin());
}

std::size_t CommonSuffix(std::string_view a, std::string_view b) {
  std::size_t size = 0;
  while (size < std::min(a.size(), b.size()) && a[a.size() - 1 - size] == b[b.size() - 1 - size]) {
    ++size;
  }
  return size;
}

bool IsLikeName(std::string_view a, std::string_view b) {
  const std::vector<std::string> a_words = WordsOf(a);
  const std::vector<std::string> b_words = WordsOf(b);
  const std::size_t size = std::min(a_words.size(), b_words.size());
  std::size_t prefix = 0;
  while (prefix < size && a_words[prefix] == b_words[prefix]) ++prefix;
  std::size_t suffix = 0;
  while (prefix + suffix < size &&
         a_words[a_words.size() - 1 - suffix] == b_words[b_words.size() - 1 - suffix]) {
    ++suffix;
  }
  // Only added words.
  if (prefix + suffix == size && size > 0) return true;
  return IsLikeSpelling(Joined(a_words, prefix, a_words.size() - suffix),
                        Joined(b_words, prefix, b_words.size() - suffix));
}

std::vector<std::string> Stems(std::string_view name) {
  const std::vector<std::string> words = WordsOf(name);
  std::vector<std::string> stems = {Joined(words, 0, words.size())};
  if (words.size() < 2) return stems;
  stems.push_back(Joined(words, 1, words.size()));
  stems.push_back(Joined(words, 0, words.size() - 1));
  return stems;
}

}  // namespace leyline
