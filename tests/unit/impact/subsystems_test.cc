#include "analyzer/impact/subsystems.h"

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
  const Result<Subsystems> subsystems = ParseSubsystems("subsystems.yaml", text);
  std::vector<std::string> lines;
  if (subsystems.has_value()) return lines;
  for (const Error& error : subsystems.error()) lines.push_back(Format(error));
  return lines;
}

// One subsystem with one more line.
std::vector<std::string> ErrorsWith(std::string_view line) {
  return ErrorsOf("version: 1\nsubsystems:\n  - name: a\n    owner: b\n    " + std::string(line) +
                  "\n");
}

TEST(SubsystemsTest, ReadsTheDocumentedExample) {
  const Result<Subsystems> read = ParseSubsystems("subsystems.yaml", R"(version: 1
subsystems:
  - name: tolaria
    owner: training-team
    writes: [esper.v1.SystemStatePacket]
    reads: [esper.v1.KernelUpdate]
    stores: [{contract: esper.v1.SystemStatePacket, retention_days: 90}, esper.v1.Log]
    serves: [esper.v1.ControlService]
    calls: ["esper.v1.*Service"]
    owns: [esper.**]
    surfaces: [rpc, binary]
  - name: kasmina
    owner: kernel-team
    contact: "#kernel"
    repositories: [https://git.example/kasmina]
    paths: [src/kasmina]
    reads: [{contract: esper.v1.KernelUpdate, fields: [kernel.code, priority]}]
    deployment: {production: v1.4.0, staging: main}
)");
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->list.size(), 2u);
  const Subsystem& tolaria = read->list[0];
  EXPECT_EQ(tolaria.name, "tolaria");
  EXPECT_EQ(tolaria.owner, "training-team");
  EXPECT_EQ(tolaria.where, (SourceSpan{"subsystems.yaml", 3, 5}));
  EXPECT_THAT(tolaria.surfaces, ElementsAre(Surface::kBinary, Surface::kRpc));
  std::vector<std::string> uses;
  for (const ContractUse& use : tolaria.uses) {
    uses.push_back(std::string(NameOf(use.role)) + " " + use.contract + " " +
                   std::to_string(use.retention_days) + " " + std::to_string(use.where.line) + ":" +
                   std::to_string(use.where.column));
  }
  EXPECT_THAT(
      uses, ElementsAre("owns esper.** 0 10:12", "writes esper.v1.SystemStatePacket 0 5:14",
                        "reads esper.v1.KernelUpdate 0 6:13",
                        "stores esper.v1.SystemStatePacket 90 7:25", "stores esper.v1.Log 0 7:74",
                        "serves esper.v1.ControlService 0 8:14", "calls esper.v1.*Service 0 9:13"));
  const Subsystem& kasmina = read->list[1];
  EXPECT_EQ(kasmina.contact, "#kernel");
  EXPECT_THAT(kasmina.repositories, ElementsAre("https://git.example/kasmina"));
  EXPECT_THAT(kasmina.paths, ElementsAre("src/kasmina"));
  ASSERT_EQ(kasmina.uses.size(), 1u);
  ASSERT_EQ(kasmina.uses[0].fields.size(), 2u);
  EXPECT_EQ(kasmina.uses[0].fields[0].text, "kernel.code");
  EXPECT_EQ(kasmina.uses[0].fields[1].where, (SourceSpan{"subsystems.yaml", 17, 69}));
  ASSERT_EQ(kasmina.deployment.size(), 2u);
  EXPECT_EQ(kasmina.deployment[0].environment, "production");
  EXPECT_EQ(kasmina.deployment[1].version, "main");
  EXPECT_THAT(read->list[1].surfaces, ElementsAre(Surface::kBinary));
}

TEST(SubsystemsTest, AnEmptyListIsABeginning) {
  EXPECT_THAT(ErrorsOf("version: 1\nsubsystems: []\n"), IsEmpty());
}

