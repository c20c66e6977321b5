// The command as a stranger would try it.
#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using CommandLine = Shell;

TEST_F(CommandLine, HelpVersionAndMistakes) {
  EXPECT_EQ(Leyline({}).code, 2);
  EXPECT_EQ(Leyline({"--help"}).code, 0);
  EXPECT_THAT(Leyline({"--version"}).out, StartsWith("leyline 0."));
  EXPECT_THAT(Leyline({"diff", "--help"}).out, HasSubstr("leyline diff main:contracts contracts"));
  const Exit verb = Leyline({"dif"});
  EXPECT_EQ(verb.code, 2);
  EXPECT_EQ(verb.err, "error: unknown command `dif` (fix: did you mean `leyline diff`?)\n");
  EXPECT_THAT(Leyline({"diff", "a", "b", "--fail-at", "breaking"}).err,
              HasSubstr("unknown option `--fail-at`; did you mean `--fail-on`?"));
  EXPECT_THAT(Leyline({"diff", "a"}).err, HasSubstr("AFTER is missing"));
  EXPECT_THAT(Leyline({"diff", "a", "b", "--format", "xml"}).err,
              HasSubstr("gitlab, rdjsonl, not `xml`"));
  EXPECT_THAT(Leyline({"diff", "a", "b", "c"}).err, HasSubstr("unexpected argument `c`"));
  EXPECT_EQ(Leyline({"breaker"}).code, 2);
  EXPECT_THAT(Leyline({"breaker"}).err, HasSubstr("did you mean `leyline breaker"));
}

TEST_F(CommandLine, InputsThatAreNotThere) {
  const Exit missing = Leyline({"diff", "nowhere", "nowhere"});
  EXPECT_EQ(missing.code, 3);
  EXPECT_THAT(missing.err, HasSubstr("there is no `nowhere`"));
  Sh("mkdir empty");
  const Exit empty = Leyline({"validate", "empty"});
  EXPECT_EQ(empty.code, 3);
  EXPECT_THAT(empty.err, HasSubstr("LG5005: found no .proto files in `empty`"));
  Write("a.proto", "syntax = \"proto3\";");
  EXPECT_THAT(Leyline({"validate", "a.proto"}).err, HasSubstr("is a file, not an input"));
  const Exit outside = Leyline({"validate", "main:."});
  EXPECT_EQ(outside.code, 3);
  EXPECT_THAT(outside.err, HasSubstr("not in a git repository"));
}

TEST_F(CommandLine, ValidateListsAllErrors) {
  Write("p/a.proto",
        "syntax = \"proto3\";\nmessage A { int32 x = 1 }\nmessage B { Nope n = 1; }\n");
  Write("p/b.proto", "syntax = \"proto3\";\nimport \"gone.proto\";\n");
  const Exit exit = Leyline({"validate", "p"});
  EXPECT_EQ(exit.code, 3);
  EXPECT_THAT(exit.err, HasSubstr("a.proto:2:24: error"));
  EXPECT_THAT(exit.err, HasSubstr("b.proto:2:1: error: import `gone.proto` is in no root"));
  Write("p/a.proto", "syntax = \"proto3\";\nmessage A { int32 x = 1; }\n");
  Write("p/b.proto", "syntax = \"proto3\";\nimport \"a.proto\";\nmessage B { A a = 1; }\n");
  const Exit fine = Leyline({"validate", "p"});
  EXPECT_EQ(fine.code, 0) << fine.err;
  EXPECT_EQ(fine.out, "p: 2 files compile and link\n");
}

TEST_F(CommandLine, DuplicatesAcrossRootsNameBothFiles) {
  Write("leyline.yaml", "version: 1\ncontracts: [one, two]\n");
  Write("one/a.proto", "syntax = \"proto3\";\nmessage A {}\n");
  Write("two/b.proto", "syntax = \"proto3\";\nmessage A {}\n");
  const Exit symbols = Leyline({"validate", "."});
  EXPECT_EQ(symbols.code, 3);
  EXPECT_THAT(symbols.err, HasSubstr("one/a.proto"));
  EXPECT_THAT(symbols.err, HasSubstr("two/b.proto"));
  Sh("mv two/b.proto two/a.proto");
  EXPECT_THAT(Leyline({"validate", "."}).err,
              HasSubstr("`one/a.proto` and `two/a.proto` are both imported as `a.proto`"));
}

