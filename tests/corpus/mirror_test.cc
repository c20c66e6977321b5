// Every case backwards. What a new reader meets in one order an old reader meets in the other, and
// an edit is undone by the mirror of its change type. Where it is not so there is a reason.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/diff/reversed.h"
#include "analyzer/rules/rule.h"
#include "tests/corpus/corpus.h"
#include "tests/corpus/truth_table.h"

namespace leyline::testing {
namespace {

namespace fs = std::filesystem;

// What undoes a change type. The others undo themselves.
constexpr std::pair<std::string_view, std::string_view> kMirrors[] = {
    {"ADD_", "REMOVE_"},      {"REMOVE_", "ADD_"},          {"RESERVE", "UNRESERVE"},
    {"UNRESERVE", "RESERVE"}, {"DEPRECATE", "UNDEPRECATE"}, {"UNDEPRECATE", "DEPRECATE"},
};

std::string MirrorOf(std::string_view id) {
  for (const auto& [prefix, mirror] : kMirrors) {
    if (id.starts_with(prefix)) return fmt::format("{}{}", mirror, id.substr(prefix.size()));
  }
  return std::string(id);
}

// Verdicts that one order alone has: they are about time, which has a direction.
struct Arrow {
  std::string_view change_type;  // empty: any
  Effect effect;
  std::string_view reason;
};
constexpr Arrow kArrows[] = {
    {"", Effect::kReusePossible,
     "what is gone may come back with another meaning; what is new has none yet"},
    {"", Effect::kNothingReads, "old data outlives its contract; before a contract there is none"},
    {"ADD_MESSAGE", Effect::kNameUnknown,
     "its mirror is `nothing reads it`, which is worse: all data is concerned, not just an Any's"},
};

bool IsAboutTime(const Change& change, const Verdict& verdict) {
  return std::any_of(std::begin(kArrows), std::end(kArrows), [&](const Arrow& arrow) {
    return arrow.effect == verdict.effect &&
           (arrow.change_type.empty() || arrow.change_type == change.change_type);
  });
}

using Levels = std::map<std::pair<Surface, Direction>, Level>;

// The worst level by surface and direction. User code meets new generated code only, so source has
// no mirror.
Levels WorstOf(const std::vector<Change>& changes, bool mirrored) {
  Levels levels;
  for (const Change& change : changes) {
    for (const Verdict& verdict : change.verdicts) {
      if (verdict.surface == Surface::kSource || IsAboutTime(change, verdict)) continue;
      Direction direction = verdict.direction;
      if (mirrored && direction != Direction::kRoundTrip) {
        direction = direction == Direction::kBackward ? Direction::kForward : Direction::kBackward;
      }
      Level& level = levels[{verdict.surface, direction}];
      level = std::max(level, verdict.level);
    }
  }
  return levels;
}

std::string Text(const Levels& levels) {
  std::string text;
  for (const auto& [key, level] : levels) {
    // Nothing said and nothing lost are alike here.
    if (level == Level::kCompatible) continue;
    text += fmt::format("{} {}: {}\n", NameOf(key.first), NameOf(key.second), NameOf(level));
  }
  return text;
}

std::multiset<std::string> TypesOf(const std::vector<Change>& changes, bool mirrored) {
  std::multiset<std::string> types;
  for (const Change& change : changes) {
    types.insert(mirrored ? MirrorOf(change.change_type) : std::string(change.change_type));
  }
  return types;
}

// case, `levels` or `types`, reason
std::map<std::string, std::string> Exceptions(std::string_view kind) {
  std::map<std::string, std::string> exceptions;
  for (const MirrorException& exception :
       ReadMirrorExceptions(ReadText(fs::path(LEYLINE_CORPUS_FOLDER) / "mirror.csv"))) {
    if (exception.kind == kind) exceptions[exception.case_path] = exception.reason;
  }
  return exceptions;
}

class MirrorTest : public ::testing::Test {
 protected:
  // What differs from its mirror, by case: `left` and `right` make texts of both orders.
  template <class Left, class Right>
  void ExpectMirrors(std::string_view kind, Left left, Right right) {
    std::map<std::string, std::string> exceptions = Exceptions(kind);
    for (const std::string& path : CasePaths()) {
      const LoadedCase loaded = LoadCase(path);
      const std::string there = left(Diff(loaded.before, loaded.after));
      const std::string back = right(Diff(loaded.after, loaded.before));
      const std::string name = path.substr(0, path.size() - std::string_view(".case").size());
      if (there == back) continue;
      EXPECT_TRUE(exceptions.contains(name)) << name << "\n" << there << "-- mirrored\n" << back;
      EXPECT_GT(exceptions[name].size(), 20U) << name << ": an exception has a reason";
      exceptions.erase(name);
    }
    EXPECT_THAT(exceptions, ::testing::IsEmpty()) << "these are no exceptions any more";
  }
};

TEST_F(MirrorTest, DirectionsChangeSides) {
  ExpectMirrors(
      "levels", [](const auto& changes) { return Text(WorstOf(changes, false)); },
      [](const auto& changes) { return Text(WorstOf(changes, true)); });
}

TEST_F(MirrorTest, ChangesAreUndoneByTheirMirrors) {
  const auto text = [](const std::multiset<std::string>& types) {
    std::string all;
    for (const std::string& type : types) all += type + "\n";
    return all;
  };
  ExpectMirrors(
      "types", [&](const auto& changes) { return text(TypesOf(changes, false)); },
      [&](const auto& changes) { return text(TypesOf(changes, true)); });
}

// By type and element: what counts on which surface.
std::string Judgement(const std::vector<Change>& changes) {
  std::set<std::string> lines;
  for (const Change& change : changes) {
    std::string line = fmt::format("{} {}", change.change_type, change.element);
    for (const Verdict& verdict : change.verdicts) {
      line += fmt::format(" {}/{}/{}", NameOf(verdict.surface), NameOf(verdict.direction),
                          NameOf(verdict.level));
    }
    lines.insert(line + "\n");
  }
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

// A rollback is judged by what was matched on the way there.
TEST_F(MirrorTest, TheWayBackIsWhatComparingAgainWouldSay) {
  std::map<std::string, std::string> exceptions = Exceptions("matches");
  for (const std::string& path : CasePaths()) {
    const LoadedCase loaded = LoadCase(path);
    const Matches there = Match(loaded.before, loaded.after);
    const std::string back = Judgement(Diff(Reversed(there), nullptr));
    const std::string again = Judgement(Diff(loaded.after, loaded.before));
    const std::string name = path.substr(0, path.size() - std::string_view(".case").size());
    if (back == again) continue;
    EXPECT_TRUE(exceptions.contains(name)) << name << "\n"
                                           << back << "-- compared again\n"
                                           << again;
    EXPECT_GT(exceptions[name].size(), 20U) << name << ": an exception has a reason";
    exceptions.erase(name);
  }
  EXPECT_THAT(exceptions, ::testing::IsEmpty()) << "these are no exceptions any more";
}

TEST(MirrorRuleTest, EveryRuleHasAMirrorThatIsARule) {
  for (const Rule* rule : AllRules()) {
    const std::string mirror = MirrorOf(rule->id);
    EXPECT_NE(FindRule(mirror), nullptr) << rule->id << " has no mirror " << mirror;
    EXPECT_EQ(MirrorOf(mirror), rule->id);
  }
}

TEST(MirrorRuleTest, EveryArrowOfTimeHasAReason) {
  for (const Arrow& arrow : kArrows) EXPECT_GT(arrow.reason.size(), 20U);
}

}  // namespace
}  // namespace leyline::testing
