#include "records/texts.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
constexpr std::string_view kWordCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";

// A text made of these words alone says nothing.
constexpr auto kPlaceholderWords = std::to_array<std::string_view>(
    {"a",     "applicable", "be",      "defined", "description", "determined", "do",  "dolor",
     "fixme", "here",       "ipsum",   "later",   "lorem",       "n",          "na",  "no",
     "none",  "not",        "nothing", "plan",    "rationale",   "rollback",   "sit", "tba",
     "tbd",   "test",       "text",    "the",     "to",          "todo",       "xxx", "yet"});

bool IsPartOfWord(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         static_cast<signed char>(c) < 0;
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words(1);
  for (char c : text) {
    if (IsPartOfWord(c)) {
      words.back().push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool IsOneLetterRepeated(std::string_view word) {
  return word.size() > 2 && word.find_first_not_of(word[0]) == std::string_view::npos;
}

bool IsQualifiedName(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, '.');
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && kLetters.find(part[0]) != std::string_view::npos &&
           part.find_first_not_of(kWordCharacters) == std::string_view::npos;
  });
}

// Contracts are in .proto files, the rules of the gate (CHANGE_POLICY) in .yaml files.
bool IsGovernedPath(std::string_view text) {
  if (!text.ends_with(".proto") && !text.ends_with(".yaml")) return false;
  if (text.find('\\') != std::string_view::npos) return false;
  const std::vector<std::string_view> parts = Split(text, '/');
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && part != "." && part != ".." &&
           part.find_first_of("*?") == std::string_view::npos;
  });
}

}  // namespace

bool IsPlaceholder(std::string_view text) {
  const std::string_view trimmed = Trim(text);
  if (trimmed.starts_with('<') && trimmed.ends_with('>')) return true;
  const std::vector<std::string> words = WordsOf(trimmed);
  return std::all_of(words.begin(), words.end(), [](const std::string& word) {
    return IsOneLetterRepeated(word) ||
           std::find(kPlaceholderWords.begin(), kPlaceholderWords.end(), word) !=
               kPlaceholderWords.end();
  });
}

bool IsContractName(std::string_view text) {
  return text.size() <= 512 && (IsQualifiedName(text) || IsGovernedPath(text));
}

bool IsDigestText(std::string_view text) {
  constexpr std::string_view kPrefix = "sha256:";
  if (!text.starts_with(kPrefix)) return false;
  text.remove_prefix(kPrefix.size());
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string StemOf(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  if (slash != std::string_view::npos) file.remove_prefix(slash + 1);
  const std::size_t dot = file.rfind('.');
  return std::string(dot == std::string_view::npos ? file : file.substr(0, dot));
}

}  // namespace leyline
