#include "tests/oracle/mutate.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::size_t EndOfString(std::string_view source, std::size_t at) {
  const char quote = source[at];
  for (++at; at < source.size() && source[at] != quote; ++at) {
    if (source[at] == '\\') ++at;
  }
  return std::min(at + 1, source.size());
}

// Where a comment that starts at `at` ends; `at` when none starts there.
std::size_t EndOfComment(std::string_view source, std::size_t at) {
  std::size_t end = at;
  if (source.substr(at, 2) == "//") end = source.find('\n', at);
  if (source.substr(at, 2) == "/*") {
    end = source.find("*/", at + 2);
    if (end != std::string_view::npos) end += 2;
  }
  return std::min(end, source.size());
}

constexpr std::string_view kTypes[] = {"int32", "uint64", "sint32", "fixed64", "sfixed32",
                                       "bool",  "string", "bytes",  "double",  "float"};
constexpr std::string_view kNumbers[] = {"0",          "1",          "2",
                                         "15",         "16",         "1000",
                                         "18999",      "19000",      "19999",
                                         "20000",      "max",        "-1",
                                         "010",        "0x1F",       "536870911",
                                         "536870912",  "1.5",        "1e3",
                                         "inf",        "nan",        "99999999999999999999",
                                         "2147483647", "2147483648", "-2147483648",
                                         "4294967295", "4294967296", "18446744073709551615"};
constexpr std::string_view kWords[] = {
    "optional",   "required", "repeated",  "message",    "enum",    "oneof",  "map",
    "extend",     "group",    "reserved",  "option",     "package", "import", "service",
    "extensions", "rpc",      "returns",   "stream",     "public",  "syntax", "true",
    "default",    "packed",   "json_name", "deprecated", "to",      "weak",   "allow_alias"};
constexpr std::string_view kMarks[] = {";", "{", "}", "[", "]", "(", ")",     "=", ",",
                                       ".", "<", ">", "-", ":", "/", "\"x\"", "'", "\""};

class Mutator {
 public:
  Mutator(std::string_view source, std::mt19937_64& random)
      : source_(source), tokens_(TokensOf(source)), random_(random) {}

  std::string Mutate() {
    if (tokens_.empty()) return std::string(source_);
    const std::size_t at = Pick(tokens_.size());
    const std::string_view token = tokens_[at];
    switch (Pick(16)) {
      case 0:
        return Replace(token, "");
      case 1:
        return Replace(token, fmt::format("{0} {0}", token));
      case 2:
        return Swap(at);
      case 3:
        return Replace(token, tokens_[Pick(tokens_.size())]);
      case 4:
        return Replace(token, fmt::format("{} {}", token, Any(kWords)));
      case 5:
        return Replace(Statement(at), "");
      case 6:
        return Replace(token, fmt::format("{} {}", Statement(Pick(tokens_.size())), token));
      case 7:
        return Replace(Statement(at), Statement(Pick(tokens_.size())));
      default:
        return ReplaceWordOrNumber();
    }
  }

 private:
  std::size_t Pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

  template <std::size_t N>
  std::string_view Any(const std::string_view (&list)[N]) {
    return list[Pick(N)];
  }

  // These give sources that are more often sound, so that more than the parser is tested.
  std::string ReplaceWordOrNumber() {
    for (int tries = 0; tries < 20; ++tries) {
      const std::string_view token = tokens_[Pick(tokens_.size())];
      if (IsWord(token[0]) || token[0] == '"') return Replace(token, Another(token));
    }
    return std::string(source_);
  }

  // The tokens around `at` between two of `;`, `{` and `}`, with the mark at their end.
  std::string_view Statement(std::size_t at) const {
    const auto ends = [&](std::size_t i) {
      return tokens_[i] == ";" || tokens_[i] == "{" || tokens_[i] == "}";
    };
    std::size_t first = at;
    while (first > 0 && !ends(first - 1)) --first;
    while (at + 1 < tokens_.size() && !ends(at)) ++at;
    const auto start = static_cast<std::size_t>(tokens_[first].data() - source_.data());
    const char* end = tokens_[at].data() + tokens_[at].size();
    return source_.substr(start, static_cast<std::size_t>(end - tokens_[first].data()));
  }