TEST_F(CommandLine, DiffFailsOnlyWhenAsked) {
  Write("old/a.proto", "syntax = \"proto3\";\nmessage A { int64 x = 1; }\n");
  Write("new/a.proto", "syntax = \"proto3\";\nmessage A { sint64 x = 1; }\n");
  const Exit diff = Leyline({"diff", "old", "new"});
  EXPECT_EQ(diff.code, 0);
  EXPECT_THAT(diff.out, HasSubstr("a.proto:2:13: BREAKING    CHANGE_FIELD_TYPE"));
  EXPECT_EQ(Leyline({"diff", "old", "new", "--fail-on", "breaking"}).code, 1);
  EXPECT_EQ(Leyline({"diff", "old", "old", "--fail-on", "conditional"}).code, 0);
  EXPECT_EQ(Leyline({"diff", "old", "old"}).out, "old -> old: 0 changes\n");
}

TEST_F(CommandLine, ModeAndSurfacesDecideWhatFailsAndWhatIsShown) {
  // Binary: safe. JSON and text: the old name is refused backward, the new one forward.
  Write("old/a.proto", "syntax = \"proto3\";\nmessage A { int64 x = 1; }\n");
  Write("new/a.proto", "syntax = \"proto3\";\nmessage A { int64 x = 1; int64 y = 2; }\n");
  Write("gone/a.proto", "syntax = \"proto3\";\nmessage A { reserved 1; reserved \"x\"; }\n");
  Write("noted/a.proto", "syntax = \"proto3\";\nmessage A { int64 x = 1; reserved 9; }\n");
  const struct {
    const char* after;
    std::vector<std::string> flags;
    int code;
  } cases[] = {
      {"new", {}, 0},
      {"new", {"--mode", "backward"}, 0},
      {"new", {"--mode", "forward"}, 1},
      {"new", {"--mode", "full"}, 1},
      {"new", {"--mode", "full", "--surfaces", "binary"}, 0},
      {"new", {"--mode", "forward", "--surfaces", "text"}, 1},
      {"gone", {}, 1},
      {"gone", {"--surfaces", "binary"}, 0},
      {"gone", {"--surfaces", "rpc,binary"}, 0},
      {"gone", {"--surfaces", "binary,json"}, 1},
      {"gone", {"--mode", "forward"}, 0},
      {"gone", {"--surfaces", "source"}, 1},
      {"noted", {"--mode", "full"}, 0},
      {"noted", {"--mode", "strict"}, 1},
      {"noted", {"--mode", "strict", "--surfaces", "rpc"}, 0},
  };
  for (const auto& c : cases) {
    std::vector<std::string> arguments = {"diff", "old", c.after, "--fail-on", "breaking"};
    arguments.insert(arguments.end(), c.flags.begin(), c.flags.end());
    EXPECT_EQ(Leyline(arguments).code, c.code) << testing::PrintToString(arguments);
  }
  const Exit json = Leyline({"diff", "old", "gone", "--surfaces", "json"});
  EXPECT_THAT(json.out, HasSubstr("BREAKING    REMOVE_FIELD"));
  EXPECT_THAT(json.out, HasSubstr("    json   BREAKING     backward: "));
  EXPECT_THAT(json.out, Not(HasSubstr("    text ")));
  EXPECT_THAT(json.out, Not(HasSubstr("round trip")));
  EXPECT_THAT(json.out, HasSubstr("(1 breaking, 0 conditional, 0 compatible); mode backward on "
                                  "json\n"));
  EXPECT_EQ(Leyline({"diff", "old", "gone", "--surfaces", "binary"}).out,
            "old -> gone: 1 change (0 breaking, 0 conditional, 1 compatible); mode backward on "
            "binary; --all shows the compatible ones\n");
  EXPECT_THAT(Leyline({"diff", "old", "gone", "--surfaces", "binary", "--format", "json"}).out,
              AllOf(HasSubstr("\"JSON\""), HasSubstr("\"TEXT\""), HasSubstr("\"FORWARD\"")));
  EXPECT_EQ(Leyline({"diff", "old", "gone", "--surfaces", "binary", "--format", "github"}).out, "");
  EXPECT_THAT(Leyline({"diff", "old", "new", "--mode", "forward", "--format", "github"}).out,
              StartsWith("::error "));
}

