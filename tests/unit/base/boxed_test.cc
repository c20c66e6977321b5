#include "base/boxed.h"

#include <string>

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(Boxed, HoldsAValueOrNone) {
  Boxed<std::string> none;
  EXPECT_FALSE(none.has_value());
  EXPECT_FALSE(Boxed<std::string>(std::optional<std::string>()));
  const Boxed<std::string> some(std::optional<std::string>("a"));
  EXPECT_EQ(*some, "a");
  EXPECT_EQ(some->size(), 1u);
  none.emplace() = "a";
  EXPECT_EQ(none, some);
  none = std::nullopt;
  EXPECT_NE(none, some);
  EXPECT_EQ(none, Boxed<std::string>());
}

TEST(Boxed, CopiesAreValues) {
  const Boxed<std::string> one(std::string("a"));
  Boxed<std::string> copy(one);
  EXPECT_EQ(copy, one);
  *copy = "b";
  EXPECT_EQ(*one, "a");
  copy = one;
  EXPECT_EQ(copy, one);
  const Boxed<std::string> moved(std::move(copy));
  EXPECT_EQ(moved, one);
  EXPECT_EQ(Boxed<std::string>(Boxed<std::string>()), Boxed<std::string>());
}

}  // namespace
}  // namespace leyline
