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

TEST(Statement, OnlyADeferralHasAnEnd) {
  Statement statement = Example();
  statement.until = ParseTime("2027-01-31T00:00:00Z").value();
  EXPECT_THAT(TextOf(statement), HasSubstr("\"until\":\"2027-01-31T00:00:00Z\",\"vote\""));
  const auto refused = ParseStatement(FileOf(statement), TextOf(statement));
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(Format(refused.error().front()), HasSubstr("`until` means nothing in vote `reject`"));
  statement.vote = Vote::kDefer;
  auto read = ParseStatement(FileOf(statement), TextOf(statement));
  ASSERT_TRUE(read.has_value()) << Format(read.error()[0]);
  read->where = {};
  EXPECT_EQ(*read, statement);
}

TEST(Statement, HoldsNoSecret) {
  Statement statement = Example();
  statement.reason = "AKIAIOSFODNN7EXAMPLE opens it";
  const auto read = ParseStatement(FileOf(statement), TextOf(statement));
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(Format(read.error().front()),
              HasSubstr("LG3020: `reason` looks as if it held an access key of AWS"));
}

TEST(SshKey, OfASignatureIsFoundWithoutVerifyingIt) {
  constexpr std::string_view kSignature = R"(-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgV8bVbitTt5zYw3ByLh/Do0FDw5
9SgseCXyyyj2tsw6EAAAATbGV5bGluZS5hcHByb3ZhbC52MQAAAAAAAAAGc2hhNTEyAAAA
UwAAAAtzc2gtZWQyNTUxOQAAAEAQb2297FbjDZ5lczKGPXIc+YGmnn3Yss7IvzTAhNTIOo
PBcOiaQgF1/HwIC4fvdn+o++5Cd3QfbVSEtGm+KOsD
-----END SSH SIGNATURE-----
)";
  const Result<SshSignature> signature = ReadSignature(kSignature);
  ASSERT_TRUE(signature.has_value());
  EXPECT_EQ(signature->key,
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFfG1W4rU7ec2MNwci4fw6NBQ8OfUoLHgl8sso9rbMOh");
  EXPECT_EQ(signature->purpose, "leyline.approval.v1");
  for (std::size_t cut = 0; cut + 1 < kSignature.size(); ++cut) {
    EXPECT_FALSE(ReadSignature(kSignature.substr(0, cut)).has_value()) << cut;
  }
}

// Made by ssh-keygen -Y sign over `a text`.
constexpr std::string_view kSignatures[] = {R"(-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgdIybqNZVKHRZ1KXjgpZA9Tkx55
nDQ0iBtuuZNFqzRHYAAAATbGV5bGluZS5hcHByb3ZhbC52MQAAAAAAAAAGc2hhNTEyAAAA
UwAAAAtzc2gtZWQyNTUxOQAAAED213I1zdmJy7l6qthNzff8ov0kFutH0ZD3GdLoekNavL
/BdS9HlKo7Y6xHExoeKAMs9GzokY1Td4XGlr+VNq4H
-----END SSH SIGNATURE-----
)",
                                            R"(-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgdIybqNZVKHRZ1KXjgpZA9Tkx55
nDQ0iBtuuZNFqzRHYAAAATbGV5bGluZS5hcHByb3ZhbC52MQAAAAAAAAAGc2hhMjU2AAAA
UwAAAAtzc2gtZWQyNTUxOQAAAEDAkpdvutbiNIugNgVVwcxsXjS4cb1ci6igEZkPNF846Y
zOeLh/7A1SLhwtXDVauB+/LAZpy89JKone/jEzZuMN
-----END SSH SIGNATURE-----
)"};
constexpr std::string_view kOfEcdsa = R"(-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAAGgAAAATZWNkc2Etc2hhMi1uaXN0cDI1NgAAAAhuaXN0cDI1NgAAAE
EEb98ACzqv92uGZT2bL72FM3Cqd0DWp308HNh04ObDre+rx4gHxcnSlgIV/9p6oSV4YCL5
UtFBTvdcpi08D7yI+AAAABNsZXlsaW5lLmFwcHJvdmFsLnYxAAAAAAAAAAZzaGE1MTIAAA
BlAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAABKAAAAIQCkNvt5jiYBxNQqgWjI6GkhTB66
DqtT9B+Qchb7o31MIQAAACEA3TRLWTlGT7FfxTIDENuasE+PbByisS1saoLl2RDjI58=
-----END SSH SIGNATURE-----
)";

TEST(SshKey, VerifiesWhatItsKeySignedAndNothingElse) {
  for (const std::string_view armoured : kSignatures) {
    const SshSignature signature = ReadSignature(armoured).value();
    EXPECT_EQ(Verifies(signature, "a text"), true) << signature.hash;
    EXPECT_EQ(Verifies(signature, "a test"), false);
    const auto spoiled = [&](std::string SshSignature::* field, std::string value) {
      SshSignature other = signature;
      other.*field = std::move(value);
      return Verifies(other, "a text");
    };
    EXPECT_EQ(spoiled(&SshSignature::purpose, "git"), false);
    EXPECT_EQ(spoiled(&SshSignature::algorithm, "ssh-rsa"), false);
    EXPECT_EQ(spoiled(&SshSignature::signature, signature.signature.substr(1)), false);
    EXPECT_EQ(spoiled(&SshSignature::key, "ssh-ed25519 AAAA"), false);
    EXPECT_EQ(spoiled(&SshSignature::key,
                      "ssh-ed25519 "
                      "AAAAC3NzaC1lZDI1NTE5AAAAIFfG1W4rU7ec2MNwci4fw6NBQ8OfUoLHgl8sso9rbMOh"),
              false);
  }
  EXPECT_EQ(Verifies(ReadSignature(kOfEcdsa).value(), "a text"), std::nullopt)
      << "that is ssh-keygen's";
}

}  // namespace
}  // namespace leyline
