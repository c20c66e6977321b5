// What the gate tells beside its verdict, and that it changes no verdict.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::HasSubstr;
using testing::Not;

class Notices : public Platform {};

TEST_F(Notices, ContractsBelowImportRootsAreNotGoverned) {
  Sh("mkdir third_party && echo 'syntax = \"proto3\"; message T { int32 a = 1; }' > "
     "third_party/t.proto && echo 'imports: [third_party, contracts]' >> leyline.yaml && "
     "git add -A && git commit -qm imports && git switch -qc change");
  EXPECT_THAT(Leyline({"gate"}).err, Not(HasSubstr("not governed")));
  Sh("sed -i 's/int32/string/' third_party/t.proto && cp third_party/t.proto third_party/u.proto "
     "&& "
     "git add -A && git commit -qm change");
  const Exit exit = Leyline({"gate"});
  EXPECT_EQ(exit.code, 0) << exit.out << exit.err;
  EXPECT_THAT(exit.err, HasSubstr("not governed, for they lie below `imports:` of leyline.yaml: 2 "
                                  "files: third_party/t.proto, third_party/u.proto\n"));
  EXPECT_THAT(Gate("breaking", "1").err, Not(HasSubstr("not governed")));
}

TEST_F(Notices, WhatIsNotCommittedIsNotJudged) {
  const Exit clean = Gate("compatible", "1");
  EXPECT_THAT(clean.err, Not(HasSubstr("not judged")));
  Sh("rm contracts/esper/v1/telemetry.proto && echo x >> leyline.yaml && mkdir -p "
     "governance/decisions && echo x > 'governance/decisions/a b.yaml' && echo x > notes.txt && "
     "git add leyline.yaml && echo x > contracts/new.proto && echo x > contracts/README");
  const Exit exit = Gate("compatible", "2");
  EXPECT_EQ(exit.code, 0) << exit.err;
  EXPECT_EQ(exit.out, clean.out);
  EXPECT_THAT(exit.err,
              HasSubstr("not judged, for it is not committed: 4 files: contracts/esper/v1/"
                        "telemetry.proto, contracts/new.proto, governance/decisions/a b.yaml and 1 "
                        "more\n"));
  Cd("esper/contracts");
  EXPECT_THAT(Leyline({"gate"}).err, HasSubstr("4 files: contracts/esper/v1/telemetry.proto"));
}

TEST_F(Notices, APassByNothingIsNoApproval) {
  EXPECT_THAT(Gate("compatible", "1").err,
              HasSubstr("the policy asked for nothing: no change is gated in mode backward on "
                        "binary, json, rpc\n"));
  EXPECT_THAT(Gate("approved", "1").err, Not(HasSubstr("asked for nothing")));
  EXPECT_THAT(Gate("main", "1").err, Not(HasSubstr("asked for nothing")));
}

TEST_F(Notices, GithubIsToldOfAPass) {
  Sh("git switch -q compatible");
  EXPECT_THAT(Leyline({"gate", "--format", "github"}).out,
              HasSubstr("::notice title=leyline::PASS: 1 change ("));
}

}  // namespace
}  // namespace leyline