TEST(SubsystemsTest, RefusesWithPlaceAndFix) {
  const struct {
    std::string_view line;
    std::string want;
  } cases[] = {
      {"reads: [a.B, a.B]",
       "subsystems.yaml:5:18: error LG1019: `reads` lists `a.B` twice (fix: remove one of them)"},
      {"reads: [.a.B]",
       "subsystems.yaml:5:13: error LG2102: `.a.B` is neither the full name of a contract nor a "
       "glob (fix: write it like acme.v1.Invoice, acme.v1.* or acme.**)"},
      {"reads: [a/B]",
       "subsystems.yaml:5:13: error LG2102: `a/B` is neither the full name of a contract nor a "
       "glob (fix: write it like acme.v1.Invoice, acme.v1.* or acme.**)"},
      {"reads: ['']", "subsystems.yaml:5:13: error LG1011: `reads` has an empty entry"},
      {"reads: [[a.B]]",
       "subsystems.yaml:5:13: error LG1012: `reads`: expected text, found a list"},
      {"reads: [{contract: a.B, retention_days: 1}]",
       "subsystems.yaml:5:29: error LG1010: unknown key `retention_days` in the entry of `reads` "
       "(fix: known are: contract, fields)"},
      {"reads: [{contract: a.B, fields: []}]",
       "subsystems.yaml:5:37: error LG1011: `fields` is empty (fix: write a value)"},
      {"reads: [{contract: a.B, fields: [c..d]}]",
       "subsystems.yaml:5:38: error LG2103: `c..d` is no path of fields (fix: write it like total "
       "or customer.address.city)"},
      {"deployment: {Production: v1}",
       "subsystems.yaml:5:18: error LG1016: `deployment`: `Production` is not an id (fix: use "
       "1 to 64 of a-z, 0-9, `.`, `_`, `-`, beginning with a letter or digit)"},
      {"deployment: {production: [v1]}",
       "subsystems.yaml:5:30: error LG1012: `deployment.production`: expected text, found a list"},
      {"stores: [{contract: a.B, retention_days: 0}]",
       "subsystems.yaml:5:46: error LG1013: `retention_days`: 0 is outside 1..36500"},
      {"stores: [{retention_days: 1}]",
       "subsystems.yaml:5:14: error LG1011: the entry of `stores` has no `contract` (fix: add "
       "`contract:`)"},
      {"stores: [{contract: a.B, retention: 1}]",
       "subsystems.yaml:5:30: error LG1010: unknown key `retention` in the entry of `stores` (fix: "
       "known are: contract, fields, retention_days)"},
      {"surfaces: [rcp]",
       "subsystems.yaml:5:16: error LG1012: `surfaces`: unknown `rcp`; expected binary, json, "
       "text, source, rpc (fix: did you mean `rpc`?)"},
      {"surfaces: []",
       "subsystems.yaml:5:15: error LG1011: `surfaces` is empty (fix: write a value)"},
      {"read: []",
       "subsystems.yaml:5:5: error LG1010: unknown key `read` in the subsystem (fix: did you mean "
       "`reads`?)"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(ErrorsWith(c.line), ElementsAre(c.want)) << c.line;
  }
}

TEST(SubsystemsTest, NamesAreUniqueAndRequired) {
  EXPECT_THAT(
      ErrorsOf("version: 1\nsubsystems:\n- {name: a, owner: b}\n- {name: a, owner: b}\n"),
      ElementsAre("subsystems.yaml:4:3: error LG1017: subsystem `a` is also described at line 3 "
                  "(fix: merge the two)"));
  EXPECT_THAT(ErrorsOf("version: 1\nsubsystems:\n- {}\n- text\n"),
              ElementsAre("subsystems.yaml:3:3: error LG1011: the subsystem has no `name` (fix: "
                          "add `name:`)",
                          "subsystems.yaml:3:3: error LG1011: the subsystem has no `owner` (fix: "
                          "add `owner:`)",
                          "subsystems.yaml:4:3: error LG1012: `subsystem`: expected a map, found "
                          "text `text`"));
}

TEST(SubsystemsTest, TopLevel) {
  EXPECT_THAT(ErrorsOf("{}\n"),
              ElementsAre("subsystems.yaml:1:1: error LG1011: the subsystem map has no "
                          "`subsystems` (fix: add `subsystems:`)",
                          "subsystems.yaml:1:1: error LG1011: the subsystem map has no `version` "
                          "(fix: add `version:`)"));
  EXPECT_THAT(ErrorsOf("a: [\n"), ::testing::SizeIs(1));
}

}  // namespace
}  // namespace leyline
