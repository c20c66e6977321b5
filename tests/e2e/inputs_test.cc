// Inputs that are empty, linked, overlapping, filtered away, or not what the user thinks they are.
#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Inputs : public Shell {
 protected:
  Inputs() {
    Sh("git init -q -b main && git config user.email a@x && git config user.name A");
    Write("leyline.yaml", "version: 1\ncontracts: [contracts]\n");
    Write("contracts/a.proto", kA);
    Commit("one");
  }
  void Commit(const std::string& tag) {
    Sh("git add -A && git commit -qm " + tag + " && git tag " + tag);
  }
  static constexpr const char* kA = "syntax = \"proto3\";\nmessage A { int64 x = 1; }\n";
};

TEST_F(Inputs, WithoutTheWholeFolderEverythingIsRemoved) {
  Sh("git rm -qr contracts");
  Commit("gone");
  const Exit diff = Leyline({"diff", "one:.", "gone:.", "--fail-on", "breaking"});
  EXPECT_EQ(diff.code, 1) << diff.err;
  EXPECT_THAT(diff.out, HasSubstr("contracts/a.proto:2:1: BREAKING    REMOVE_MESSAGE"));
  EXPECT_EQ(Leyline({"diff", "one:.", "."}).out.find("REMOVE_MESSAGE") == std::string::npos, false);
  const Exit back = Leyline({"diff", "gone:.", "one:.", "--all"});
  EXPECT_EQ(back.code, 0) << back.err;
  EXPECT_THAT(back.out, HasSubstr("ADD_MESSAGE"));
  EXPECT_THAT(Leyline({"diff", "gone:.", "gone:."}).err,
              HasSubstr("`gone:.` has no folder `contracts`, a root of leyline.yaml, and neither "
                        "has `gone:.` (fix: correct `contracts:` in leyline.yaml)"));
  // The folder stays and its contracts go.
  Write("contracts/README", "none");
  Commit("hollow");
  EXPECT_EQ(Leyline({"diff", "one:.", "hollow:.", "--fail-on", "breaking"}).code, 1);
  EXPECT_THAT(Leyline({"diff", "hollow:.", "hollow:."}).err, HasSubstr("LG5005"));
}

TEST_F(Inputs, ARemovedRootIsADiffAlsoWhenItIsNamed) {
  Sh("git mv contracts schemas && git commit -qm moved");
  for (const char* after : {"HEAD:contracts", "contracts", "contracts/", "./contracts"}) {
    const Exit removed = Leyline({"diff", "one:contracts", after, "--fail-on", "breaking"});
    EXPECT_EQ(removed.code, 1) << after << removed.err;
    EXPECT_THAT(removed.out, HasSubstr("a.proto:2:1: BREAKING    REMOVE_MESSAGE")) << after;
    const Exit added = Leyline({"diff", after, "one:contracts", "--all"});
    EXPECT_EQ(added.code, 0) << after << added.err;
    EXPECT_THAT(added.out, HasSubstr("ADD_MESSAGE")) << after;
  }
  const Exit neither = Leyline({"diff", "one:contarcts", "HEAD:contarcts"});
  EXPECT_EQ(neither.code, 3);
  EXPECT_EQ(neither.err,
            "error: `HEAD` has no folder `contarcts` (fix: name a folder of that revision)\n"
            "error: `one` has no folder `contarcts` (fix: name a folder of that revision)\n");
  EXPECT_EQ(Leyline({"diff", "one:contracts", "HEAD:contarcts"}).code, 3);
  EXPECT_EQ(Leyline({"diff", "one:contracts", "contarcts"}).code, 3);
  EXPECT_EQ(Leyline({"diff", "one:nowhere", "HEAD:contracts"}).code, 3);
  EXPECT_EQ(Leyline({"validate", "HEAD:contracts"}).code, 3);
  EXPECT_EQ(Leyline({"validate", "contracts"}).code, 3);
  // PATH of REV:PATH is one from the top of the repository, a folder one from here.
  Sh("mkdir -p below/schemas");
  Cd("below");
  EXPECT_EQ(Leyline({"diff", "one:contracts", "contracts"}).code, 3);
  EXPECT_EQ(Leyline({"diff", "one:contracts", "HEAD:contracts"}).code, 0);
  Cd(".");
  // A file, or a set, is no folder that was removed.
  Sh("echo x > contracts && protoc -I schemas -o set.binpb a.proto");
  EXPECT_EQ(Leyline({"diff", "one:contracts", "contracts"}).code, 3);
  EXPECT_EQ(Leyline({"diff", "set.binpb", "HEAD:contracts"}).code, 3);
  EXPECT_EQ(Leyline({"diff", "one:contracts/a.proto", "HEAD:contracts/a.proto"}).code, 3);
}

