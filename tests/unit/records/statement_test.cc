#include "records/statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/ssh_key.h"

namespace leyline {
namespace {

using testing::HasSubstr;

Statement Example() {
  return {.principal = "dana",
          .vote = Vote::kReject,
          .reason = "it is \"read\"\nby two",
          .repository = "acme",
          .target_ref = "refs/heads/main",
          .proposal_id = "p-1",
          .proposal_digest = "sha256:00",
          .changes = {"sha256:01", "sha256:02"},
          .supersedes = {},
          .issued_at = ParseTime("2026-11-29T08:00:00Z").value()};
}

std::string FileOf(const Statement& statement) {
  return "governance/approvals/" + statement.proposal_id + "/" + FileNameOf(statement);
}

std::string ProblemOf(const std::string& text) {
  const auto read = ParseStatement(FileOf(Example()), text);
  return read.has_value() ? "" : Format(read.error().front());
}

TEST(Statement, IsCanonicalJsonAndReadsBack) {
  EXPECT_EQ(
      TextOf(Example()),
      "{\"changes\":[\"sha256:01\",\"sha256:02\"],\"issued_at\":\"2026-11-29T08:00:00Z\","
      "\"principal\":\"dana\",\"proposal_digest\":\"sha256:00\",\"proposal_id\":\"p-1\","
      "\"reason\":\"it is \\\"read\\\"\\nby two\",\"repository\":\"acme\",\"supersedes\":[],"
      "\"target_ref\":\"refs/heads/main\",\"type\":\"leyline.approval.v1\",\"vote\":\"reject\"}");
  auto read = ParseStatement(FileOf(Example()), TextOf(Example()));
  ASSERT_TRUE(read.has_value()) << Format(read.error()[0]);
  read->where = {};
  EXPECT_EQ(*read, Example());
}

TEST(Statement, AnyOtherSpellingIsRefused) {
  const std::string good = TextOf(Example());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_THAT(ProblemOf(good + "\n"), HasSubstr("LG1005: not a statement: more text"));
  EXPECT_THAT(ProblemOf(" " + good), HasSubstr("LG1005"));
  EXPECT_THAT(ProblemOf(with("dana", "d\\u0061na")), HasSubstr("LG1005"));
  EXPECT_THAT(ProblemOf(with("\"vote\"", "\"vote\":\"approve\",\"vote\"")), HasSubstr("LG1005"));
  EXPECT_THAT(ProblemOf(with("reject", "allow")), HasSubstr("unknown vote `allow`"));
  EXPECT_THAT(ProblemOf(with("sha256:02", "sha256:01")), HasSubstr("not in canonical form"));
  EXPECT_THAT(ProblemOf(with("approval.v1", "approval.v2")), HasSubstr("LG4013"));
  EXPECT_THAT(ProblemOf(with("by two", "by ten")),
              HasSubstr("LG1016: this statement belongs at p-1/"));
  EXPECT_THAT(ProblemOf(with("by two", "\xE2\x80\xAE")), HasSubstr("LG1004"));
  EXPECT_THAT(ProblemOf(std::string(kMaxStatement + 1, 'x')), HasSubstr("LG1001"));
}

TEST(SshKey, OfASignatureIsFoundWithoutVerifyingIt) {
  constexpr std::string_view kSignature = R"(-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgV8bVbitTt5zYw3ByLh/Do0FDw5
9SgseCXyyyj2tsw6EAAAATbGV5bGluZS5hcHByb3ZhbC52MQAAAAAAAAAGc2hhNTEyAAAA
UwAAAAtzc2gtZWQyNTUxOQAAAEAQb2297FbjDZ5lczKGPXIc+YGmnn3Yss7IvzTAhNTIOo
PBcOiaQgF1/HwIC4fvdn+o++5Cd3QfbVSEtGm+KOsD
-----END SSH SIGNATURE-----
)";
  EXPECT_EQ(KeyOfSignature(kSignature).value(),
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFfG1W4rU7ec2MNwci4fw6NBQ8OfUoLHgl8sso9rbMOh");
  EXPECT_EQ(NamespaceOfSignature(kSignature), "leyline.approval.v1");
  for (std::size_t cut = 0; cut + 1 < kSignature.size(); ++cut) {
    EXPECT_FALSE(KeyOfSignature(kSignature.substr(0, cut)).has_value()) << cut;
  }
}

}  // namespace
}  // namespace leyline
