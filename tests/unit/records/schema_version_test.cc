#include <gtest/gtest.h>

#include "records/records.h"

namespace leyline {
namespace {

// test_version_compatibility of the governance document, assertion by assertion.
TEST(SchemaVersionTest, test_version_compatibility) {
  const SchemaVersion version(1, 1);
  EXPECT_TRUE(version.validate_version(1));
  EXPECT_FALSE(version.validate_version(0));
  EXPECT_FALSE(version.validate_version(2));
  EXPECT_EQ(version.get_version(), 1);
}

TEST(SchemaVersionTest, GreenfieldTakesOnlyTheCurrent) {
  const SchemaVersion version(1, 1);
  EXPECT_TRUE(version.check_compatibility(1));
  EXPECT_FALSE(version.check_compatibility(0));
  EXPECT_FALSE(version.check_compatibility(2));
}

TEST(SchemaVersionTest, OlderSupportedVersionsAreCompatible) {
  const SchemaVersion version(5, 3);
  for (int64_t v : {3, 4, 5}) EXPECT_TRUE(version.check_compatibility(v)) << v;
  for (int64_t v : {-1, 0, 2, 6}) EXPECT_FALSE(version.check_compatibility(v)) << v;
  EXPECT_TRUE(version.validate_version(5));
  EXPECT_FALSE(version.validate_version(4));
}

TEST(SchemaVersionTest, ZeroAndNegativesAreNeverValid) {
  const SchemaVersion broken(0, -5);
  EXPECT_FALSE(broken.validate_version(0));
  EXPECT_FALSE(broken.check_compatibility(0));
  EXPECT_FALSE(broken.check_compatibility(-1));
}

}  // namespace
}  // namespace leyline
