#include "ci/gate/diff_check.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

// How often each line is added or removed, by file.
using Edits = std::map<std::string, std::map<std::string, int>>;

std::string_view PathOf(std::string_view line) {
  line.remove_prefix(4);  // "--- ", "+++ "
  line = line.substr(0, line.find('\t'));
  if (line.starts_with("a/") || line.starts_with("b/")) line.remove_prefix(2);
  return line;
}

// "@@ -1,7 +2,9 @@": how many lines of both sides follow.
std::pair<int, int> LengthsOf(std::string_view head) {
  const auto length = [&](char side) {
    const std::size_t at = head.find(side);
    if (at == std::string_view::npos) return 0;
    const std::string_view range = head.substr(at + 1, head.find(' ', at) - at - 1);
    const std::size_t comma = range.find(',');
    if (comma == std::string_view::npos) return 1;
    int count = 0;
    for (const char c : range.substr(comma + 1)) {
      if (c < '0' || c > '9' || count > 1'000'000) return 0;
      count = count * 10 + (c - '0');
    }
    return count;
  };
  return {length('-'), length('+')};
}

Edits EditsOf(std::string_view diff) {
  Edits edits;
  std::string file;
  int before = 0;
  int after = 0;
  for (std::string_view line : Split(diff, '\n')) {
    const char mark = line.empty() ? ' ' : line.front();
    if (before > 0 || after > 0) {
      if (mark == '\\') continue;
      if (mark != '+') --before;
      if (mark != '-') --after;
      if (mark == '+' || mark == '-') ++edits[file][std::string(line)];
    } else if (line.starts_with("--- ") || line.starts_with("+++ ")) {
      if (PathOf(line) != "/dev/null") file = PathOf(line);
    } else if (line.starts_with("@@ ")) {
      std::tie(before, after) = LengthsOf(line);
    }
  }
  return edits;
}

std::string FirstDifference(const std::map<std::string, int>& shown,
                            const std::map<std::string, int>& actual) {
  for (const auto& [line, count] : shown) {
    const auto found = actual.find(line);
    if (found == actual.end() || found->second != count) return line;
  }
  for (const auto& [line, count] : actual) {
    if (!shown.contains(line)) return line;
  }
  return "";
}

// A mark and what it is about, however it is indented.
std::string Bare(std::string_view line) {
  return fmt::format("{}{}", line.front(), Trim(line.substr(1)));
}

// Lines that somebody picked by hand: each must be one of those that change.
std::string FragmentMismatch(std::string_view shown, const Edits& made) {
  std::set<std::string> known;
  for (const auto& [file, lines] : made) {
    for (const auto& [line, count] : lines) known.insert(Bare(line));
  }
  for (std::string_view line : Split(shown, '\n')) {
    const bool edits = line.starts_with('+') || line.starts_with('-');
    const bool head = line.starts_with("+++ ") || line.starts_with("--- ");
    if (edits && !head && !known.contains(Bare(line))) {
      return fmt::format("nothing changes by `{}`", Printable(line));
    }
  }
  return "";
}

}  // namespace

std::string DiffMismatch(std::string_view shown, std::string_view actual) {
  const Edits claimed = EditsOf(shown);
  const Edits made = EditsOf(actual);
  if (claimed.empty()) return FragmentMismatch(shown, made);
  for (const auto& [file, lines] : claimed) {
    const auto found = made.find(file);
    if (found == made.end()) return fmt::format("`{}` does not change", Printable(file));
    const std::string line = FirstDifference(lines, found->second);
    if (!line.empty()) return fmt::format("`{}`, line `{}`", Printable(file), Printable(line));
  }
  return "";
}

}  // namespace leyline
