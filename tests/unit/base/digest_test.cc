#include "base/digest.h"

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(Digest, IsSha256) {
  EXPECT_EQ(DigestText(Sha256Of("")),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(DigestText(Sha256Of("abc")),
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, PartsDoNotRunTogether) {
  EXPECT_NE(Sha256OfParts({"ab", "c"}), Sha256OfParts({"a", "bc"}));
  EXPECT_NE(Sha256OfParts({"ab"}), Sha256OfParts({"ab", ""}));
  EXPECT_EQ(Sha256OfParts({"ab", "c"}), Sha256Of("2:ab1:c"));
}

// The vectors of RFC 4231.
TEST(Digest, HmacIsThatOfTheStandard) {
  EXPECT_EQ(DigestText(HmacSha256("Jefe", "what do ya want for nothing?")),
            "sha256:5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(DigestText(HmacSha256(std::string(131, '\xaa'),
                                  "Test Using Larger Than Block-Size Key - Hash Key First")),
            "sha256:60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Digest, HexKeepsEveryByte) { EXPECT_EQ(Hex(std::string_view("\x00\x0f\xff", 3)), "000fff"); }

}  // namespace
}  // namespace leyline
