#include "tools/leyline/init/from_buf.h"

#include <cstdlib>
#include <map>

#include <gmock/gmock.h>

#include "analyzer/diff/gating.h"
#include "base/process.h"
#include "base/strings.h"
#include "tools/leyline/init/buf_rules.h"

namespace leyline {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Words(const std::vector<Surface>& surfaces) {
  std::string words;
  for (const Surface surface : surfaces)
    words += (words.empty() ? "" : " ") + std::string(WordOf(surface));
  return words;
}

TakenFromBuf Take(std::vector<BufText> files) {
  auto taken = TakeOverBuf(files);
  EXPECT_TRUE(taken.has_value());
  return taken.value_or(TakenFromBuf{});
}

TakenFromBuf TakeBreaking(const std::string& breaking) {
  return Take({{"buf.yaml", "version: v2\nbreaking:\n" + breaking}});
}

TEST(FromBufTest, CategoriesAreSurfaces) {
  EXPECT_EQ(Words(Take({{"buf.yaml", "version: v2\n"}}).surfaces), "binary json source rpc");
  EXPECT_EQ(Words(TakeBreaking("  use: [FILE]\n").surfaces), "binary json source rpc");
  EXPECT_EQ(Words(TakeBreaking("  use: [PACKAGE]\n").surfaces), "binary json source rpc");
  EXPECT_EQ(Words(TakeBreaking("  use: [WIRE_JSON]\n").surfaces), "binary json rpc");
  EXPECT_EQ(Words(TakeBreaking("  use: [WIRE]\n").surfaces), "binary rpc");
  EXPECT_EQ(Words(TakeBreaking("  use: [FILE_SAME_GO_PACKAGE]\n").surfaces), "source");
  EXPECT_EQ(Words(TakeBreaking("  use: [FIELD_SAME_CTYPE]\n").surfaces), "source") << "an old name";
}

TEST(FromBufTest, ModulesAreRootsAndPathsKeepTheirMeaning) {
  const TakenFromBuf two = Take({{"buf.yaml", R"(version: v2
modules: [{path: proto, excludes: [proto/gen]}, {path: other}]
breaking: {ignore: [proto/old, other/x.proto]}
)"}});
  EXPECT_THAT(two.contracts, ElementsAre("proto", "other"));
  EXPECT_THAT(two.exclude, ElementsAre("proto/gen"));
  ASSERT_EQ(two.rules.size(), 2U);
  EXPECT_THAT(two.rules[0].paths, ElementsAre("proto/old/**"));
  EXPECT_THAT(two.rules[0].surfaces, IsEmpty());
  EXPECT_THAT(two.rules[1].paths, ElementsAre("other/x.proto"));

  const TakenFromBuf one = Take({{"proto/buf.yaml", R"(version: v1
build: {excludes: [gen]}
breaking: {ignore: [old]}
)"}});
  EXPECT_THAT(one.contracts, ElementsAre("proto"));
  EXPECT_THAT(one.exclude, ElementsAre("proto/gen"));
  EXPECT_THAT(one.rules[0].paths, ElementsAre("proto/old/**"));

  const TakenFromBuf roots = Take({{"buf.yaml", R"(version: v1beta1
build: {roots: [a, b]}
breaking: {use: [WIRE], ignore: [old]}
)"}});
  EXPECT_THAT(roots.contracts, ElementsAre("a", "b"));
  ASSERT_EQ(roots.rules.size(), 2U) << "from each root";
  EXPECT_THAT(roots.rules[1].paths, ElementsAre("b/old/**"));
}

TEST(FromBufTest, AWorkspaceChoosesItsFolders) {
  const TakenFromBuf taken = Take({{"a/buf.yaml", "version: v1\nbreaking: {use: [WIRE]}\n"},
                                   {"buf.work.yaml", "version: v1\ndirectories: [a, b]\n"},
                                   {"stray/buf.yaml", "version: v1\n"}});
  EXPECT_THAT(taken.contracts, ElementsAre("a", "b"));
  // The folder without a file has buf's default, so the policy has all surfaces, and `a` fewer.
  EXPECT_EQ(Words(taken.surfaces), "binary json source rpc");
  ASSERT_EQ(taken.rules.size(), 1U);
  EXPECT_THAT(taken.rules[0].paths, ElementsAre("a/**"));
  EXPECT_EQ(Words(taken.rules[0].surfaces), "binary rpc");
}

TEST(FromBufTest, ModulesMayHaveTheirOwnRules) {
  const TakenFromBuf taken = Take({{"buf.yaml", R"(version: v2
modules:
  - {path: a}
  - {path: b, breaking: {use: [WIRE], ignore: [b/old]}}
breaking: {use: [WIRE_JSON]}
)"}});
  EXPECT_EQ(Words(taken.surfaces), "binary json rpc");
  ASSERT_EQ(taken.rules.size(), 2U);
  EXPECT_THAT(taken.rules[0].paths, ElementsAre("b/old/**"));
  EXPECT_THAT(taken.rules[1].paths, ElementsAre("b/**"));
  EXPECT_EQ(Words(taken.rules[1].surfaces), "binary rpc");
}

TEST(FromBufTest, AModuleWithItsOwnRulesLeavesThoseOfTheFileToTheOthers) {
  const TakenFromBuf taken = Take({{"buf.yaml", R"(version: v2
modules: [{path: a, breaking: {use: [WIRE]}}, {path: b}, {path: c}]
breaking: {use: [WIRE], ignore: [b/old]}
)"}});
  ASSERT_EQ(taken.rules.size(), 1U);
  EXPECT_THAT(taken.rules[0].paths, ElementsAre("b/old/**"));
}

TEST(FromBufTest, WhatOneSurfaceCarriesCanBeIgnored) {
  const TakenFromBuf taken = TakeBreaking(R"(  use: [WIRE_JSON]
  ignore_only:
    WIRE_JSON: [free]
    FIELD_SAME_NAME: [names]
    RPC_SAME_REQUEST_TYPE: [names]
)");
  ASSERT_EQ(taken.rules.size(), 1U);
  EXPECT_THAT(taken.rules[0].paths, ElementsAre("free/**"));
  EXPECT_THAT(taken.rules[0].surfaces, IsEmpty());
  EXPECT_THAT(
      taken.notes,
      ElementsAre(HasSubstr(
          "`ignore_only: FIELD_SAME_NAME, RPC_SAME_REQUEST_TYPE` of buf.yaml for `names`")));
  const TakenFromBuf json = TakeBreaking(
      "  use: [WIRE, FIELD_SAME_JSON_NAME]\n  ignore_only: {FIELD_SAME_JSON_NAME: [a.proto]}\n");
  ASSERT_EQ(json.rules.size(), 1U);
  EXPECT_EQ(Words(json.rules[0].surfaces), "binary rpc");
}

TEST(FromBufTest, WhatCannotBeSaidIsListed) {
  const TakenFromBuf taken = Take({{"buf.yaml", R"(version: v2
modules: [{path: proto, includes: [proto/a]}]
deps: [buf.build/googleapis/googleapis]
lint: {use: [STANDARD]}
breaking: {use: [FILE, ACME_RULE], except: [FIELD_SAME_TYPE, FILE_SAME_GO_PACKAGE]}
plugins: [{plugin: acme}]
)"}});
  EXPECT_THAT(taken.notes, Contains(HasSubstr("`lint` says nothing about what breaks")));
  EXPECT_THAT(taken.notes, Contains(HasSubstr("buf export buf.build/googleapis/googleapis")));
  EXPECT_THAT(taken.notes, Contains(HasSubstr("`includes` of module `proto`")));
  EXPECT_THAT(taken.notes, Contains(HasSubstr("`use: ACME_RULE` is no rule of buf")));
  EXPECT_THAT(taken.notes, Contains(HasSubstr("`except: FIELD_SAME_TYPE`")));
  EXPECT_THAT(taken.notes, Contains(HasSubstr("`except: FILE_SAME_GO_PACKAGE`")));
  EXPECT_THAT(taken.notes, Contains(HasSubstr("`plugins`")));
}

TEST(FromBufTest, AWholeSurfaceCanBeExcepted) {
  // What is left of WIRE_JSON without its rules about names and JSON is WIRE.
  const TakenFromBuf taken = TakeBreaking(R"(  use: [WIRE, FIELD_SAME_JSON_NAME]
  except: [FIELD_SAME_JSON_NAME]
)");
  EXPECT_EQ(Words(taken.surfaces), "binary rpc");
  EXPECT_THAT(taken.notes, IsEmpty());
}

TEST(FromBufTest, UnstablePackagesAreGlobs) {
  const TakenFromBuf taken = TakeBreaking("  ignore_unstable_packages: true\n");
  ASSERT_EQ(taken.rules.size(), 1U);
  const auto fits = [&](std::string_view name) {
    for (const std::string& glob : taken.rules[0].names) {
      if (GlobMatches(glob, name, '.')) return true;
    }
    return false;
  };
  for (const char* name :
       {"acme.v1alpha.M", "acme.v1beta2.M", "a.b.v1p1alpha1.M.N", "a.v2test.M", "a.v12beta.M"}) {
    EXPECT_TRUE(fits(name)) << name;
  }
  for (const char* name : {"acme.v1.M", "acme.v1.v1alpha", "acme.alpha.M"}) {
    EXPECT_FALSE(fits(name)) << name;
  }
}

TEST(FromBufTest, NothingToTakeAndBrokenFilesAreErrors) {
  EXPECT_FALSE(TakeOverBuf({}).has_value());
  const std::vector<BufText> broken = {{"a/buf.yaml", "version: v9\n"}, {"b/buf.yaml", "- x\n"}};
  const auto taken = TakeOverBuf(broken);
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().size(), 2U) << "the errors of all files at once";
  const std::vector<BufText> work = {{"buf.work.yaml", "directories: 3\n"}};
  EXPECT_FALSE(TakeOverBuf(work).has_value());
}

// LEYLINE_BUF: the categories are buf's own.
TEST(FromBufTest, TheTableIsBufs) {
  const char* buf = std::getenv("LEYLINE_BUF");
  if (buf == nullptr) GTEST_SKIP() << "LEYLINE_BUF is not set: name the program `buf` in it";
  RealProcess process;
  const auto exit = process.Run(
      {.argv = {buf, "config", "ls-breaking-rules", "--version", "v2", "--format=json"}});
  ASSERT_TRUE(exit.has_value());
  ASSERT_EQ(exit->code, 0) << exit->err;
  std::map<std::string, BufRules> categories;
  for (const char* name : {"FILE", "PACKAGE", "WIRE_JSON", "WIRE", "CSR"}) {
    categories[name] = ExpandBufRule(name);
  }
  int rules = 0;
  for (std::string_view line : Split(exit->out, '\n')) {
    const std::size_t id = line.find("\"id\":\"");
    if (id == std::string_view::npos) continue;
    if (line.find("\"deprecated\":true") != std::string_view::npos) continue;
    const std::string_view name = line.substr(id + 6, line.find('"', id + 6) - id - 6);
    EXPECT_THAT(ExpandBufRule(name), testing::SizeIs(1)) << name;
    for (const auto& [category, members] : categories) {
      const bool listed = line.find("\"" + category + "\"") != std::string_view::npos;
      EXPECT_EQ(members.contains(name), listed) << name << " in " << category;
    }
    ++rules;
  }
  EXPECT_GT(rules, 60);
}

}  // namespace
}  // namespace leyline
