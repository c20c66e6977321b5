#include "config/leyline_yaml.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ErrorsOf(std::string_view text) {
  const Result<Config> config = ParseConfig("leyline.yaml", text);
  std::vector<std::string> lines;
  if (config.has_value()) return lines;
  for (const Error& error : config.error()) lines.push_back(Format(error));
  return lines;
}

Config Good(std::string_view text) {
  Result<Config> config = ParseConfig("leyline.yaml", text);
  EXPECT_TRUE(config.has_value()) << (config ? "" : Format(config.error().front()));
  return config ? *config : Config();
}

TEST(LeylineYamlTest, Defaults) {
  const Config config = Good("version: 1\n");
  EXPECT_THAT(config.contracts, ElementsAre("."));
  EXPECT_THAT(config.imports, ElementsAre("/usr/include"));
  EXPECT_THAT(config.exclude, IsEmpty());
  EXPECT_EQ(config.governance, "governance");
  EXPECT_EQ(config.log, "");
  EXPECT_EQ(config.history, "");
}

TEST(LeylineYamlTest, ReadsEveryKey) {
  const Config config = Good(R"(version: 1
contracts: [contracts/, ./api//v1]
imports: [/opt/include/, third_party]
exclude: [contracts/old]
governance: ops/governance
log: git:refs/leyline/log
history: v*
)");
  EXPECT_EQ(config.history, "v*");
  EXPECT_THAT(config.contracts, ElementsAre("contracts", "api/v1"));
  EXPECT_THAT(config.imports, ElementsAre("/opt/include", "third_party"));
  EXPECT_THAT(config.exclude, ElementsAre("contracts/old"));
  EXPECT_EQ(config.governance, "ops/governance");
  EXPECT_EQ(config.log, "git:refs/leyline/log");
  EXPECT_THAT(Good("version: 1\nimports: []\n").imports, IsEmpty());
}

TEST(LeylineYamlTest, AnEmptyHistoryIsNoHistory) {
  EXPECT_THAT(ErrorsOf("version: 1\nhistory: \"\"\n"),
              ElementsAre(::testing::HasSubstr("leyline.yaml:2:10: error LG1011: ")));
  EXPECT_THAT(ErrorsOf("version: 1\nhistroy: v*\n"),
              ElementsAre(::testing::HasSubstr("did you mean `history`?")));
}

TEST(LeylineYamlTest, Logs) {
  const struct {
    std::string_view log;
    std::string_view want;  // empty: refused
  } cases[] = {
      {"dir:leyline-log", "dir:leyline-log"},
      {"dir:./a/", "dir:a"},
      {"dir:/var/lib/leyline", "dir:/var/lib/leyline"},
      {"git:refs/leyline/log", "git:refs/leyline/log"},
      {"dir:", ""},
      {"dir:../x", ""},
      {"git:main", ""},
      {"git:refs/x", ""},
      {"git:refs//log", ""},
      {"git:refs/leyline/a..b", ""},
      {"git:refs/leyline/.log", ""},
      {"git:refs/leyline/log.lock", ""},
      {"git:refs/leyline/log.", ""},
      {"git:refs/leyline/lo g", ""},
      {"git:refs/leyline/a@{1}", ""},
      {"git:--upload-pack=x", ""},
      {"leyline.log", ""},
      {"https://leyline.example.org", ""},
  };
  for (const auto& c : cases) {
    const std::string text = "version: 1\nlog: \"" + std::string(c.log) + "\"\n";
    if (!c.want.empty()) {
      EXPECT_EQ(Good(text).log, c.want);
      continue;
    }
    const auto errors = ErrorsOf(text);
    ASSERT_EQ(errors.size(), 1u) << c.log;
    EXPECT_THAT(errors[0], ::testing::StartsWith("leyline.yaml:2:6: error LG1012: `log`: "));
  }
}

TEST(LeylineYamlTest, AFolderWithAColonIsNoDrive) {
  EXPECT_THAT(Good("version: 1\ncontracts: [\"a: b\"]\n").contracts, ElementsAre("a: b"));
}

TEST(LeylineYamlTest, PathsDoNotEscape) {
  const std::string fix = " (fix: write a path below the repository with `/`, without `..`)";
  const struct {
    std::string_view line;
    std::string want;
  } cases[] = {
      {"contracts: [../x]",
       "2:13: error LG1003: `contracts`: the path `../x` leaves the repository" + fix},
      {"contracts: [a/../../x]",
       "2:13: error LG1003: `contracts`: the path `a/../../x` leaves the repository" + fix},
      {"contracts: [/etc]",
       "2:13: error LG1003: `contracts`: the path `/etc` leaves the repository" + fix},
      {"contracts: ['a\\b']",
       "2:13: error LG1003: `contracts`: the path `a\\b` leaves the repository" + fix},
      {"contracts: ['C:/x']",
       "2:13: error LG1003: `contracts`: the path `C:/x` leaves the repository" + fix},
      {"contracts: ['']",
       "2:13: error LG1003: `contracts`: the path `` leaves the repository" + fix},
      {"exclude: [..]", "2:11: error LG1003: `exclude`: the path `..` leaves the repository" + fix},
      {"imports: [/a/../b]",
       "2:11: error LG1003: `imports`: the path `/a/../b` leaves the repository" + fix},
      {"governance: ../gov",
       "2:13: error LG1003: `governance`: the path `../gov` leaves the repository" + fix},
      {"governance: /gov",
       "2:13: error LG1003: `governance`: the path `/gov` leaves the repository" + fix},
      {"contracts: [a, ./a/]",
       "2:16: error LG1019: `contracts` lists `a` twice (fix: remove one of them)"},
      {"contracts: []", "2:12: error LG1011: `contracts` is empty (fix: write a value)"},
      {"contracts: a", "2:12: error LG1012: `contracts`: expected a list, found text `a`"},
      {"contracts: [1]",
       "2:13: error LG1012: `contracts`: expected text, found the integer `1` (fix: put it in "
       "quotes: \"1\")"},
      {"contract: [a]",
       "2:1: error LG1010: unknown key `contract` in the configuration (fix: did you mean "
       "`contracts`?)"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(ErrorsOf("version: 1\n" + std::string(c.line) + "\n"),
                ElementsAre("leyline.yaml:" + c.want))
        << c.line;
  }
}

TEST(LeylineYamlTest, VersionIsRequired) {
  EXPECT_THAT(ErrorsOf("contracts: [a]\n"),
              ElementsAre("leyline.yaml:1:1: error LG1011: the configuration has no `version` "
                          "(fix: add `version:`)"));
  EXPECT_THAT(
      ErrorsOf(""),
      ElementsAre(
          "leyline.yaml:1:1: error LG1011: the configuration is empty (fix: write its keys; "
          "leyline schema shows them)"));
  EXPECT_THAT(ErrorsOf("version: 3\n"),
              ElementsAre("leyline.yaml:1:10: error LG1020: `version` 3 is newer than this tool "
                          "(1) (fix: update leyline)"));
  EXPECT_THAT(ErrorsOf("a: ["), ::testing::SizeIs(1));
}

TEST(LeylineYaml, NamesLanguagesAndPlugins) {
  const auto config =
      ParseConfig("leyline.yaml",
                  "version: 1\nbindings:\n  languages: [python]\n  plugins:\n"
                  "    - {name: go, program: protoc-gen-go, options: \"paths=source_relative\"}\n");
  ASSERT_TRUE(config.has_value());
  EXPECT_EQ(config->binding_languages, std::vector<std::string>{"python"});
  ASSERT_EQ(config->binding_plugins.size(), 1U);
  EXPECT_EQ(config->binding_plugins[0].options, "paths=source_relative");
  EXPECT_EQ(config->binding_plugins[0].call, BindingsCall::kContract);
  const auto folder = ParseConfig(
      "leyline.yaml", "version: 1\nbindings: {plugins: [{name: x, program: gen, call: folder}]}\n");
  ASSERT_TRUE(folder.has_value());
  EXPECT_EQ(folder->binding_plugins[0].call, BindingsCall::kFolder);
  EXPECT_THAT(ErrorsOf("version: 1\nbindings: {plugins: [{program: gen}]}\n"),
              ::testing::SizeIs(1));
  for (const char* wrong :
       {"version: 1\nbindings: {plugins: [{name: x, program: gen, call: dir}]}\n",
        "version: 1\nbindings: {languages: [go]}\n", "version: 1\nbindings: {plugin: []}\n",
        "version: 1\nbindings: {plugins: [{name: go}]}\n",
        "version: 1\nbindings: {plugins: [{name: cpp, program: x}]}\n"}) {
    EXPECT_FALSE(ParseConfig("leyline.yaml", wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace leyline