TEST_F(Inputs, TheGateTakesARemovedFolderAsFindings) {
  Sh(LEYLINE_SOURCE_DIR "/tests/e2e/copy-platform $(dirname " LEYLINE_BINARY ") " + folder_ +
     "/esper");
  Cd("esper");
  Sh("git switch -qc moved main && git mv contracts schemas && git commit -qm moved");
  const Exit moved = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(moved.code, 1) << moved.err;
  EXPECT_THAT(moved.out, AllOf(HasSubstr("BREAKING    REMOVE_MESSAGE"), HasSubstr("LG5001")));
  Sh("git switch -q main && sed -i 's/contracts: .*/contracts: [contarcts]/' leyline.yaml && "
     "git commit -qam slip && git switch -qc after && git commit -q --allow-empty -m after");
  const Exit slip = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(slip.code, 3) << slip.out;
  EXPECT_THAT(slip.err,
              HasSubstr("has no folder `contarcts`, a root of leyline.yaml, and neither has "
                        "`the merge result` (fix: correct `contracts:` in "
                        "leyline.yaml)"));
}

TEST_F(Inputs, APathOfARevisionMayStartFromTheCurrentFolder) {
  Write("other/b.proto", "syntax = \"proto3\";\nmessage B {}\nmessage C {}\n");
  Commit("two");
  Cd("other");
  EXPECT_EQ(Leyline({"validate", "HEAD:./"}).code, 0);
  EXPECT_THAT(Leyline({"diff", "HEAD:./", "."}).out, HasSubstr(": 0 changes"));
  EXPECT_THAT(Leyline({"diff", "HEAD:../contracts", "../contracts"}).out, HasSubstr(": 0 changes"));
  const Exit outside = Leyline({"validate", "HEAD:../../x"});
  EXPECT_EQ(outside.code, 3);
  EXPECT_THAT(outside.err, HasSubstr("`HEAD:../../x` leaves the repository"));
}

TEST_F(Inputs, WhatIsNoInputIsToldWhatIsOne) {
  Sh("git clone -q --bare . bare.git 2>&1 && protoc -I contracts -o set.bin a.proto");
  EXPECT_EQ(Leyline({"validate", "bare.git#ref=one"}).code, 0);
  EXPECT_THAT(Leyline({"validate", "main:nope"}).err, HasSubstr("`main` has no folder `nope`"));
  EXPECT_THAT(Leyline({"validate", "main:nope.pb"}).err, HasSubstr("`main` has no file `nope.pb`"));
  EXPECT_THAT(Leyline({"validate", "main:leyline.yaml"}).err,
              HasSubstr("`main` has no folder `leyline.yaml`"));
  EXPECT_THAT(Leyline({"validate", "set.bin"}).err,
              HasSubstr("`set.bin` is a file, not an input (fix: a descriptor set ends in .binpb"));
}

TEST_F(Inputs, ASlipInANameIsNoRemoval) {
  const Exit top = Leyline({"diff", "main:", "contracts"});
  EXPECT_EQ(top.code, 3) << top.out;
  EXPECT_EQ(top.err,
            "error: `contracts` has no folder `contracts`, a root of leyline.yaml (fix: name the "
            "same place on both sides, such as main:. and HEAD:.)\n");
  Sh("mkdir other");
  EXPECT_EQ(Leyline({"diff", "main:contracts", "other"}).code, 3);
  EXPECT_EQ(Leyline({"diff", "other", "main:contracts"}).code, 3);
  EXPECT_EQ(Leyline({"diff", "main:contracts", "HEAD:contarcts"}).code, 3);
  const Exit revision = Leyline({"diff", "main", "HEAD"});
  EXPECT_EQ(revision.code, 3);
  EXPECT_EQ(revision.err,
            "error: there is no folder `main`, but a revision (fix: name a folder of "
            "it: main:. or main:PATH)\n");
}

