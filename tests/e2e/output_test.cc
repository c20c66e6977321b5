// Where reports go: files, links, FIFOs, descriptors; and what happens when they can't be written.
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

class Outputs : public Shell {
 protected:
  Outputs() {
    Write("old/a.proto", "syntax = \"proto3\";\nmessage A { int64 x = 1; }\n");
    Write("new/a.proto", "syntax = \"proto3\";\nmessage A { sint64 x = 1; }\n");
  }
  // Runs a script in which `diff` is a comparison that finds a break; gives what it printed.
  std::string Script(const std::string& script) {
    return Sh("diff() { " LEYLINE_BINARY " diff old new \"$@\"; }; leyline() { " LEYLINE_BINARY
              " \"$@\"; }; " +
              script);
  }
};

TEST_F(Outputs, RegularFilesAreReplacedAndKeepTheirMode) {
  Write("out.json", "before");
  Sh("chmod 600 out.json && ln out.json other");
  Script("diff --output json=out.json --output text=deep/er/out.txt >text");
  EXPECT_THAT(Read("out.json"), StartsWith("{\"format_version\""));
  EXPECT_EQ(Read("other"), "before") << "replaced, not written into";
  EXPECT_EQ(Read("deep/er/out.txt"), Read("text"));
  EXPECT_EQ(Sh("stat -c %a out.json"), "600\n");
}

TEST_F(Outputs, OneRunWritesAsManyReportsAsAreAskedFor) {
  Sh("git init -q . && git config user.email a@b.example && git config user.name a && git add -A "
     "&& "
     "git commit -qm a && printf 'syntax = \"proto3\";\\nmessage A {\\n}\\n' > new/a.proto");
  Script(
      "diff --format github --output sarif=a.sarif --output junit=a.xml --output gitlab=a.json "
      "--output rdjsonl=a.jsonl --output markdown=a.md --output lines=a.lines >text");
  EXPECT_THAT(Read("text"), StartsWith("::error file=new/a.proto,line=2,col=1,title=REMOVE_FIELD"));
  EXPECT_THAT(Read("a.sarif"), HasSubstr(R"("uri":"new/a.proto")"));
  EXPECT_THAT(Read("a.xml"), HasSubstr("new/a.proto:2:1: field `x` (1) of `A` was removed"));
  EXPECT_THAT(Read("a.json"), HasSubstr(R"("path":"new/a.proto","lines":{"begin":2})"));
  EXPECT_THAT(Read("a.jsonl"), HasSubstr(R"("start":{"line":2,"column":1})"));
  EXPECT_THAT(Read("a.md"), StartsWith("<!-- leyline:diff -->"));
  EXPECT_THAT(Read("a.lines"), StartsWith("new/a.proto:2:1: error: field `x` (1) of `A` was"));
  // LEYLINE_SARIF names Microsoft's validator; it exits with 0 whatever it finds.
  const char* validator = std::getenv("LEYLINE_SARIF");
  if (validator == nullptr) return;
  Sh(std::string(validator) +
     " validate a.sarif --rule-kind 'Sarif;GHAS' --output found.sarif >/dev/null");
  EXPECT_THAT(Read("found.sarif"),
              testing::Not(AnyOf(HasSubstr("\"level\": \"error\""), HasSubstr("\"GH1"))));
}

TEST_F(Outputs, ALinkStaysAndItsTargetIsWritten) {
  Write("real.json", "before");
  Sh("mkdir sub && ln -s ../real.json sub/link && ln -s later.json dangling && ln -s loop loop");
  Script("diff --output json=sub/link --output json=dangling >text");
  EXPECT_EQ(Sh("readlink sub/link dangling"), "../real.json\nlater.json\n");
  EXPECT_THAT(Read("real.json"), StartsWith("{"));
  EXPECT_THAT(Read("later.json"), StartsWith("{"));
  const Exit loop = Leyline({"diff", "old", "new", "--output", "json=loop"});
  EXPECT_EQ(loop.code, 74);
  EXPECT_EQ(loop.err, "error: cannot open `loop`: Too many levels of symbolic links\n");
}

TEST_F(Outputs, FifosAndDescriptorsAreWrittenThrough) {
  EXPECT_THAT(Script("mkfifo pipe; cat pipe >got & diff --output json=pipe >text; wait; cat got; "
                     "test -p pipe"),
              StartsWith("{\"format_version\""));
  EXPECT_THAT(Script("diff --output json=>(cat >through) >text; wait $!; cat through"),
              StartsWith("{\"format_version\""));
  const std::string both = Script("diff --output json=/dev/stdout | cat");
  EXPECT_THAT(both, AllOf(StartsWith("{\"format_version\""), HasSubstr("}\n" + Read("text"))));
  Script("diff --output json=/dev/stdout >both; diff --output json=/dev/fd/5 5>fifth >text");
  EXPECT_EQ(Read("both"), both);
  EXPECT_EQ(both, Read("fifth") + Read("text"));
  Script("diff --output json=- >dash; test ! -e -");
  EXPECT_EQ(Read("dash"), both);
}

TEST_F(Outputs, DevicesStayDevices) {
  std::error_code refused;
  if (Sh("mknod null c 1 3 2>&- && echo made || true") != "made\n") GTEST_SKIP() << "needs root";
  Script("diff --output json=null >text; test -c null");
}

