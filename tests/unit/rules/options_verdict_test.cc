// Verdicts on options that no source can show: their extension is not there.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "analyzer/rules/option_values/languages.h"
#include "analyzer/rules/rule.h"
#include "analyzer/schema/load.h"
#include "analyzer/schema/wire.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

std::string Field(uint32_t number, std::string_view bytes) {
  std::string field;
  AppendBytes(field, number, bytes);
  return field;
}

// a.proto with message t.Q { field a = 1 } and service t.S { method Do }, each with these options.
Snapshot With(const std::string& field_options, const std::string& method_options) {
  std::string field = Field(1, "a");
  for (const auto& [number, value] : {std::pair{3U, 1U}, {4U, 1U}, {5U, 5U}}) {
    AppendTag(field, number, WireType::kVarint);
    AppendVarint(field, value);
  }
  field += Field(8, field_options);
  const std::string message = Field(1, "Q") + Field(2, field);
  const std::string method =
      Field(1, "Do") + Field(2, ".t.Q") + Field(3, ".t.Q") + Field(4, method_options);
  const std::string file = Field(1, "a.proto") + Field(2, "t") + Field(4, message) +
                           Field(6, Field(1, "S") + Field(2, method)) + Field(12, "proto3");
  Result<Snapshot> loaded = LoadDescriptorSet("set", Field(1, file), {});
  EXPECT_TRUE(loaded.has_value());
  return loaded ? std::move(*loaded) : Snapshot();
}

TEST(OptionsVerdict, OfAMethodThatNobodyCanReadIsUnknownForCalls) {
  const std::string dump =
      testing::Dump(Diff(With("", Field(50001, "x")), With("", Field(50001, "y"))));
  EXPECT_NE(dump.find("CHANGE_METHOD_OPTION t.S.Do BREAKING_CHANGE"), std::string::npos) << dump;
  EXPECT_NE(dump.find("rpc backward: UNKNOWN"), std::string::npos) << dump;
  EXPECT_NE(dump.find("rpc forward: UNKNOWN"), std::string::npos) << dump;
  EXPECT_NE(dump.find("binary backward: COMPATIBLE"), std::string::npos) << dump;
}

TEST(OptionsVerdict, OfAFieldThatNobodyCanReadChangesNoData) {
  const std::string dump =
      testing::Dump(Diff(With(Field(50001, "x"), ""), With(Field(50001, "y"), "")));
  EXPECT_NE(dump.find("CHANGE_FIELD_OPTION t.Q.a BACKWARD_COMPATIBLE"), std::string::npos) << dump;
  EXPECT_EQ(dump.find("UNKNOWN"), std::string::npos) << dump;
}

TEST(OptionsVerdict, OfABuiltInOptionThatIsNewerThanLeylineIsConditionalInSource) {
  const std::string dump = testing::Dump(Diff(With(Field(99, "x"), ""), With("", "")));
  EXPECT_NE(dump.find("unless no generated code in use follows the option"), std::string::npos)
      << dump;
}

TEST(OptionLanguages, AreKnownByKindAndNumber) {
  const rules::OptionLanguages* package = rules::LanguagesOf(OptionsKind::kFile, 1);
  ASSERT_NE(package, nullptr);
  EXPECT_EQ(package->name, "java_package");
  ASSERT_EQ(package->languages.size(), 1U);
  EXPECT_EQ(package->languages.front(), "Java");
  EXPECT_EQ(rules::LanguagesOf(OptionsKind::kOneof, 1), nullptr);
  EXPECT_EQ(rules::LanguagesOf(OptionsKind::kFile, 99), nullptr);
}

}  // namespace
}  // namespace leyline