TEST_F(Inputs, AFilterThatLeavesNothingSaysSo) {
  for (const char* flag : {"--path=nosuch", "--exclude=."}) {
    const Exit exit = Leyline({"validate", ".", flag});
    EXPECT_EQ(exit.code, 3);
    EXPECT_THAT(exit.err,
                HasSubstr("error LG5005: the filters leave none of the 1 .proto file in `.` (fix"));
  }
  EXPECT_EQ(Leyline({"validate", ".", "--path", "./contracts"}).code, 0);
  // What is new is judged alone.
  Write("contracts/b.proto", "syntax = \"proto3\";\nmessage B {}\n");
  EXPECT_THAT(Leyline({"diff", "main:.", ".", "--path", "contracts/b.proto", "--all"}).out,
              HasSubstr("ADD_MESSAGE"));
}

TEST_F(Inputs, LinkedContractsAreErrorsEachByName) {
  Write("shared/deep/s.proto", "syntax = \"proto3\";\nmessage S {}\n");
  Write("docs/text", "none");
  Sh("cd contracts && ln -s ../shared common && ln -s a.proto b.proto && ln -s . loop && "
     "ln -s ../docs docs && ln -s nowhere dangling && ln -s common again && ln -s x x");
  Commit("links");
  for (const char* input : {".", "links:.", "links:contracts", "contracts"}) {
    const Exit exit = Leyline({"validate", input});
    const std::string root = std::string(input).ends_with("contracts") ? "" : "contracts/";
    EXPECT_EQ(exit.code, 3) << input;
    for (const char* folder : {"again", "common", "loop"}) {
      EXPECT_THAT(exit.err, HasSubstr(root + folder +
                                      ": error LG1002: is a symbolic link to a "
                                      "folder with contracts; contracts must be regular files"))
          << input;
    }
    EXPECT_THAT(exit.err, HasSubstr(root + "b.proto: error LG1002: is a symbolic link")) << input;
    EXPECT_THAT(exit.err, HasSubstr(std::string(input) + ": 4 errors\n"));
  }
  const std::vector<std::string> without = {"--exclude",      "contracts/common", "--exclude",
                                            "contracts/loop", "--exclude",        "contracts/again",
                                            "--exclude",      "contracts/b.proto"};
  for (const char* input : {".", "links:."}) {
    std::vector<std::string> arguments = {"validate", input};
    arguments.insert(arguments.end(), without.begin(), without.end());
    EXPECT_EQ(Leyline(arguments).out, std::string(input) + ": 1 file compiles and links\n");
  }
}

TEST_F(Inputs, ASubmoduleOfARevisionIsAnErrorUnlessExcluded) {
  Sh("git init -q -b main dep && cd dep && git config user.email a@x && git config user.name A && "
     "mkdir protos && cp ../contracts/a.proto protos/d.proto && sed -i s/A/D/ protos/d.proto && "
     "git add -A && git commit -qm one && cd .. && "
     "git -c protocol.file.allow=always submodule -q add ./dep contracts/dep 2>&1");
  Commit("with");
  Sh("cd contracts/dep && git config user.email a@x && git config user.name A && "
     "sed -i s/int64/string/ protos/d.proto && git commit -qam two");
  Commit("moved");
  for (const std::vector<std::string>& filter :
       {std::vector<std::string>{}, {"--path", "contracts/dep/protos"}}) {
    std::vector<std::string> arguments = {"diff", "with:.", "moved:."};
    arguments.insert(arguments.end(), filter.begin(), filter.end());
    const Exit diff = Leyline(arguments);
    EXPECT_EQ(diff.code, 3) << diff.out;
    EXPECT_THAT(diff.err, HasSubstr("contracts/dep: error LG1002: is a submodule, whose files this "
                                    "repository does not have; contracts must be regular files"));
  }
  EXPECT_EQ(Leyline({"validate", "moved:contracts"}).code, 3);
  EXPECT_EQ(Leyline({"diff", "with:.", "moved:.", "--exclude", "contracts/dep"}).code, 0);
  EXPECT_EQ(Leyline({"diff", "with:.", "moved:.", "--path", "contracts/a.proto"}).code, 0);
  EXPECT_EQ(Leyline({"validate", "."}).out, ".: 2 files compile and link\n");
}

