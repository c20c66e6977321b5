#include "base/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(Process, GivesExitCodeAndBothOutputs) {
  RealProcess process;
  const auto exit = process.Run({.argv = {"sh", "-c", "echo out; echo err >&2; exit 3"},
                                 .folder = "",
                                 .input = "",
                                 .environment = {}});
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->code, 3);
  EXPECT_EQ(exit->out, "out\n");
  EXPECT_EQ(exit->err, "err\n");
}

TEST(Process, GivesFilesThatAreNowhereOnTheDisk) {
  RealProcess process;
  const auto exit = process.Run({.argv = {"cat", PathOfFile(1), "-", PathOfFile(0)},
                                 .folder = "",
                                 .input = "-",
                                 .environment = {},
                                 .files = {"zero", std::string(1 << 20, 'x')}});
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->out, std::string(1 << 20, 'x') + "-zero") << exit->err;
}

TEST(Process, LargeInputAndOutputDoNotBlock) {
  RealProcess process;
  const std::string input(4 << 20, 'x');
  const auto exit = process.Run({.argv = {"cat"}, .folder = "", .input = input, .environment = {}});
  EXPECT_EQ(exit->out, input);
}

TEST(Process, AProgramThatDoesNotReadItsInputIsNoProblem) {
  RealProcess process;
  const auto exit = process.Run(
      {.argv = {"true"}, .folder = "", .input = std::string(4 << 20, 'x'), .environment = {}});
  EXPECT_EQ(exit->code, 0);
}

TEST(Process, RunsInAFolderWithItsEnvironment) {
  RealProcess process;
  const auto exit = process.Run({.argv = {"sh", "-c", "pwd; echo $LEYLINE_X $HOME"},
                                 .folder = "/",
                                 .input = "",
                                 .environment = {"LEYLINE_X=1", "HOME=here"}});
  EXPECT_EQ(exit->out, "/\n1 here\n");
}

TEST(Process, ASignalAndAMissingProgramAreTold) {
  RealProcess process;
  EXPECT_EQ(
      process
          .Run({.argv = {"sh", "-c", "kill -9 $$"}, .folder = "", .input = "", .environment = {}})
          ->code,
      128 + 9);
  const auto missing =
      process.Run({.argv = {"no-such-program"}, .folder = "", .input = "", .environment = {}});
  EXPECT_THAT(missing.error()[0].message, testing::HasSubstr("cannot start `no-such-program`"));
}

TEST(Dialogue, AsksAgainAndAgain) {
  RealProcess process;
  const auto cat = process.Start({.argv = {"cat"}});
  ASSERT_TRUE(cat.has_value());
  ASSERT_TRUE((*cat)->Send("one\ntwo").has_value());
  EXPECT_EQ(*(*cat)->ReadLine(), "one");
  EXPECT_EQ(*(*cat)->ReadBytes(3), "two");
  ASSERT_TRUE((*cat)->Send("\n\nthree\n").has_value());
  EXPECT_EQ(*(*cat)->ReadLine(), "");
  EXPECT_EQ(*(*cat)->ReadBytes(0), "");
  EXPECT_EQ(*(*cat)->ReadLine(), "");
  EXPECT_EQ(*(*cat)->ReadLine(), "three");
}

TEST(Dialogue, LargeRequestsAndAnswersDoNotBlock) {
  RealProcess process;
  const auto cat = process.Start({.argv = {"cat"}});
  ASSERT_TRUE(cat.has_value());
  const std::string line(5 << 20, 'x');
  ASSERT_TRUE((*cat)->Send(line + "\n" + line + "\n").has_value());
  EXPECT_TRUE(*(*cat)->ReadLine() == line);
  EXPECT_TRUE(*(*cat)->ReadBytes(line.size()) == line);
}

TEST(Dialogue, AProgramThatEndsIsAnError) {
  RealProcess process;
  const auto said = process.Start({.argv = {"printf", "a\\nbc"}});
  EXPECT_EQ(*(*said)->ReadLine(), "a");
  EXPECT_FALSE((*said)->ReadLine().has_value());
  EXPECT_FALSE((*said)->ReadBytes(3).has_value());
  EXPECT_THAT((*said)->Send(std::string(4 << 20, 'x')).error()[0].message,
              testing::HasSubstr("`printf` ended too soon"));
  EXPECT_THAT(process.Start({.argv = {"no-such-program"}}).error()[0].message,
              testing::HasSubstr("cannot start `no-such-program`"));
}

}  // namespace
}  // namespace leyline
