#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/option_values/http.h"
#include "analyzer/schema/wire.h"

namespace leyline::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Text(uint32_t number, std::string_view text) {
  std::string bytes;
  AppendBytes(bytes, number, text);
  return bytes;
}

std::string Options(std::string_view rule) { return Text(kGoogleApiHttp, rule); }

std::vector<std::string> Routes(const std::string& options) {
  std::vector<std::string> routes;
  for (const HttpBinding& binding : HttpBindingsOf(options)) routes.push_back(binding.route);
  return routes;
}

TEST(HttpBindings, AreVerbsAndPathsWithoutNamesOfVariables) {
  const std::pair<uint32_t, std::string_view> kRows[] = {
      {2, "GET /v1/{*}"},    {3, "PUT /v1/{*}"},   {4, "POST /v1/{*}"},
      {5, "DELETE /v1/{*}"}, {6, "PATCH /v1/{*}"},
  };
  for (const auto& [number, route] : kRows) {
    EXPECT_THAT(Routes(Options(Text(number, "/v1/{id}"))), ElementsAre(route));
  }
  EXPECT_THAT(Routes(Options(Text(2, "/v1/{name=shelves/*}/{b.c}:read"))),
              ElementsAre("GET /v1/{shelves/*}/{*}:read"));
  EXPECT_THAT(Routes(Options(Text(8, Text(1, "HEAD") + Text(2, "/v1/{x=**}")))),
              ElementsAre("HEAD /v1/{**}"));
}

TEST(HttpBindings, IncludeAdditionalOnes) {
  const std::string nested = Text(4, "/c") + Text(11, Text(2, "/not-allowed"));
  EXPECT_THAT(Routes(Options(Text(2, "/a") + Text(11, Text(3, "/b")) + Text(11, nested))),
              ElementsAre("GET /a", "PUT /b", "POST /c"));
}

TEST(HttpBindings, AreReadFromSeveralParts) {
  EXPECT_THAT(Routes(Options(Text(2, "/a")) + Options(Text(11, Text(2, "/b")))),
              ElementsAre("GET /a", "GET /b"));
}

TEST(HttpBindings, OfAnyBytesAreSafe) {
  EXPECT_THAT(Routes(""), IsEmpty());
  EXPECT_THAT(Routes(Options("")), IsEmpty());
  EXPECT_THAT(Routes(Options("\xff\xff\xff")), IsEmpty());
  EXPECT_THAT(Routes(Options(Text(2, "/v1/{open"))), ElementsAre("GET /v1/{open"));
  EXPECT_THAT(Routes(Options(Text(2, "/v1/}{"))), ElementsAre("GET /v1/}{"));
  std::string varint;
  AppendTag(varint, 2, WireType::kVarint);
  AppendVarint(varint, 7);
  EXPECT_THAT(Routes(Options(varint)), IsEmpty());
}

TEST(CompareHttp, SortsRoutesIntoAddedRemovedAndReshaped) {
  const std::string before = Options(Text(2, "/a") + Text(11, Text(4, "/b") + Text(7, "*")));
  const std::string after =
      Options(Text(4, "/b") + Text(7, "x") + Text(11, Text(2, "/c") + Text(12, "y")));
  const HttpChange change = CompareHttp(before, after);
  EXPECT_THAT(change.removed, ElementsAre("GET /a"));
  EXPECT_THAT(change.added, ElementsAre("GET /c"));
  EXPECT_THAT(change.reshaped, ElementsAre("POST /b"));
}

TEST(CompareHttp, FindsNothingInAnotherOrder) {
  const HttpChange change = CompareHttp(Options(Text(2, "/a/{x}") + Text(11, Text(2, "/b"))),
                                        Options(Text(2, "/b") + Text(11, Text(2, "/a/{y=*}"))));
  EXPECT_THAT(change.removed, IsEmpty());
  EXPECT_THAT(change.added, IsEmpty());
  EXPECT_THAT(change.reshaped, IsEmpty());
}

TEST(CompareHttp, SeesAnotherResponseBody) {
  const HttpChange change =
      CompareHttp(Options(Text(2, "/a")), Options(Text(2, "/a") + Text(12, "y")));
  EXPECT_THAT(change.reshaped, ElementsAre("GET /a"));
}

}  // namespace
}  // namespace leyline::rules
