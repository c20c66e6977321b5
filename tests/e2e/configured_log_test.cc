// A log that leyline.yaml names must be there: one that was lost is no new one.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ConfiguredLog : public Platform {
 protected:
  ConfiguredLog() {
    Sh("echo 'log: dir:" + folder_ + "/shared' >> leyline.yaml && git commit -qam log");
    Sh("git switch -qc change && git commit -q --allow-empty -m change");
  }
  Exit Init() { return Leyline({"audit", "init"}, {"LEYLINE_ACTOR=olga"}); }
};

TEST_F(ConfiguredLog, AMissingOneIsAnErrorForEachCommandThatUsesIt) {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"gate"}, {"merged"}, {"breaker", "status"}, {"audit", "verify"}}) {
    const Exit exit = Leyline(command);
    EXPECT_EQ(exit.code, 4) << command[0] << exit.out << exit.err;
    EXPECT_THAT(exit.err,
                AllOf(HasSubstr("/shared/log.jsonl: error LG7008: there is no event log here"),
                      HasSubstr("`leyline audit init` makes it"), Not(HasSubstr("PASS"))));
  }
  Sh("! test -e ../shared");
}

TEST_F(ConfiguredLog, InitMakesItOnce) {
  const Exit made = Init();
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("made dir:" + folder_ + "/shared; anchor 1:sha256:"));
  EXPECT_THAT(Read("../shared/log.jsonl"), AllOf(HasSubstr("log_genesis"), HasSubstr("olga")));
  const std::string log = Read("../shared/log.jsonl");
  const Exit twice = Init();
  EXPECT_EQ(twice.code, 2) << twice.out;
  EXPECT_THAT(twice.err, HasSubstr("/shared` has an event log already (fix: leave it"));
  EXPECT_EQ(Read("../shared/log.jsonl"), log);
  const std::string anchor = made.out.substr(made.out.find("1:sha256:"), 9 + 64);
  EXPECT_EQ(Leyline({"gate"}).code, 0);
  EXPECT_EQ(Leyline({"audit", "verify", "--anchor", anchor}).code, 0);
  // What was cut off is lost, as what was deleted is.
  Sh(": > ../shared/log.jsonl");
  EXPECT_EQ(Leyline({"gate"}).code, 4);
  Sh("rm ../shared/log.jsonl");
  EXPECT_EQ(Leyline({"gate"}).code, 4);
  Sh("echo garbage > ../shared/log.jsonl");
  EXPECT_EQ(Init().code, 4);
  EXPECT_EQ(Read("../shared/log.jsonl"), "garbage\n");
}

TEST_F(ConfiguredLog, ATornLineIsMovedAsideByAPersonAndTheLogSaysSo) {
  ASSERT_EQ(Init().code, 0);
  EXPECT_THAT(Leyline({"audit", "repair"}).out, HasSubstr("nothing to repair"));
  Sh("printf '{\"actor\":\"x' >> ../shared/log.jsonl");
  const Exit gate = Leyline({"gate"});
  EXPECT_EQ(gate.code, 4);
  EXPECT_THAT(gate.err, HasSubstr("`leyline audit repair` moves what follows byte"));
  const Exit repair = Leyline({"audit", "repair"}, {"LEYLINE_ACTOR=olga"});
  EXPECT_EQ(repair.code, 0) << repair.err;
  EXPECT_THAT(repair.out, HasSubstr("moved 11 bytes of a torn line to `"));
  EXPECT_EQ(Leyline({"gate"}).code, 0);
  const Exit show = Leyline({"audit", "show", "--type", "log_repaired"});
  EXPECT_THAT(show.out, HasSubstr(" #1 log_repaired by olga: bytes=11 kept_in="));
  EXPECT_EQ(Leyline({"audit", "show", "--last", "x"}).code, 2);
  EXPECT_EQ(Leyline({"audit", "export"}).out, Read("../shared/log.jsonl"));
  // What is broken otherwise stays so, and that is said.
  Sh("sed -i 's/olga/otto/' ../shared/log.jsonl");
  const Exit altered = Leyline({"audit", "repair"}, {"LEYLINE_ACTOR=olga"});
  EXPECT_EQ(altered.code, 4);
  EXPECT_THAT(altered.out + altered.err,
              AllOf(HasSubstr("nothing to repair"), HasSubstr("LG8001")));
}

TEST_F(ConfiguredLog, BeforeTheBaseHasAPolicyTheChangeNamesIt) {
  Sh("git switch -q --orphan empty && git commit -q --allow-empty -m empty");
  Sh("git switch -qc first && git checkout -q main -- . && git commit -qm first");
  const Exit made = Leyline({"audit", "init", "--against", "empty"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("made dir:" + folder_ + "/shared"));
}

TEST_F(ConfiguredLog, OneThatIsNotConfiguredMakesItself) {
  Sh("git switch -q main && sed -i '/log:/d' leyline.yaml && git commit -qam local");
  Sh("git switch -qC change && git commit -q --allow-empty -m change");
  const Exit gate = Leyline({"gate"});
  EXPECT_EQ(gate.code, 0) << gate.err;
  EXPECT_THAT(gate.err, HasSubstr("event log local to this clone: "));
  EXPECT_THAT(Read(".git/leyline/log.jsonl"), HasSubstr("log_genesis"));
}

}  // namespace
}  // namespace leyline