TEST_F(CommandLine, ModeAndSurfacesAreReadStrictly) {
  Write("p/a.proto", "syntax = \"proto3\";\nmessage A {}\n");
  const struct {
    std::vector<std::string> flags;
    const char* want;
  } cases[] = {
      {{"--mode", "bakward"},
       "--mode is one of strict, backward, forward, full, not `bakward`; did you mean `backward`?"},
      {{"--mode", "FULL"}, "--mode is one of strict, backward, forward, full, not `FULL`"},
      {{"--surfaces", "binary,jsn"},
       "--surfaces: `jsn` is none of binary, json, text, source, rpc (fix: did you mean `json`?)"},
      {{"--surfaces", "binary json"}, "--surfaces: `binary json` is none of"},
      {{"--surfaces", "binary,"}, "--surfaces: `` is none of"},
      {{"--surfaces", "rpc,rpc"}, "--surfaces names `rpc` twice (fix: remove one of them)"},
      {{"--surface", "rpc"}, "unknown option `--surface`; did you mean `--surfaces`?"},
  };
  for (const auto& c : cases) {
    std::vector<std::string> arguments = {"diff", "p", "p"};
    arguments.insert(arguments.end(), c.flags.begin(), c.flags.end());
    const Exit exit = Leyline(arguments);
    EXPECT_EQ(exit.code, 2) << exit.out;
    EXPECT_THAT(exit.err, HasSubstr(c.want));
  }
}

TEST_F(CommandLine, DescriptorSetsAndFoldersSayTheSame) {
  Write("old/a.proto",
        "syntax = \"proto3\";\nmessage A { int64 x = 1; optional string s = 2; map<string, A> m = "
        "3; }\n");
  Write("new/a.proto",
        "syntax = \"proto3\";\nmessage A { string x = 1; optional string s = 2; }\n");
  Sh("for v in old new; do protoc -I $v --include_source_info -o $v.binpb $v/a.proto; done");
  const Exit folders = Leyline({"diff", "old", "new", "--format", "json"});
  const Exit images = Leyline({"diff", "old.binpb", "new.binpb", "--format", "json"});
  EXPECT_EQ(images.code, 0) << images.err;
  const auto tail = [](const std::string& json) { return json.substr(json.find("\"summary\"")); };
  EXPECT_EQ(tail(folders.out), tail(images.out));
  Write("broken.binpb", "\x0a\xff\xff");
  const Exit broken = Leyline({"diff", "old.binpb", "broken.binpb"});
  EXPECT_EQ(broken.code, 3);
  EXPECT_THAT(broken.err, HasSubstr("byte "));
}

TEST_F(CommandLine, ADigestDoesNotDependOnTheInputFormOrTheSpellingOfOptions) {
  const std::string head =
      "syntax = \"proto3\";\nimport \"google/protobuf/descriptor.proto\";\n"
      "extend google.protobuf.FieldOptions { string tag = 50001; int32 rank = 50002; }\n";
  Write("old/a.proto",
        head + "message M { int32 x = 1 [(tag) = \"a\", (rank) = 7]; int32 y = 2; }\n");
  Write("again/a.proto",
        head + "message M { int32 x = 1 [(rank) = 0x7, (tag) = 'a']; int32 y = 2; }\n");
  Write("new/a.proto", head + "message M { int32 y = 2; }\n");
  Sh("for v in old again new; do protoc -I $v --include_imports -o $v.binpb $v/a.proto; done");
  const auto digest = [&](const std::string& before, const std::string& after) {
    const std::string json = Leyline({"diff", before, after, "--format", "json"}).out;
    const std::size_t at = json.find("sha256:");
    return at == std::string::npos ? json : json.substr(at, 7 + 64);
  };
  const std::string folders = digest("old", "new");
  EXPECT_THAT(folders, StartsWith("sha256:"));
  EXPECT_EQ(digest("old.binpb", "new.binpb"), folders);
  EXPECT_EQ(digest("again", "new"), folders);
  EXPECT_EQ(digest("again.binpb", "new.binpb"), folders);
}

