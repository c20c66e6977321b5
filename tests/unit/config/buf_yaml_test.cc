#include "config/buf_yaml.h"

#include <gmock/gmock.h>

namespace leyline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::string FormatAll(const Errors& errors) {
  std::string text;
  for (const Error& error : errors) text += Format(error) + "\n";
  return text;
}

TEST(BufYamlTest, VersionTwoHasModules) {
  const auto config = ParseBufYaml("buf.yaml", R"(version: v2
modules:
  - path: proto
    name: buf.build/acme/shop
    excludes: [proto/gen]
    includes: [proto/acme]
    breaking: {use: [WIRE]}
  - path: more
    lint: {use: [STANDARD]}
deps: [buf.build/googleapis/googleapis]
lint: {use: [STANDARD]}
breaking:
  use: [FILE]
  except: [FILE_SAME_PACKAGE]
  ignore: [proto/old]
  ignore_only: {FIELD_SAME_NAME: [proto/a.proto, proto/b]}
  ignore_unstable_packages: true
  disable_builtin: false
)");
  ASSERT_TRUE(config.has_value()) << FormatAll(config.error());
  EXPECT_EQ(config->version, "v2");
  EXPECT_FALSE(config->has_module_paths());
  ASSERT_EQ(config->modules.size(), 2U);
  EXPECT_EQ(config->modules[0].path, "proto");
  EXPECT_THAT(config->modules[0].excludes, ElementsAre("proto/gen"));
  EXPECT_THAT(config->modules[0].includes, ElementsAre("proto/acme"));
  EXPECT_TRUE(config->modules[0].breaking.is_there);
  EXPECT_FALSE(config->modules[1].breaking.is_there);
  EXPECT_THAT(config->breaking.use, ElementsAre("FILE"));
  EXPECT_THAT(config->breaking.except, ElementsAre("FILE_SAME_PACKAGE"));
  EXPECT_THAT(config->breaking.ignore, ElementsAre("proto/old"));
  EXPECT_THAT(config->breaking.ignore_only,
              ElementsAre(Pair("FIELD_SAME_NAME", ElementsAre("proto/a.proto", "proto/b"))));
  EXPECT_TRUE(config->breaking.ignore_unstable_packages);
  EXPECT_THAT(config->deps, ElementsAre("buf.build/googleapis/googleapis"));
  EXPECT_THAT(config->left_out, ElementsAre("buf.yaml:9:5: `lint`", "buf.yaml:11:1: `lint`",
                                            "buf.yaml:18:3: `disable_builtin`"));
}

TEST(BufYamlTest, OlderVersionsHaveOneModuleOrRoots) {
  const auto one = ParseBufYaml("buf.yaml", "version: v1\nbuild: {excludes: [gen]}\n");
  ASSERT_TRUE(one.has_value());
  ASSERT_EQ(one->modules.size(), 1U);
  EXPECT_EQ(one->modules[0].path, ".");
  EXPECT_THAT(one->modules[0].excludes, ElementsAre("gen"));
  EXPECT_TRUE(one->has_module_paths());
  const auto roots =
      ParseBufYaml("buf.yaml", "version: v1beta1\nbuild: {roots: [a, b]}\nbreaking:\n");
  ASSERT_TRUE(roots.has_value());
  ASSERT_EQ(roots->modules.size(), 2U);
  EXPECT_EQ(roots->modules[1].path, "b");
}

TEST(BufYamlTest, MistakesHaveTheirPlaces) {
  const auto errors_of = [](const char* text) {
    const auto config = ParseBufYaml("buf.yaml", text);
    return config.has_value() ? std::string() : FormatAll(config.error());
  };
  EXPECT_THAT(errors_of("version: v3\n"), HasSubstr("buf.yaml:1:10"));
  EXPECT_THAT(errors_of("name: x\n"), HasSubstr("`version` is missing"));
  EXPECT_THAT(errors_of("- a\n"), HasSubstr("expected a map"));
  EXPECT_THAT(errors_of("version: v1\nbreaking: {use: FILE}\n"), HasSubstr("buf.yaml:2:17"));
  EXPECT_THAT(errors_of("version: v1\nbreaking: [FILE]\n"), HasSubstr("expected a map"));
  EXPECT_THAT(errors_of("version: [\n"), HasSubstr("LG1005"));
}

TEST(BufYamlTest, AWorkspaceNamesFolders) {
  EXPECT_THAT(*ParseBufWork("buf.work.yaml", "version: v1\ndirectories: [a, b/c]\n"),
              ElementsAre("a", "b/c"));
  EXPECT_FALSE(ParseBufWork("buf.work.yaml", "directories: a\n").has_value());
  EXPECT_FALSE(ParseBufWork("buf.work.yaml", "just text\n").has_value());
}

}  // namespace
}  // namespace leyline