  // A token of the same kind; of words more often one that the source has.
  std::string_view Another(std::string_view token) {
    if (std::isdigit(static_cast<unsigned char>(token[0])) != 0) return Any(kNumbers);
    if (token[0] == '"') return AnotherString();
    if (!IsWord(token[0])) return Any(kMarks);
    if (std::find(std::begin(kTypes), std::end(kTypes), token) != std::end(kTypes) ||
        Pick(4) == 0) {
      return Any(kTypes);
    }
    if (Pick(4) == 0) return Any(kWords);
    for (int tries = 0; tries < 20; ++tries) {
      const std::string_view other = tokens_[Pick(tokens_.size())];
      if (IsWord(other[0]) && other != token) return other;
    }
    return Any(kWords);
  }

  std::string_view AnotherString() {
    for (int tries = 0; tries < 20; ++tries) {
      const std::string_view other = tokens_[Pick(tokens_.size())];
      if (other[0] == '"') return other;
    }
    return "\"x\"";
  }

  std::string Replace(std::string_view token, std::string_view by) {
    const auto at = static_cast<std::size_t>(token.data() - source_.data());
    return fmt::format("{}{}{}", source_.substr(0, at), by, source_.substr(at + token.size()));
  }

  std::string Swap(std::size_t at) {
    if (at + 1 == tokens_.size()) return Replace(tokens_[at], "");
    const std::string_view one = tokens_[at];
    const std::string_view two = tokens_[at + 1];
    const auto start = static_cast<std::size_t>(one.data() - source_.data());
    const auto end = static_cast<std::size_t>(two.data() - source_.data()) + two.size();
    return fmt::format("{}{} {}{}", source_.substr(0, start), two, one, source_.substr(end));
  }

  std::string_view source_;
  std::vector<std::string_view> tokens_;
  std::mt19937_64& random_;
};

}  // namespace

std::vector<std::string_view> TokensOf(std::string_view source) {
  std::vector<std::string_view> tokens;
  for (std::size_t at = 0; at < source.size();) {
    std::size_t end = EndOfComment(source, at);
    if (end != at) {
      at = end;
      continue;
    }
    if (std::isspace(static_cast<unsigned char>(source[at])) != 0) {
      ++at;
      continue;
    }
    end = at + 1;
    if (source[at] == '"' || source[at] == '\'') end = EndOfString(source, at);
    if (IsWord(source[at])) {
      while (end < source.size() && IsWord(source[end])) ++end;
    }
    tokens.push_back(source.substr(at, end - at));
    at = end;
  }
  return tokens;
}

std::string Mutate(std::string_view source, std::mt19937_64& random) {
  return Mutator(source, random).Mutate();
}

std::string DifferentLines(std::string_view before, std::string_view after) {
  const std::vector<std::string_view> old_lines = Split(before, '\n');
  const std::vector<std::string_view> lines = Split(after, '\n');
  std::size_t first = 0;
  while (first < std::min(lines.size(), old_lines.size()) && lines[first] == old_lines[first]) {
    ++first;
  }
  std::size_t same_tail = 0;
  while (same_tail + first < std::min(lines.size(), old_lines.size()) &&
         lines[lines.size() - 1 - same_tail] == old_lines[old_lines.size() - 1 - same_tail]) {
    ++same_tail;
  }
  std::string text;
  const std::size_t last = std::min(lines.size() - same_tail + 1, lines.size());
  for (std::size_t i = first == 0 ? 0 : first - 1; i < last; ++i) {
    text += fmt::format("  {:4} | {}\n", i + 1, lines[i]);
  }
  return text;
}

}  // namespace leyline
