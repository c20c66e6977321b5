// The corpus: every rule runs on every case, and a case says all that is found. So a rule that
// fires on another rule's case, or twice for one edit, shows up as a difference.
#include "tests/corpus/corpus.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "analyzer/schema/encode.h"
#include "analyzer/schema/load.h"
#include "analyzer/schema/wire.h"
#include "tests/support/impact_text.h"
#include "tests/support/snapshots.h"
#include "tools/leyline/case_file.h"

namespace leyline::testing {
namespace {

namespace fs = std::filesystem;

void Update(const fs::path& path, const CaseFile& file, const std::string& got) {
  std::ofstream out(path, std::ios::binary);
  out << WriteCase(file, got);
}

class CorpusTest : public ::testing::TestWithParam<std::string> {};

TEST_P(CorpusTest, FindsExactlyWhatTheCaseWants) {
  const fs::path path = fs::path(LEYLINE_CORPUS_FOLDER) / GetParam();
  const CaseFile file = ReadCase(ReadText(path));
  ASSERT_EQ(file.mistakes, "");
  const Snapshot before = Load(file.before, "before");
  const Snapshot after = Load(file.after, "after");
  if (HasFailure()) return;
  const std::string got = Dump(Diff(before, after));
  EXPECT_EQ(got, file.want) << "run with LEYLINE_UPDATE=1 to take this over";
  // A rewritten case still fails its run: somebody has to look at it.
  if (got != file.want && std::getenv("LEYLINE_UPDATE") != nullptr) Update(path, file, got);
}

void ExpectSame(const std::vector<Change>& got, const std::vector<Change>& want) {
  EXPECT_EQ(Dump(got), Dump(want));
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i].digest, want[i].digest);
}

bool ImportsDiffer(const CaseFile& file) {
  return std::any_of(file.after.begin(), file.after.end(), [&](const auto& each) {
    const auto old = file.before.find(each.first);
    return each.first.starts_with("imported/") && old != file.before.end() &&
           old->second != each.second;
  });
}

// Loading only what differs, and what that reaches, hides nothing; nor does loading once what both
// have in common, from whoever asks whom the changes hit.
void DiffersAloneSayTheSame(const LoadedCase& whole) {
  const std::vector<Change> want = Diff(whole.before, whole.after);
  int picked = 0;
  const Subsystems map =
      MapOfAll(whole.before, whole.after, [&](int below) { return picked++ % below; });
  const std::string impact = ImpactTextOf(want, whole.before, whole.after, map);
  for (const Unchanged unchanged : {Unchanged::kLeftOut, Unchanged::kLoaded, Unchanged::kJudged}) {
    const auto pair = LoadSourcePair(whole.file.before, whole.file.after, 0, unchanged);
    // Two whole versions are compared where both import other files that nobody governs.
    if (!pair && unchanged == Unchanged::kJudged && ImportsDiffer(whole.file)) continue;
    ASSERT_TRUE(pair.has_value()) << Format(pair.error().front());
    const std::vector<Change> got = Diff(pair->before, pair->after);
    ExpectSame(got, want);
    if (unchanged == Unchanged::kLeftOut) continue;
    EXPECT_EQ(ImpactTextOf(got, pair->before, pair->after, map), impact);
  }
}

// A FileDescriptorSet of all files, as protoc would write it.
std::string SetOf(const Snapshot& snapshot) {
  std::string set;
  for (const auto& file : snapshot.files) AppendBytes(set, 1, EncodeFileDescriptor(*file));
  return set;
}

// The same for descriptor sets.
void DifferingSetsSayTheSame(const LoadedCase& whole) {
  const std::string old_set = SetOf(whole.before);
  const std::string new_set = SetOf(whole.after);
  LoadOptions options;
  options.excludes = {"imported"};
  const auto before = LoadDescriptorSet("before", old_set, options);
  const auto after = LoadDescriptorSet("after", new_set, options);
  if (!before || !after) return;  // One side has no contracts.
  const std::vector<Change> want = Diff(*before, *after);
  for (const Unchanged unchanged : {Unchanged::kLeftOut, Unchanged::kLoaded, Unchanged::kJudged}) {
    options.unchanged = unchanged;
    const auto pair = LoadDescriptorSets({"before", old_set}, {"after", new_set}, options);
    ASSERT_TRUE(pair.has_value()) << Format(pair.error().front());
    ExpectSame(Diff(pair->before, pair->after), want);
  }
}

void ASideIsItself(const Sources& sources) {
  EXPECT_EQ(Dump(Diff(Load(sources, "side"), Load(sources, "side"))), "");
}

