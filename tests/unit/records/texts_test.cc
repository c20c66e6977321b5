#include "records/texts.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(TextsTest, Placeholders) {
  const std::string_view placeholders[] = {"",
                                           "  ",
                                           "TBD",
                                           "n/a",
                                           "N/A.",
                                           "none",
                                           "To do",
                                           "TODO!!",
                                           "xxxxx",
                                           "....................",
                                           "tbd tbd tbd tbd tbd tbd",
                                           "<why this is needed>",
                                           "lorem ipsum dolor sit",
                                           "to be defined later",
                                           " <say how to go back>\n",
                                           "not applicable"};
  for (std::string_view text : placeholders) EXPECT_TRUE(IsPlaceholder(text)) << text;
  const std::string_view real[] = {"roll back to release 1.4", "go back",
                                   "the plan is to revert",    "<b> is renamed",
                                   "\xC3\xA4nderung",          "no rollback is possible"};
  for (std::string_view text : real) EXPECT_FALSE(IsPlaceholder(text)) << text;
}

TEST(TextsTest, ContractNames) {
  const std::string_view good[] = {
      "SystemStatePacket",     "acme.v1.Invoice", "_a.B2",
      "acme/v1/invoice.proto", "a.proto",         "governance/policy.yaml"};
  for (std::string_view text : good) EXPECT_TRUE(IsContractName(text)) << text;
  const std::string_view bad[] = {"",
                                  ".a.B",
                                  "a..B",
                                  "a.B.",
                                  "a.*",
                                  "2a",
                                  "a b",
                                  "a-b",
                                  "/a.proto",
                                  "../policy.yaml",
                                  "a/b.txt",
                                  "../a.proto",
                                  "a/../b.proto",
                                  "a//b.proto",
                                  "a\\b.proto",
                                  "*.proto/x.proto",
                                  "\xD0\xB0.B"};
  for (std::string_view text : bad) EXPECT_FALSE(IsContractName(text)) << text;
  EXPECT_FALSE(IsContractName(std::string(513, 'a')));
}

TEST(TextsTest, Digests) {
  const std::string hex(64, 'a');
  EXPECT_TRUE(IsDigestText("sha256:" + hex));
  EXPECT_FALSE(IsDigestText(hex));
  EXPECT_FALSE(IsDigestText("sha256:" + hex + "a"));
  EXPECT_FALSE(IsDigestText("sha256:" + std::string(64, 'A')));
  EXPECT_FALSE(IsDigestText("sha256:"));
}

TEST(TextsTest, Stems) {
  EXPECT_EQ(StemOf("governance/proposals/p-1.yaml"), "p-1");
  EXPECT_EQ(StemOf("p-1.yaml"), "p-1");
  EXPECT_EQ(StemOf("a.b/p.1.yaml"), "p.1");
  EXPECT_EQ(StemOf("a.b/p"), "p");
}

}  // namespace
}  // namespace leyline
