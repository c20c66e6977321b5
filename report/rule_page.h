// What a change type breaks, with its example: for the terminal, and for docs/rules.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/rules/rule.h"
#include "report/line_diff.h"
#include "report/views.h"

namespace leyline {

struct RuleView {
  const Rule* rule = nullptr;
  std::string stem;                                            // of its page: "remove_field"
  std::string_view shows;                                      // what the example shows
  const std::map<std::string, std::string>* before = nullptr;  // path -> text
  const std::map<std::string, std::string>* after = nullptr;
  std::span<const Change> changes;  // all between the two
};

std::string RuleText(const RuleView& view, const TextStyle& style);
std::string RuleMarkdown(const RuleView& view);
std::string RuleIndexMarkdown(std::span<const RuleView> views);

// Pieces of both.

// The sentences of a text; of `Rule::instead` each is a step.
std::vector<std::string_view> SentencesOf(std::string_view text);

// The files of both sides, sorted by path, each with all its lines.
std::vector<std::pair<std::string_view, std::vector<DiffLine>>> ExampleFiles(const RuleView& view);

// Whether all changes of the example are compatible, so that `leyline diff` shows them with --all.
bool ShowsOnlyWithAll(const RuleView& view);

// The changes in the words of `leyline diff`; compatible ones only when there is no other.
std::string ExampleFindings(const RuleView& view, const TextStyle& style);

}  // namespace leyline
