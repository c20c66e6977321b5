// leyline demo: the whole story, and what it leaves.
#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class Demo : public Shell {};

TEST_F(Demo, TellsTheWayOfABreakFromRefusalToMerge) {
  const Exit exit = Leyline({"demo", "shop"});
  ASSERT_EQ(exit.code, 0) << exit.out << exit.err;
  std::size_t at = 0;
  for (const char* step :
       {"1. Carla of checkout removes a field", "$ leyline gate --against main", "REMOVE_FIELD",
        "hits ledger (ledger-team)", "BLOCKED: ", "exit 1", "$ leyline propose drop-ref", "exit 0",
        "lena $ leyline approve drop-ref", "ada $ leyline approve drop-ref",
        "leyline decide drop-ref", "4. The same question again", "PASS: ", "exit 0",
        "implemented: drop-ref", "leyline audit verify"}) {
    at = exit.out.find(step, at);
    ASSERT_NE(at, std::string::npos) << step << "\n" << exit.out;
  }
  EXPECT_EQ(exit.err, "");
  Cd("shop");
  EXPECT_EQ(Sh("git status --porcelain; git branch --show-current"), "main\n");
  EXPECT_EQ(Leyline({"policy", "check"}).code, 0);
  EXPECT_EQ(Leyline({"doctor"}).code, 0);
}

TEST_F(Demo, WritesIntoNothingThatIsThere) {
  Sh("mkdir shop");
  const Exit exit = Leyline({"demo", "shop"});
  EXPECT_EQ(exit.code, 2);
  EXPECT_THAT(exit.err, AllOf(HasSubstr("`shop` is there already"), HasSubstr("leyline demo DIR")));
  EXPECT_EQ(Sh("ls shop"), "");
}

TEST_F(Demo, SaysWhatItLacks) {
  const Exit exit = Leyline({"demo"}, {"PATH=/nonexistent"});
  EXPECT_NE(exit.code, 0);
  EXPECT_THAT(exit.err, HasSubstr("git"));
  EXPECT_EQ(Sh("ls"), "") << "nothing is left of it";
}

}  // namespace
}  // namespace leyline