TEST_F(Inputs, AFilterThatMatchesNothingIsNoticed) {
  Sh("protoc -I contracts -o set.binpb a.proto");
  const Exit slip = Leyline({"diff", "main:.", ".", "--path", "contracts/a.proto", "--path",
                             "contracts/typo", "--exclude", "contrcts"});
  EXPECT_EQ(slip.code, 0) << slip.err;
  EXPECT_EQ(slip.err,
            "--path contracts/typo matches no contract\n--exclude contrcts matches no contract\n");
  EXPECT_EQ(Leyline({"validate", ".", "--exclude", "b.proto"}).err,
            "--exclude b.proto matches no contract\n");
  EXPECT_EQ(Leyline({"validate", "set.binpb", "--exclude", "b.proto", "--path", "a.proto"}).err,
            "--exclude b.proto matches no contract\n");
  // One side is enough.
  Write("contracts/fresh.proto", "syntax = \"proto3\";\nmessage F {}\n");
  EXPECT_EQ(Leyline({"diff", "main:.", ".", "--exclude", "contracts/fresh.proto"}).err, "");
}

TEST_F(Inputs, EndlessInputAndMissingMemoryAreOneLine) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "shadow memory leaves no room for a limit";
#endif
  const std::string out = Sh("(ulimit -v 400000; " LEYLINE_BINARY
                             " diff - x.pb </dev/zero 2>said || echo $?); cat said");
  EXPECT_EQ(out, "70\nerror: leyline ran out of memory\n");
  EXPECT_EQ(Sh(LEYLINE_BINARY " validate - <. 2>&1 || echo $?"),
            "error: cannot read standard input: Is a directory\n3\n");
}

TEST_F(Inputs, WithoutThreadsEverythingIsDoneByOne) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "shadow memory leaves no room for a limit";
#endif
  if (Sh("ulimit -s 50000000 2>/dev/null && echo may || true").empty()) {
    GTEST_SKIP() << "the hard limit of stacks may not be raised here";
  }
  std::string many = "syntax = \"proto3\";\n";
  for (int i = 0; i < 500; ++i) many += "message M" + std::to_string(i) + " { int64 x = 1; }\n";
  Write("contracts/many.proto", many);
  Commit("two");
  const std::string diff = LEYLINE_BINARY " diff two:. one:. --format lines 2>&1";
  const std::string said = Sh(diff);
  EXPECT_THAT(said, HasSubstr("`M499` was removed"));
  // A thread whose stack is larger than all that may be had can't be started.
  EXPECT_EQ(Sh("ulimit -s 50000000; ulimit -v 4000000; " + diff), said);
}

TEST_F(Inputs, AFifoIsNoContract) {
  Sh("mkfifo contracts/pipe.proto contracts/other");
  const Exit exit = Leyline({"validate", "."});
  EXPECT_EQ(exit.code, 3) << exit.out;
  EXPECT_THAT(exit.err, HasSubstr("contracts/pipe.proto: error LG1002: is a FIFO, a device or a "
                                  "socket; contracts must be regular files"));
  EXPECT_EQ(Leyline({"validate", ".", "--exclude", "contracts/pipe.proto"}).code, 0);
}

TEST_F(Inputs, WhatIsReadIsNoFifo) {
  Sh("mkfifo x.binpb && mkdir governance && mkfifo governance/policy.yaml");
  for (const auto& words :
       {std::vector<std::string>{"diff", "x.binpb", "x.binpb"}, {"policy", "check"}}) {
    const Exit exit = Leyline(words);
    EXPECT_EQ(exit.code, 3);
    EXPECT_THAT(exit.err, HasSubstr("is a FIFO, on which nobody may ever write")) << words[0];
  }
}

TEST_F(Inputs, NoReportTakesThePlaceOfWhatOthersRead) {
  Sh("mkdir governance && echo 'version: 1' > governance/policy.yaml && "
     "ln -s governance/policy.yaml report");
  for (const std::string path : {"governance/policy.yaml", "report", ".git/config", "log.jsonl",
                                 "contracts/a.proto", "governance/approvals/x/y.sig"}) {
    const Exit exit = Leyline({"diff", "one:.", "one:.", "--output", "json=" + path});
    EXPECT_EQ(exit.code, 2) << path;
    EXPECT_THAT(exit.err, HasSubstr("will not write to `" + path + "`, ")) << path;
  }
  EXPECT_EQ(Read("governance/policy.yaml"), "version: 1\n");
  EXPECT_EQ(Leyline({"diff", "one:.", "one:.", "--output", "json=reports/one.json"}).code, 0);
}

