// Bypasses, waivers and secrets: what their readers take.
#include "records/bypass.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/records.h"
#include "records/secrets.h"
#include "records/waivers.h"

namespace leyline {
namespace {

using ::testing::HasSubstr;

const std::string kDigest = "sha256:" + std::string(64, 'a');

Bypass Whole() {
  Bypass bypass;
  bypass.id = "b-1";
  bypass.target_ref = "refs/heads/main";
  bypass.changes = {kDigest};
  bypass.codes = {"LG4001", "LG4005"};
  bypass.reason = "billing is down until the field goes";
  bypass.ticket = "OPS-1";
  bypass.requested_by = "alice";
  bypass.granted_by = "dan";
  bypass.granted_at = Time{1'800'000'000};
  bypass.expires_at = Time{1'800'003'600};
  return bypass;
}

std::string ProblemOf(const Bypass& bypass, const std::string& file = "bypasses/b-1.yaml") {
  const auto read = ParseBypass(file, TextOf(bypass));
  return read.has_value() ? "" : Format(read.error().front());
}

TEST(BypassRecord, ReadsBackWhatWasWritten) {
  const auto read = ParseBypass("bypasses/b-1.yaml", TextOf(Whole()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(TextOf(*read), TextOf(Whole()));
  EXPECT_THAT(SignedTextOf(*read, "acme"), HasSubstr(read->content));
  EXPECT_NE(SignedTextOf(*read, "acme"), SignedTextOf(*read, "acme-fork"));
}

TEST(BypassRecord, RefusesWhatSaysTooLittle) {
  Bypass bypass = Whole();
  bypass.reason = "urgent";
  EXPECT_THAT(ProblemOf(bypass), HasSubstr("LG4504"));
  bypass = Whole();
  bypass.reason += ", and AKIAIOSFODNN7EXAMPLE opens it";
  EXPECT_THAT(ProblemOf(bypass), HasSubstr("LG3020: `reason` looks as if it held an access key"));
  bypass = Whole();
  bypass.ticket = "";
  EXPECT_THAT(ProblemOf(bypass), HasSubstr("LG1011: `ticket` is empty"));
  bypass = Whole();
  bypass.expires_at = bypass.granted_at;
  EXPECT_THAT(ProblemOf(bypass), HasSubstr("LG4503"));
  bypass = Whole();
  bypass.changes = {"anything"};
  EXPECT_THAT(ProblemOf(bypass), HasSubstr("LG3006"));
  EXPECT_THAT(ProblemOf(Whole(), "bypasses/b-2.yaml"), HasSubstr("LG1016"));
  EXPECT_THAT(ParseBypass("b.yaml", "a: [").error().front().code, "LG1005");
}

std::string WaiverProblem(const std::string& fields) {
  const auto read = ParseWaivers("waivers.yaml", "version: 1\nwaivers: [{" + fields + "}]\n");
  return read.has_value() ? "" : Format(read.error().front());
}

TEST(WaiversFile, IsReadStrictly) {
  const std::string good =
      "change_type: REMOVE_FIELD, element: a.B.c, owner: olga, reason: it is "
      "rebuilt anyway, expires: 2026-12-01T00:00:00Z";
  EXPECT_EQ(WaiverProblem(good), "");
  EXPECT_THAT(WaiverProblem(good + "}, {" + good), HasSubstr("is waived twice"));
  const auto with = [&](const std::string& what, const std::string& instead) {
    std::string text = good;
    text.replace(text.find(what), what.size(), instead);
    return WaiverProblem(text);
  };
  EXPECT_THAT(with("REMOVE_FIELD", "DROP_FIELD"), HasSubstr("did you mean `REMOVE_FIELD`?"));
  EXPECT_THAT(with("a.B.c", "'a.*'"), HasSubstr("there are no wild cards"));
  EXPECT_THAT(with("it is rebuilt anyway", "tbd"), HasSubstr("LG3004"));
  EXPECT_THAT(with("it is rebuilt anyway", "the key is AKIAIOSFODNN7EXAMPLE"),
              HasSubstr("LG3020: `reason` looks as if it held an access key of AWS"));
  EXPECT_THAT(with("owner: olga, ", ""), HasSubstr("the waiver has no `owner`"));
  EXPECT_THAT(with("owner: olga", "owner: olga, digest: x"), HasSubstr("LG3006"));
}

TEST(Secrets, AreFoundByTheirForm) {
  const std::string letters(40, 'x');
  EXPECT_EQ(FindSecret("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA"), "a private key");
  EXPECT_EQ(FindSecret("-----BEGIN SSH SIGNATURE-----\n-----BEGIN RSA PRIVATE KEY-----"),
            "a private key");
  EXPECT_EQ(FindSecret("key AKIAIOSFODNN7EXAMPLE."), "an access key of AWS");
  EXPECT_EQ(FindSecret("ghp_" + letters), "a token of GitHub");
  EXPECT_EQ(FindSecret("glpat-" + letters), "a token of GitLab");
  EXPECT_EQ(FindSecret("ghp_short, notghp_" + letters + ", AKIA, -----BEGIN CERTIFICATE-----"), "");
}

TEST(Secrets, AreRefusedInProposals) {
  ChangeProposal proposal;
  proposal.description = "We use -----BEGIN EC PRIVATE KEY-----";
  const Errors errors = ValidateProposal(proposal, ProposalLevel::kDraft);
  EXPECT_TRUE(std::any_of(errors.begin(), errors.end(),
                          [](const Error& error) { return error.code == "LG3020"; }));
}

}  // namespace
}  // namespace leyline