TEST_F(CommandLine, RulesAndExplain) {
  EXPECT_THAT(Leyline({"rules"}).out, HasSubstr("REMOVE_FIELD "));
  const Exit explain = Leyline({"explain", "REMOVE_FIELD"});
  EXPECT_EQ(explain.code, 0);
  EXPECT_THAT(explain.out, HasSubstr("What to do instead"));
  const Exit unknown = Leyline({"explain", "REMOVE_FEILD"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean `REMOVE_FIELD`?"));
}

TEST_F(CommandLine, WitnessExecutesOneChangeAgain) {
  Write("old/a.proto", "syntax = \"proto3\";\npackage t;\nmessage M { int64 a = 1; }\n");
  Write("new/a.proto", "syntax = \"proto3\";\npackage t;\nmessage M { int32 a = 1; }\n");
  const std::string shown = Leyline({"diff", "old", "new"}).out;
  EXPECT_THAT(shown, HasSubstr("witness: binary 088080808010: old writes a = 4294967296, new reads "
                               "a = 0 (unset)\n"));
  const std::string digest = shown.substr(shown.find("sha256:"), 19);
  const Exit full = Leyline({"witness", digest, "old", "new"});
  EXPECT_EQ(full.code, 0) << full.err;
  EXPECT_THAT(full.out, HasSubstr("bytes      088080808010\n"));
  EXPECT_THAT(full.out, HasSubstr("message M {\n        int32 a = 1;\n"));
  EXPECT_THAT(Leyline({"witness", digest.substr(7), "old", "new", "--format", "json"}).out,
              HasSubstr(R"("witness":{"writer":"BEFORE","hex":"088080808010")"));
  Write("both/old/a.proto", "syntax = \"proto3\";\nmessage A { int64 amount_cents = 1; }\n");
  Write("both/new/a.proto", "syntax = \"proto3\";\nmessage A { int32 amount_in_cents = 1; }\n");
  const std::string two = Leyline({"diff", "both/old", "both/new"}).out;
  const std::string shared = two.substr(two.find("digest sha256:") + 7, 7 + 64);
  const Exit all = Leyline({"witness", shared, "both/old", "both/new"});
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, HasSubstr("CHANGE_FIELD_TYPE"));
  EXPECT_THAT(all.out, HasSubstr("RENAME_FIELD"));
  const Exit wrong = Leyline({"witness", digest + "!", "old", "new"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("(CHANGE_FIELD_TYPE of t.M.a)?"));
}

TEST_F(CommandLine, GitRevisionsNeedNoCheckout) {
  Sh("git init -q -b main . && git config user.email a@x && git config user.name A");
  Write("p/a.proto", "syntax = \"proto3\";\nmessage A { int64 x = 1; }\n");
  Sh("git add -A && git commit -qm one && git tag one");
  Write("p/a.proto", "syntax = \"proto3\";\nmessage A { int64 x = 1; int64 y = 2; }\n");
  Sh("git commit -qam two && rm -r p");
  EXPECT_THAT(Leyline({"diff", "one:p", "HEAD:p", "--all"}).out, HasSubstr("ADD_FIELD"));
  EXPECT_THAT(Leyline({"diff", ".git#ref=one,subdir=p", ".git#branch=main,subdir=p", "--all"}).out,
              HasSubstr("ADD_FIELD"));
  const Exit unknown = Leyline({"diff", "on:p", "HEAD:p"});
  EXPECT_EQ(unknown.code, 3);
  EXPECT_THAT(unknown.err, HasSubstr("unknown revision `on`"));
}

TEST_F(CommandLine, HelpNamesTheExitCodesAndVariablesOfItsCommand) {
  const auto help = [&](std::vector<std::string> words) {
    words.emplace_back("--help");
    return Leyline(words).out;
  };
  EXPECT_THAT(help({"impact"}),
              testing::EndsWith(
                  "Exit codes:\n"
                  "  0   pass\n"
                  "  2   usage or configuration\n"
                  "  3   an input can't be read or compiled\n"
                  "  70  a bug in Leyline\n  74  a report or standard output can't be written\n"));
  EXPECT_THAT(help({"diff"}), HasSubstr("  1   blocked by findings"));
  EXPECT_THAT(help({"breaker", "status"}), HasSubstr("  5   blocked by an open circuit"));
  EXPECT_THAT(help({"rules"}), testing::Not(HasSubstr("  3   ")));
  for (const char* variable : {"LEYLINE_CHANGE_REQUEST", "GITHUB_REF", "GITHUB_BASE_REF",
                               "CI_MERGE_REQUEST_IID", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"}) {
    EXPECT_THAT(help({"gate"}), HasSubstr(variable));
  }
  EXPECT_THAT(help({"breaker", "reset"}), HasSubstr("LEYLINE_ACTOR"));
  EXPECT_THAT(help({"merged"}), HasSubstr("CI_COMMIT_BRANCH"));
}

TEST_F(CommandLine, HelpListsTheExitCodesOfTheReadme) {
  const std::string readme =
      Sh("sed -n 's/^| \\([0-9]*\\) | .*/\\1/p' " + std::string(LEYLINE_SOURCE_DIR) + "/README.md");
  EXPECT_EQ(readme, "0\n1\n2\n3\n4\n5\n70\n74\n");
  EXPECT_EQ(Sh(LEYLINE_BINARY " --help | sed -n 's/^  \\([0-9][0-9]*\\)  .*/\\1/p'"), readme);
  for (const char* command : {"diff", "validate", "impact", "gate", "merged", "audit init"}) {
    EXPECT_THAT(Sh(std::string(LEYLINE_BINARY " ") + command + " --help"),
                HasSubstr("\n  74  a report or standard output can't be written\n"));
  }
}

}  // namespace
}  // namespace leyline
