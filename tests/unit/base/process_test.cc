#include "base/process.h"

#include <chrono>
#include <csignal>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

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

constexpr std::chrono::milliseconds kShort(50);

std::string ProblemOf(const Command& command) {
  RealProcess process;
  const auto exit = process.Run(command);
  return exit.has_value() ? "none" : Format(exit.error()[0]);
}

// Of a shell that waits for ever in two processes, and tells its number where a file is named.
Command Endless(std::string_view script) {
  return {.argv = {"sh", "-c", std::string(script)},
          .limits = {.time = kShort},
          .terminal = Terminal::kNone};
}

TEST(Limits, OfTimeEndWhatWouldNotEnd) {
  constexpr std::string_view kSaid =
      "error LG9006: `sh` took longer than 50 ms, and was ended (fix: run it by hand to see what "
      "it "
      "waits for)";
  EXPECT_EQ(ProblemOf(Endless("sleep 1000; true")), kSaid);
  EXPECT_EQ(ProblemOf(Endless("exec >&- 2>&-; sleep 1000; true")), kSaid) << "with nothing to read";
  EXPECT_EQ(ProblemOf(Endless("trap '' TERM; while :; do sleep 1000; done")), kSaid)
      << "who does not listen";
  EXPECT_EQ(ProblemOf(Endless("sleep 1000 & exit 0")), kSaid)
      << "who has left somebody behind that holds its output";
  Command deaf = Endless("exec sleep 1000");
  deaf.input.assign(4 << 20, 'x');
  EXPECT_EQ(ProblemOf(deaf), kSaid) << "who reads nothing";
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "no zombie is left";
  EXPECT_EQ(errno, ECHILD);
}

TEST(Limits, EndTheWholeGroup) {
  const std::string file = testing::TempDir() + "leyline_group";
  const std::string script = "sh -c 'trap \"\" TERM; echo $$ > " + file + "; yes' & wait";
  EXPECT_THAT(ProblemOf({.argv = {"sh", "-c", script},
                         .limits = {.output = 100'000},
                         .terminal = Terminal::kNone}),
              testing::HasSubstr("LG9006"));
  // Whoever inherits it may be slow to take its exit: then it is a zombie, and runs no more.
  EXPECT_EQ(ProblemOf({.argv = {"sh", "-c",
                                "pid=$(cat " + file + "); rm " + file +
                                    "; while grep -q '^State:.[^ZX]' /proc/$pid/status; do sleep "
                                    "0.01; done 2>/dev/null; test -n $pid"},
                       .limits = {.time = std::chrono::seconds(30)}}),
            "none");
}

TEST(Limits, OfOutputEndWhatWritesForEver) {
  constexpr std::string_view kSaid =
      "error LG9006: `sh` wrote more than 100000 bytes, and was ended (fix: run it by hand to see "
      "what it writes)";
  for (const char* script : {"yes", "yes >&2"}) {
    EXPECT_EQ(ProblemOf({.argv = {"sh", "-c", script}, .limits = {.output = 100'000}}), kSaid);
  }
  RealProcess process;
  const auto exit =
      process.Run({.argv = {"head", "-c", "100000", "/dev/zero"}, .limits = {.output = 100'000}});
  ASSERT_TRUE(exit.has_value());
  EXPECT_EQ(exit->out.size(), 100'000u);
}

TEST(Limits, OfADialogueAreSilenceAndEndlessLines) {
  RealProcess process;
  const auto silent = process.Start({.argv = {"sleep", "1000"}, .limits = {.time = kShort}});
  ASSERT_TRUE(silent.has_value());
  EXPECT_THAT(Format((*silent)->ReadLine().error()[0]),
              testing::HasSubstr("LG9006: `sleep` took longer than 50 ms, and was ended"));
  EXPECT_FALSE((*silent)->ReadBytes(1).has_value());
  const auto deaf = process.Start({.argv = {"sleep", "1000"}, .limits = {.time = kShort}});
  EXPECT_THAT(Format((*deaf)->Send(std::string(4 << 20, 'x')).error()[0]),
              testing::HasSubstr("LG9006: `sleep` took longer"));
  const auto endless =
      process.Start({.argv = {"cat", "/dev/zero"}, .limits = {.time = kShort, .output = 100'000}});
  EXPECT_THAT(Format((*endless)->ReadLine().error()[0]),
              testing::HasSubstr("LG9006: `cat` wrote more than 100000 bytes, and was ended"));
}

TEST(Signals, ReachProgramsInGroupsOfTheirOwn) {
  const std::string file = testing::TempDir() + "leyline_signal";
  const pid_t parent = ::fork();
  if (parent == 0) {
    PassSignalsOn();
    RealProcess process;
    // It signals us once it runs, and keeps on until it is signalled itself.
    (void)process.Run({.argv = {"sh", "-c",
                                "trap 'echo ended > " + file + "; exit' TERM; kill -TERM " +
                                    std::to_string(::getpid()) + "; while :; do sleep 0.01; done"},
                       .terminal = Terminal::kNone});
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(parent, &status, 0), parent);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
  RealProcess process;
  const auto said = process.Run(
      {.argv = {"sh", "-c",
                "until [ -s " + file + " ]; do sleep 0.01; done; cat " + file + "; rm " + file}});
  EXPECT_EQ(said->out, "ended\n");
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
