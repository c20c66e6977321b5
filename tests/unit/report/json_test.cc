// Our JSON is the ProtoJSON of leyline.v1: libprotobuf reads it strictly and prints the same bytes.
#include "report/json.h"

#include <leyline/v1/change.pb.h>
#include <leyline/v1/gate.pb.h>
#include <leyline/v1/impact.pb.h>
#include <leyline/v1/validate.pb.h>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "tests/unit/report/sample.h"

namespace leyline {
namespace {

// Reads with unknown fields refused, and prints again.
template <class Message>
std::string ThroughProtobuf(const std::string& json) {
  Message message;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &message);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << json;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string printed;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &printed, options).ok());
  return printed + "\n";
}

TEST(Json, DiffIsProtoJson) {
  const std::vector<Change> changes = SampleChanges();
  const std::string json = DiffJson({"main:.", "HEAD:.", changes});
  EXPECT_EQ(json, ThroughProtobuf<v1::DiffReport>(json));
}

// Several threads write them.
TEST(Json, DiffKeepsTheOrderOfManyChanges) {
  std::vector<Change> changes;
  for (int i = 0; i < 600; ++i) {
    changes.push_back(SampleChanges()[static_cast<std::size_t>(i % 2)]);
    changes.back().element = "shop.v1.M.f" + std::to_string(i);
  }
  const std::string json = DiffJson({"a", "b", changes});
  EXPECT_EQ(json, ThroughProtobuf<v1::DiffReport>(json));
  v1::DiffReport report;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &report).ok());
  ASSERT_EQ(report.changes_size(), 600);
  for (int i = 0; i < 600; ++i) {
    EXPECT_EQ(report.changes(i).element(), "shop.v1.M.f" + std::to_string(i));
  }
}

TEST(Json, DiffSaysAgainstWhichReleaseAChangeShows) {
  std::vector<Change> changes = SampleChanges();
  changes[0].release = "v1.0";
  const std::string json =
      DiffJson({.before = "a", .after = "b", .changes = changes, .releases = {"v1.0", "v1.1"}});
  EXPECT_EQ(json, ThroughProtobuf<v1::DiffReport>(json));
  v1::DiffReport report;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &report).ok());
  EXPECT_EQ(report.changes(0).release(), "v1.0");
  EXPECT_EQ(report.changes(1).release(), "");
  EXPECT_EQ(report.releases_size(), 2);
}

TEST(Json, DiffSaysWhatTheChangesAre) {
  const std::vector<Change> changes = SampleChanges();
  v1::DiffReport report;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(DiffJson({"a", "b", changes}), &report).ok());
  EXPECT_EQ(report.format_version(), "1.0");
  EXPECT_EQ(report.summary().changes(), 2);
  EXPECT_EQ(report.summary().breaking(), 1);
  EXPECT_EQ(report.summary().compatible(), 1);
  const v1::Change& removed = report.changes(0);
  EXPECT_EQ(removed.element(), "shop.v1.Order.total");
  EXPECT_EQ(removed.compatibility(), v1::Change::BREAKING_CHANGE);
  EXPECT_EQ(removed.before().line(), 39);
  EXPECT_FALSE(removed.has_after());
  EXPECT_EQ(removed.before_facts().at("number"), "3");
  EXPECT_EQ(removed.verdicts(0).effect(), v1::Verdict::REUSE_POSSIBLE);
  EXPECT_EQ(removed.verdicts(0).condition(), "number 3 is never used again");
  EXPECT_TRUE(removed.verdicts(0).silent());
}

TEST(Json, NamesOfAllEnumsAreThoseOfTheContract) {
  for (int i = 0; i <= static_cast<int>(Effect::kSymbolGone); ++i) {
    v1::Verdict::Effect effect{};
    if (static_cast<Effect>(i) == Effect::kNone) continue;
    EXPECT_TRUE(v1::Verdict::Effect_Parse(std::string(NameOf(static_cast<Effect>(i))), &effect))
        << NameOf(static_cast<Effect>(i));
  }
  for (int i = 0; i <= static_cast<int>(Surface::kRpc); ++i) {
    v1::Verdict::Surface surface{};
    EXPECT_TRUE(v1::Verdict::Surface_Parse(std::string(NameOf(static_cast<Surface>(i))), &surface));
  }
  for (int i = 0; i <= static_cast<int>(Direction::kRoundTrip); ++i) {
    v1::Verdict::Direction direction{};
    EXPECT_TRUE(
        v1::Verdict::Direction_Parse(std::string(NameOf(static_cast<Direction>(i))), &direction));
  }
  for (int i = 0; i <= static_cast<int>(Level::kBreaking); ++i) {
    v1::Verdict::Level level{};
    EXPECT_TRUE(v1::Verdict::Level_Parse(std::string(NameOf(static_cast<Level>(i))), &level));
  }
}

TEST(Json, ValidateIsProtoJson) {
  const std::string valid = ValidateJson({.input = "main:.", .files = 3, .errors = {}});
  EXPECT_EQ(valid, ThroughProtobuf<v1::ValidateReport>(valid));
  EXPECT_EQ(valid,
            "{\"format_version\":\"1.0\",\"input\":\"main:.\",\"valid\":true,\"files\":3}\n");
  const Errors errors = {{.code = "LG1002",
                          .message = "is a <link>\n",
                          .where = SourceSpan{.file = "a.proto"},
                          .fix = "remove it"},
                         {.message = "expected `;`", .where = SourceSpan{"b \"c\".proto", 2, 9}},
                         {.message = "found no .proto files"}};
  const std::string json = ValidateJson({.input = ".", .errors = errors});
  EXPECT_EQ(json, ThroughProtobuf<v1::ValidateReport>(json));
  v1::ValidateReport report;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &report).ok());
  EXPECT_FALSE(report.valid());
  ASSERT_EQ(report.diagnostics_size(), 3);
  EXPECT_EQ(report.diagnostics(0).code(), "LG1002");
  EXPECT_EQ(report.diagnostics(0).location().line(), 0);
  EXPECT_EQ(report.diagnostics(1).location().column(), 9);
  EXPECT_FALSE(report.diagnostics(2).has_location());
}

TEST(Json, ImpactIsProtoJson) {
  const std::vector<Change> changes = SampleChanges();
  const ImpactReport impact = SampleImpact();
  const std::string json = ImpactJson({{"a", "b", changes}, &impact});
  EXPECT_EQ(json, ThroughProtobuf<v1::ImpactReport>(json));
}

TEST(Json, GateIsProtoJson) {
  const SampleGate gate;
  const std::string json = GateJson(gate.view());
  EXPECT_EQ(json, ThroughProtobuf<v1::GateReport>(json));
}

}  // namespace
}  // namespace leyline