TEST_F(Inputs, OverlappingRootsAreNamedAsSuch) {
  Write("contracts/esper/e.proto", "syntax = \"proto3\";\nmessage E {}\n");
  Write("contracts/esper/f.proto", "syntax = \"proto3\";\nmessage F {}\n");
  Write("leyline.yaml", "version: 1\ncontracts: [contracts, contracts/esper]\n");
  const Exit roots = Leyline({"validate", "."});
  EXPECT_EQ(roots.code, 3);
  EXPECT_EQ(
      roots.err,
      "contracts/esper/e.proto: error: is read as `esper/e.proto` and as `e.proto`: the roots "
      "overlap, so that each contract in both would be declared twice (fix: keep one of the "
      "two roots, or --exclude the inner folder)\n.: 1 error\n");
  Write("p/third_party/t.proto", "syntax = \"proto3\";\nmessage T {}\n");
  Write("p/a.proto", "syntax = \"proto3\";\nimport \"t.proto\";\nmessage A { T t = 1; }\n");
  for (const char* import : {"p/third_party", "./p/third_party", "third_party"}) {
    const Exit exit = Leyline({"validate", "p", "-I", import});
    EXPECT_EQ(exit.code, 3) << import;
    EXPECT_THAT(exit.err, AllOf(HasSubstr("the roots overlap"), Not(HasSubstr("already"))))
        << import;
    EXPECT_EQ(Leyline({"validate", "p", "-I", import, "--exclude", "third_party"}).code, 0);
  }
  EXPECT_THAT(Leyline({"validate", "p"}).err,
              HasSubstr("(fix: name the folder to look in with -I DIR or `imports:` in "
                        "leyline.yaml)"));
}

TEST_F(Inputs, HiddenFoldersAreReadFromDiskAsFromGit) {
  Write("contracts/.internal/.deep/h.proto", "syntax = \"proto3\";\nmessage H { int32 x = 1; }\n");
  Write("shared/.hidden/s.proto", "syntax = \"proto3\";\nmessage S {}\n");
  Commit("hidden");
  Write("contracts/.git/objects/g.proto", "garbage");
  for (const char* input : {".", "hidden:.", "contracts", "hidden:contracts"}) {
    EXPECT_EQ(Leyline({"validate", input}).out,
              std::string(input) + ": 2 files compile and link\n");
  }
  EXPECT_THAT(Leyline({"diff", "hidden:.", ".", "--all"}).out, HasSubstr(": 0 changes"));
  Sh("sed -i 's/int32/string/' contracts/.internal/.deep/h.proto");
  const Exit diff = Leyline({"diff", "hidden:.", ".", "--fail-on", "breaking"});
  EXPECT_EQ(diff.code, 1) << diff.out;
  EXPECT_THAT(diff.out, HasSubstr("contracts/.internal/.deep/h.proto:2:13: BREAKING"));
  // A link to a folder that holds only hidden contracts holds contracts.
  Sh("rm -r contracts/.git && ln -s ../shared contracts/common && git add -A && git commit -qm l");
  for (const char* input : {".", "HEAD:."}) {
    EXPECT_THAT(Leyline({"validate", input}).err, HasSubstr("contracts/common: error LG1002"));
  }
}

TEST_F(Inputs, AFileThatIsTooLargeHasAWayOut) {
  Sh("(cat contracts/a.proto; head -c 17000000 /dev/zero | tr '\\0' ' ') >contracts/big.proto");
  Commit("big");
  for (const char* input : {".", "big:."}) {
    const Exit exit = Leyline({"validate", input});
    EXPECT_EQ(exit.code, 3);
    EXPECT_THAT(exit.err, AllOf(HasSubstr("LG1001"), HasSubstr("limit of 16777216 bytes"),
                                HasSubstr("leave it out with --exclude or `exclude:`")));
    EXPECT_EQ(Leyline({"validate", input, "--exclude", "contracts/big.proto"}).code, 0);
  }
}

TEST_F(Inputs, TheLogOfAWrongKindIsToldOneThatWorks) {
  Write("leyline.yaml", "version: 1\nlog: foo\n");
  EXPECT_THAT(Leyline({"validate", "."}).err,
              AllOf(HasSubstr("LG1012"), HasSubstr("use `git:refs/leyline/log`, or `dir:PATH`")));
}

}  // namespace
}  // namespace leyline
