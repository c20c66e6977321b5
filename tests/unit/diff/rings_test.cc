#include "analyzer/diff/rings.h"

#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Moves = std::vector<std::pair<int, int>>;

TEST(Rings, AreFoundAmongChains) {
  EXPECT_THAT(Rings(Moves{}), IsEmpty());
  EXPECT_THAT(Rings(Moves{{1, 2}}), IsEmpty());
  EXPECT_THAT(Rings(Moves{{1, 2}, {2, 3}}), IsEmpty());
  EXPECT_THAT(Rings(Moves{{1, 2}, {2, 1}}), ElementsAre(ElementsAre(0, 1)));
  EXPECT_THAT(Rings(Moves{{2, 3}, {3, 1}, {1, 2}}), ElementsAre(ElementsAre(0, 1, 2)));
  EXPECT_THAT(Rings(Moves{{1, 2}, {7, 8}, {2, 1}, {8, 9}, {4, 5}, {5, 4}}),
              ElementsAre(ElementsAre(0, 2), ElementsAre(4, 5)));
}

TEST(Rings, TakesNamesToo) {
  const std::vector<std::pair<std::string_view, std::string_view>> moves = {{"a", "b"}, {"b", "a"}};
  EXPECT_THAT(Rings(moves), ElementsAre(ElementsAre(0, 1)));
}

}  // namespace
}  // namespace leyline