TEST_F(Outputs, WhatCannotBeWrittenIsSaid) {
  const Exit folder = Leyline({"diff", "old", "new", "--output", "json=old"});
  EXPECT_EQ(folder.code, 74);
  EXPECT_EQ(folder.err, "error: cannot open `old`: Is a directory\n");
  for (const char* output : {"json", "json=", "=x", "jsn=x"}) {
    EXPECT_EQ(Leyline({"diff", "old", "new", "--output", output}).code, 2) << output;
  }
  EXPECT_THAT(Leyline({"diff", "old", "new", "--output", "jsn=x"}).err,
              HasSubstr("rdjsonl, not `jsn`; did you mean `json`?"));
  EXPECT_THAT(Leyline({"diff", "old", "new", "--output", "json=x", "--output", "text=x"}).err,
              HasSubstr("--output names `x` twice"));
}

TEST_F(Outputs, AnInputIsNeverOverwritten) {
  Sh("protoc -I old -o old.binpb old/a.proto && ln -s old.binpb link && ln old/a.proto hard");
  const std::string set = Read("old.binpb");
  for (const char* path : {"old.binpb", "link", "./old.binpb", "hard", "new/a.proto", "z.proto"}) {
    const Exit exit =
        Leyline({"diff", "old.binpb", "old", "--output", std::string("json=") + path});
    EXPECT_EQ(exit.code, 2) << path;
    EXPECT_THAT(exit.err, HasSubstr("will not ")) << path;
  }
  EXPECT_EQ(Read("old.binpb"), set);
  EXPECT_THAT(Read("new/a.proto"), HasSubstr("sint64"));
}

TEST_F(Outputs, AFullOrClosedStandardOutputIsSaid) {
  const struct {
    const char* command;
    const char* code;
  } cases[] = {{"diff", "74"},
               {"diff --fail-on breaking", "74"},
               {"leyline rules", "74"},
               {"leyline validate old", "74"},
               {"leyline --help", "74"},
               {"leyline diff --help", "74"},
               {"leyline explain REMOVE_FIELD", "74"},
               {"leyline validate nowhere", "3"}};
  for (const auto& c : cases) {
    for (const char* to : {">/dev/full", ">&-"}) {
      const std::string said =
          Script(std::string(c.command) + " 2>said " + to + " || echo $?; cat said");
      EXPECT_THAT(said, StartsWith(std::string(c.code) + "\n")) << c.command << to;
      if (std::string(c.code) == "3") continue;
      EXPECT_THAT(said, HasSubstr("error: cannot write standard output: ")) << c.command << to;
    }
  }
  EXPECT_THAT(Script("diff 2>&1 >/dev/full || true"), HasSubstr("No space left on device"));
  // The closed descriptor's number must not become a file of ours.
  Script("diff --output json=out.json >&- 2>&- || true");
  EXPECT_THAT(Read("out.json"), AllOf(StartsWith("{"), testing::Not(HasSubstr("BREAKING    "))));
}

TEST_F(Outputs, ValidateReportsItsErrorsAsJsonToo) {
  Write("bad/b.proto", "syntax = \"proto3\";\nmessage {\n");
  const Exit bad = Leyline({"validate", "bad", "--format", "json", "--output", "text=bad.txt"});
  EXPECT_EQ(bad.code, 3);
  EXPECT_EQ(bad.err, "");
  EXPECT_THAT(bad.out,
              AllOf(StartsWith("{\"format_version\":\"1.0\",\"input\":\"bad\",\"diagnostics\":["),
                    HasSubstr("\"location\":{\"file\":\"b.proto\",\"line\":2,\"column\":9}")));
  const Exit text = Leyline({"validate", "bad"});
  EXPECT_EQ(text.out, "");
  EXPECT_THAT(text.err, AllOf(StartsWith("b.proto:2:9: error"), HasSubstr("bad: 1 error\n")));
  EXPECT_EQ(Read("bad.txt"), text.err);
  const Exit good = Leyline({"validate", "old", "--format=json"});
  EXPECT_EQ(good.code, 0);
  EXPECT_EQ(good.out,
            "{\"format_version\":\"1.0\",\"input\":\"old\",\"valid\":true,\"files\":1}\n");
  EXPECT_THAT(Leyline({"validate", "nowhere", "--format=json"}).out,
              HasSubstr("\"message\":\"there is no `nowhere`\""));
  EXPECT_EQ(Leyline({"validate", "old", "--all"}).code, 2);
}

TEST_F(Outputs, TextKeepsToTheColumnsThatAreSaid) {
  for (const char* command : {"rules", "explain"}) {
    std::vector<std::string> arguments = {command};
    if (arguments[0] == "explain") arguments.emplace_back("ADD_ENUM_VALUE");
    const std::string text = Leyline(arguments, {"COLUMNS=70"}).out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 70u) << line;
    EXPECT_GT(text.size(), 70u);
  }
  const std::string explained = Leyline({"explain", "ADD_ENUM_VALUE"}).out;
  EXPECT_THAT(explained, HasSubstr("  leyline diff --all says:\n  a.proto:"));
  EXPECT_THAT(explained, testing::Not(testing::ContainsRegex("\n +(no|know)\n")));
  EXPECT_THAT(Leyline({"explain", "REMOVE_FIELD"}).out, HasSubstr("  leyline diff says:\n"));
}

TEST_F(Outputs, AReaderThatLeftIsToldNothing) {
  EXPECT_EQ(Script("exec 3> >(:); wait $!; diff >&3 2>said && echo 0 >code || echo $? >code; "
                   "cat said"),
            "");
  EXPECT_NE(Read("code"), "0\n");
}

}  // namespace
}  // namespace leyline
