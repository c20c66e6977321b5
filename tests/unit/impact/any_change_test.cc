#include "analyzer/impact/any_change.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/impact/impact_testing.h"

namespace leyline {
namespace {

using ::testing::HasSubstr;

const std::string kContracts = R"(syntax = "proto2";
package acme.v1;
message Order {
  optional int64 total = 1;
  oneof payment { string card = 2; bool cash = 3; }
  extensions 100 to 200;
}
enum State { STATE_NEW = 0; STATE_PAID = 1; }
service Shop { rpc Buy(Order) returns (Order); }
extend Order { optional string note = 100; }
)";

TEST(AnyChangeTest, OfEachKindOfElement) {
  const Snapshot side = SnapshotOf(kContracts);
  const struct {
    std::string element;
    std::string contract;
    bool is_call;
    int line;
  } cases[] = {
      {"acme.v1.Order", "acme.v1.Order", false, 3},
      {"acme.v1.Order.total", "acme.v1.Order", false, 4},
      {"acme.v1.Order.payment", "acme.v1.Order", false, 5},
      {"acme.v1.State", "acme.v1.State", false, 8},
      {"acme.v1.State.STATE_PAID", "acme.v1.State", false, 8},
      {"acme.v1.Shop", "acme.v1.Shop", true, 9},
      {"acme.v1.Shop.Buy", "acme.v1.Shop", true, 9},
      {"acme.v1.note", "acme.v1.note", false, 10},
  };
  for (const auto& c : cases) {
    const Result<Change> change = AnyChangeOf(side, c.element);
    ASSERT_TRUE(change.has_value()) << c.element << Format(change.error().front());
    EXPECT_EQ(change->change_type, kAnyChange);
    EXPECT_EQ(change->contract, c.contract) << c.element;
    EXPECT_EQ(change->element, c.element);
    EXPECT_EQ(change->before->line, c.line) << c.element;
    EXPECT_THAT(change->digest, ::testing::StartsWith("sha256:"));
    // Three directions on each surface of data or on rpc, and source.
    EXPECT_EQ(change->verdicts.size(), c.is_call ? 4U : 10U) << c.element;
    for (const Verdict& verdict : change->verdicts) EXPECT_EQ(verdict.level, Level::kUnknown);
    EXPECT_EQ(change->verdicts.back().surface, c.is_call ? Surface::kRpc : Surface::kSource);
  }
}

TEST(AnyChangeTest, ASlipGetsASuggestion) {
  const Snapshot side = SnapshotOf(kContracts);
  const struct {
    std::string element;
    std::string want;
  } cases[] = {
      {"acme.v1.Order.totl", "did you mean `acme.v1.Order.total`?"},
      {"acme.v1.Order.paiment", "did you mean `acme.v1.Order.payment`?"},
      {"acme.v1.State.STATE_PAYD", "did you mean `acme.v1.State.STATE_PAID`?"},
      {"acme.v1.Shop.Bui", "did you mean `acme.v1.Shop.Buy`?"},
      {"acme.v1.Ordr", "did you mean `acme.v1.Order`?"},
      {"Order", "did you mean `acme.v1.Order`?"},
      {"acme.v1.Order.nothing_like_it", "write a full name, like acme.v1.Order.total"},
      {"nothing_like_it", "write a full name, like acme.v1.Order.total"},
      {"acme.v1", "name a contract of it, or a part of one"},
  };
  for (const auto& c : cases) {
    const Result<Change> change = AnyChangeOf(side, c.element);
    ASSERT_FALSE(change.has_value()) << c.element;
    EXPECT_EQ(change.error().front().kind, ErrorKind::kUsage);
    EXPECT_THAT(Format(change.error().front()), HasSubstr(c.want)) << c.element;
  }
}

}  // namespace
}  // namespace leyline