// An object is one change type on one element, and no surface is judged twice.
void NothingIsNamedTwice(const LoadedCase& whole) {
  std::set<std::string> names;
  for (const Change& change : Diff(whole.before, whole.after)) {
    EXPECT_TRUE(names.insert(fmt::format("{} {}", change.change_type, change.element)).second)
        << Summary(change) << " is there twice";
    EXPECT_FALSE(change.verdicts.empty()) << Summary(change);
    EXPECT_TRUE(std::is_sorted(
        change.verdicts.begin(), change.verdicts.end(), [](const Verdict& a, const Verdict& b) {
          return std::tie(a.surface, a.direction) < std::tie(b.surface, b.direction);
        }));
    for (const Verdict& verdict : change.verdicts) {
      EXPECT_EQ(verdict.condition.empty(), verdict.level != Level::kConditional) << Dump(change);
    }
  }
}

// What holds for any two versions. One test a case, not one a promise: a process is not free.
TEST_P(CorpusTest, KeepsThePromisesOfDiff) {
  const LoadedCase whole = LoadCase(GetParam());
  DiffersAloneSayTheSame(whole);
  DifferingSetsSayTheSame(whole);
  ASideIsItself(whole.file.before);
  ASideIsItself(whole.file.after);
  NothingIsNamedTwice(whole);
}

std::string NameOfCase(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.substr(0, info.param.size() - std::string_view(".case").size());
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Cases, CorpusTest, ::testing::ValuesIn(CasePaths()), NameOfCase);

TEST(RegistryTest, IdsAreSortedAndUnique) {
  std::vector<std::string_view> ids;
  for (const Rule* rule : AllRules()) ids.push_back(rule->id);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(RegistryTest, EveryRuleSaysAllOfItsLiteral) {
  for (const Rule* rule : AllRules()) {
    for (std::string_view text : {rule->summary, rule->why, rule->instead}) {
      EXPECT_GT(text.size(), 10U) << rule->id;
    }
    EXPECT_NE(rule->summary.back(), '.') << rule->id << ": a summary is no sentence";
    EXPECT_EQ(rule->why.back(), '.') << rule->id;
    EXPECT_EQ(rule->instead.back(), '.') << rule->id;
  }
}

TEST(RegistryTest, IdsAreFileStemsAndFoldersOfTheCorpus) {
  std::vector<std::string> ids;
  for (const Rule* rule : AllRules()) ids.push_back(Lower(rule->id));
  for (const std::string& id : ids) {
    EXPECT_TRUE(fs::exists(fs::path(LEYLINE_RULES_FOLDER) / (id + ".cc"))) << id;
  }
  std::vector<std::string> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(LEYLINE_CORPUS_FOLDER)) {
    if (entry.is_directory()) folders.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(folders, ::testing::UnorderedElementsAreArray(ids));
}

TEST(RegistryTest, EveryRuleFiresOnItsExample) {
  for (const Rule* rule : AllRules()) {
    const fs::path path = fs::path(LEYLINE_CORPUS_FOLDER) / Lower(rule->id) / "example.case";
    ASSERT_TRUE(fs::exists(path)) << path;
    const CaseFile file = ReadCase(ReadText(path));
    EXPECT_THAT(file.want, ::testing::HasSubstr(fmt::format("{} ", rule->id)));
    const Rule* only[] = {rule};
    const Snapshot before = Load(file.before, "before");
    const Snapshot after = Load(file.after, "after");
    EXPECT_FALSE(Diff(before, after, only).empty()) << rule->id;
  }
}

// Beside cases where it fires, each rule has one where an edit of the same sort does not fire it.
TEST(RegistryTest, EveryRuleHasANearMiss) {
  std::set<std::string> missed;
  for (const std::string& path : CasePaths()) {
    const std::string folder = path.substr(0, path.find('/'));
    if (path.compare(folder.size() + 1, 9, "near_miss") != 0) continue;
    const auto rules = AllRules();
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const Rule* each) { return Lower(each->id) == folder; });
    ASSERT_NE(rule, rules.end()) << path;
    const LoadedCase loaded = LoadCase(path);
    const Rule* only[] = {*rule};
    EXPECT_EQ(Dump(Diff(loaded.before, loaded.after, only)), "") << path << " is no miss";
    EXPECT_NE(loaded.file.before, loaded.file.after) << path << " is no edit";
    missed.insert(folder);
  }
  for (const Rule* rule : AllRules()) {
    EXPECT_TRUE(missed.contains(Lower(rule->id))) << rule->id << " has no near miss";
  }
}

TEST(RegistryTest, FindsRulesById) {
  for (const Rule* rule : AllRules()) EXPECT_EQ(FindRule(rule->id), rule);
  EXPECT_EQ(FindRule("NO_SUCH_RULE"), nullptr);
  EXPECT_EQ(FindRule(""), nullptr);
}

}  // namespace
}  // namespace leyline::testing
