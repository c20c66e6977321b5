#include "report/rule_page.h"

#include <algorithm>
#include <set>

#include "report/text_parts.h"

namespace leyline {
namespace {

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

std::string_view TextAt(const std::map<std::string, std::string>& files, std::string_view path) {
  const auto at = files.find(std::string(path));
  return at == files.end() ? std::string_view() : at->second;
}

}  // namespace

std::vector<std::string_view> SentencesOf(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t start = 0;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const bool ends = text[i] == '.' && text[i + 1] == ' ';
    if (!ends || !(IsUpper(text[i + 2]) || text[i + 2] == '`')) continue;
    sentences.push_back(text.substr(start, i + 1 - start));
    start = i + 2;
  }
  sentences.push_back(text.substr(start));
  return sentences;
}

std::vector<std::pair<std::string_view, std::vector<DiffLine>>> ExampleFiles(const RuleView& view) {
  std::set<std::string_view> paths;
  for (const auto& [path, text] : *view.before) paths.insert(path);
  for (const auto& [path, text] : *view.after) paths.insert(path);
  std::vector<std::pair<std::string_view, std::vector<DiffLine>>> files;
  for (const std::string_view path : paths) {
    files.emplace_back(path, LineDiff(TextAt(*view.before, path), TextAt(*view.after, path)));
  }
  return files;
}

bool ShowsOnlyWithAll(const RuleView& view) {
  return std::all_of(view.changes.begin(), view.changes.end(), [](const Change& change) {
    return CompatibilityOf(change) == Compatibility::kBackwardCompatible;
  });
}

std::string ExampleFindings(const RuleView& view, const TextStyle& style) {
  TextStyle shown = style;
  shown.advice = false;
  shown.all = ShowsOnlyWithAll(view);
  std::string out;
  for (const Change& change : view.changes) {
    const bool quiet = CompatibilityOf(change) == Compatibility::kBackwardCompatible;
    if (!quiet || shown.all) AppendChange(out, change, shown);
  }
  return out;
}

}  // namespace leyline
