// Every kind of change that was executed maps to a case here, and what the rules say of it is what
// was executed, or something else with a reason.
#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "tests/corpus/corpus.h"
#include "tests/support/snapshots.h"
#include "tests/corpus/truth_table.h"

namespace leyline::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKinds = 217;

std::string TableText(const char* name) { return ReadText(fs::path(LEYLINE_CORPUS_FOLDER) / name); }

const std::vector<TruthRow>& Rows() {
  static const std::vector<TruthRow> rows = ReadTruth(TableText("truth.csv"));
  return rows;
}

const std::map<std::string, TruthReason>& Reasons() {
  static const auto reasons = ReadTruthReasons(TableText("truth_reasons.csv"));
  return reasons;
}

// "binary_backward"; source has one direction and a column without it.
std::string ColumnOf(const Verdict& verdict) {
  if (verdict.surface == Surface::kSource) return "source";
  return Lower(fmt::format("{}_{}", NameOf(verdict.surface), NameOf(verdict.direction)));
}

// The worst verdict of a column over all changes of the row.
std::map<std::string, Verdict> WorstByColumn(const TruthRow& row,
                                             const std::vector<Change>& changes) {
  std::map<std::string, Verdict> worst;
  std::set<std::string> missing(row.changes.begin(), row.changes.end());
  for (const Change& change : changes) {
    const std::string name = fmt::format("{} {}", change.change_type, change.element);
    if (missing.erase(name) == 0) continue;
    for (const Verdict& verdict : change.verdicts) {
      const auto at = worst.emplace(ColumnOf(verdict), verdict).first;
      const bool says_more =
          verdict.level == at->second.level && at->second.effect == Effect::kNone;
      if (verdict.level > at->second.level || says_more) at->second = verdict;
    }
  }
  EXPECT_THAT(missing, ::testing::IsEmpty()) << "changes that the case doesn't have";
  return worst;
}

// What the outcome asks of a verdict; one that was not executed asks nothing.
std::string LevelFor(std::string_view outcome, const std::string& verdict) {
  if (outcome == "lossless") return "COMPATIBLE";
  if (outcome == "conditional") return "CONDITIONAL";
  if (outcome == "broken") return "BREAKING";
  if (outcome == "?") return verdict;
  return "-";
}

std::string LevelText(const std::optional<Verdict>& verdict) {
  return verdict ? std::string(NameOf(verdict->level)) : "-";
}

// Whether a verdict that is not the outcome's own stands for the reason given.
void ExpectReason(const TruthReason& reason, const std::string& outcome,
                  const std::optional<Verdict>& verdict, const std::string& column) {
  EXPECT_EQ(reason.outcome, outcome) << column;
  EXPECT_EQ(reason.level, LevelText(verdict)) << column;
  const std::string effect = verdict ? std::string(NameOf(verdict->effect)) : "-";
  EXPECT_TRUE(reason.effect == "*" || reason.effect == effect) << column << ": " << effect;
}

class TruthTest : public ::testing::TestWithParam<TruthRow> {};

TEST_P(TruthTest, VerdictsAreWhatWasExecuted) {
  const TruthRow& row = GetParam();
  const LoadedCase loaded = LoadCase(row.case_path + ".case");
  const std::vector<Change> changes = Diff(loaded.before, loaded.after);
  EXPECT_TRUE(!row.changes.empty() || changes.empty()) << "not `none`: " << Dump(changes);
  const std::map<std::string, Verdict> worst = WorstByColumn(row, changes);
  for (const auto& [column, outcome] : row.outcomes) {
    const auto at = worst.find(column);
    const std::optional<Verdict> verdict =
        at == worst.end() ? std::nullopt : std::optional<Verdict>(at->second);
    const auto because = row.because.find(column);
    if (because == row.because.end()) {
      // What is not reported is the same on every surface.
      if (row.changes.empty() && outcome == "lossless") continue;
      EXPECT_EQ(LevelFor(outcome, LevelText(verdict)), LevelText(verdict)) << column << "\n"
                                                                           << Dump(changes);
    } else if (const auto reason = Reasons().find(because->second); reason == Reasons().end()) {
      ADD_FAILURE() << "no reason `" << because->second << "`";
    } else {
      ExpectReason(reason->second, outcome, verdict, column);
    }
  }
}

std::string NameOfRow(const ::testing::TestParamInfo<TruthRow>& row) { return row.param.name; }
INSTANTIATE_TEST_SUITE_P(Kinds, TruthTest, ::testing::ValuesIn(Rows()), NameOfRow);

TEST(TruthTableTest, HoldsEveryKindOnce) {
  std::vector<std::string> names;
  for (const TruthRow& row : Rows()) names.push_back(row.name);
  EXPECT_EQ(names.size(), kKinds);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST(TruthTableTest, SaysOnlyWhatItKnowsHowToSay) {
  for (const TruthRow& row : Rows()) {
    for (const auto& [column, outcome] : row.outcomes) {
      EXPECT_THAT(outcome, ::testing::AnyOf("lossless", "conditional", "broken", "?", "-"))
          << row.name << " " << column;
    }
    for (const auto& [column, key] : row.because) {
      EXPECT_THAT(kTruthColumns, ::testing::Contains(column)) << row.name;
    }
  }
}

TEST(TruthTableTest, UsesEveryReason) {
  std::set<std::string> unused;
  for (const auto& [key, reason] : Reasons()) {
    unused.insert(key);
    EXPECT_GT(reason.reason.size(), 20U) << key;
  }
  for (const TruthRow& row : Rows()) {
    for (const auto& [column, key] : row.because) unused.erase(key);
  }
  EXPECT_THAT(unused, ::testing::IsEmpty());
}

// Words in capitals after "Truth:", up to the full stop, in a case's introduction.
std::set<std::string> NamedIn(std::string_view head) {
  std::set<std::string> names;
  std::string word;
  head = head.substr(0, head.find("\n-- "));
  const std::size_t at = head.find("Truth: ");
  if (at == std::string_view::npos) return names;
  head = head.substr(at + 7);
  for (char c : head.substr(0, head.find_first_of(".;") + 1)) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0 || c == '_' ||
        (std::isdigit(static_cast<unsigned char>(c)) != 0 && !word.empty())) {
      word.push_back(c);
      continue;
    }
    if (word.find('_') != std::string::npos) names.insert(word);
    word.clear();
  }
  return names;
}

TEST(TruthTableTest, AgreesWithWhatTheCasesSayOfThemselves) {
  std::set<std::string> said;
  for (const std::string& path : CasePaths()) {
    for (const std::string& name : NamedIn(ReadCaseAt(path).head)) {
      said.insert(fmt::format("{} {}", name, path.substr(0, path.size() - 5)));
    }
  }
  for (const TruthRow& row : Rows()) {
    EXPECT_TRUE(said.contains(fmt::format("{} {}", row.name, row.case_path)))
        << row.case_path << " doesn't say `Truth: " << row.name << "`";
  }
  for (const std::string& pair : said) {
    const std::string name = pair.substr(0, pair.find(' '));
    EXPECT_TRUE(std::any_of(Rows().begin(), Rows().end(),
                            [&](const TruthRow& row) { return row.name == name; }))
        << pair << ": no such kind";
  }
}

}  // namespace
}  // namespace leyline::testing
