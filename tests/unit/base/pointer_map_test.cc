#include "base/pointer_map.h"

#include <vector>

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(PointerMap, FindsWhatWasPutFirst) {
  std::vector<int> keys(1000);
  PointerMap<std::size_t> map;
  EXPECT_EQ(map.Find(&keys[0]), nullptr);
  for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_TRUE(map.Emplace(&keys[i], i));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_FALSE(map.Emplace(&keys[i], keys.size()));
    ASSERT_NE(map.Find(&keys[i]), nullptr);
    EXPECT_EQ(*map.Find(&keys[i]), i);
  }
  const int other = 0;
  EXPECT_FALSE(map.Contains(&other));
}

TEST(PointerMap, ValuesCanBeChanged) {
  const int key = 0;
  PointerMap<int> map;
  map.Emplace(&key, 1);
  *map.Find(&key) = 2;
  EXPECT_EQ(*map.Find(&key), 2);
  EXPECT_TRUE(map.Contains(&key));
}

}  // namespace
}  // namespace leyline
