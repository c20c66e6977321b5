// Flags and words that are missing, empty, misspelt or misunderstood.
#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Flags : public Shell {
 protected:
  Flags() { Write("p/a.proto", "syntax = \"proto3\";\nmessage A { int64 x = 1; }\n"); }
};

TEST_F(Flags, AMissingOrEmptyValueIsNamed) {
  const struct {
    std::vector<std::string> arguments;
    const char* want;
  } cases[] = {
      {{"diff", "p", "p", "--fail-on"}, "leyline diff: --fail-on needs a value"},
      {{"diff", "p", "p", "--mode"}, "leyline diff: --mode needs a value"},
      {{"diff", "p", "p", "--mode", "full", "--mode", "full"},
       "leyline diff: --mode is given twice"},
      {{"diff", "p"}, "leyline diff: AFTER is missing"},
      {{"diff", "", "p"}, "leyline diff: BEFORE is empty"},
      {{"diff", "p", "p", "--fail-on", ""}, "leyline diff: --fail-on is empty"},
      {{"diff", "p", "p", "--path", ""}, "leyline diff: --path is empty"},
      {{"gate", "--change-request", ""}, "leyline gate: --change-request is empty"},
      {{"gate", "--change-request="}, "leyline gate: --change-request needs a value"},
      {{"diff", "-", "-"}, "both sides are `-`, but standard input can be read once"},
      {{"validate", "p", "-I", "nosuch"}, "-I: there is no folder `nosuch`"},
      {{"diff", "p", "p", "-I", "nosuch"}, "-I: there is no folder `nosuch`"},
      {{"explain", "change_field_tipe"}, "did you mean `CHANGE_FIELD_TYPE`?"},
      {{"explain", "LG5999"}, "there is no rule or code `LG5999`"},
  };
  for (const auto& c : cases) {
    const Exit exit = Leyline(c.arguments);
    EXPECT_EQ(exit.code, 2) << exit.out << exit.err;
    EXPECT_THAT(exit.err, HasSubstr(c.want));
  }
}

TEST_F(Flags, TwoDashesEndTheOptions) {
  EXPECT_EQ(Leyline({"diff", "--", "p", "p"}).code, 0);
  EXPECT_EQ(Leyline({"diff", "--fail-on", "breaking", "p", "--", "p"}).code, 0);
  EXPECT_EQ(Leyline({"validate", "--", "--help"}).code, 3);
  EXPECT_THAT(Leyline({"diff", "--", "p", "p", "q"}).err, HasSubstr("unexpected argument `q`"));
}

TEST_F(Flags, AGroupOfCommandsHasHelp) {
  const Exit help = Leyline({"breaker", "--help"});
  EXPECT_EQ(help.code, 0) << help.err;
  EXPECT_THAT(help.out, AllOf(StartsWith("Commands:\n  breaker status "),
                              HasSubstr("\n  breaker reset "), Not(HasSubstr("diff"))));
  EXPECT_EQ(Leyline({"breaker", "-h"}).out, help.out);
  EXPECT_EQ(Leyline({"help", "breaker"}).out, help.out);
  EXPECT_THAT(Leyline({"help", "diff"}).out, StartsWith("diff: every change"));
  EXPECT_EQ(Leyline({"help", "breaker", "status"}).out, Leyline({"breaker", "status", "-h"}).out);
  EXPECT_EQ(Leyline({"braker", "--help"}).code, 2);
  EXPECT_EQ(Leyline({"break", "--help"}).code, 2);
}

TEST_F(Flags, ExplainKnowsRulesAndCodesInAnyCase) {
  EXPECT_EQ(Leyline({"explain", "change_field_type"}).out,
            Leyline({"explain", "CHANGE_FIELD_TYPE"}).out);
  const Exit code = Leyline({"explain", "lg5001"});
  EXPECT_EQ(code.code, 0);
  EXPECT_THAT(code.out, StartsWith("LG5001: whether an approved proposal covers a change\n\n"
                                   "What to do\n  write a proposal"));
}

TEST_F(Flags, OneFileIsOneFile) {
  EXPECT_EQ(Leyline({"validate", "p"}).out, "p: 1 file compiles and links\n");
}

}  // namespace
}  // namespace leyline
