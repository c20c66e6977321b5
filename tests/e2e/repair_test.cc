// A base that can't be used must not refuse its repair for ever, nor let anything else in with it.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Repair : public Platform {
 protected:
  // Damages main and begins a change of it.
  void Damage(const std::string& script) {
    Sh("git switch -q main && " + script + " && git add -A && git commit -qm damage");
    Sh("git switch -qC change && git commit -q --allow-empty -m change");
  }
  void Commit(const std::string& script) { Sh(script + " && git add -A && git commit -qm change"); }
  Exit Gate(const std::vector<std::string>& repairs = {}) {
    std::vector<std::string> arguments = {"gate", "--against", "main"};
    for (const std::string& repair : repairs) {
      arguments.emplace_back("--repair");
      arguments.push_back(repair);
    }
    return Leyline(std::move(arguments));
  }
  // The digest that a refusal offers; empty when it offers none.
  static std::string Offered(const Exit& exit) {
    const std::size_t at = exit.err.find("--repair sha256:");
    return at == std::string::npos ? "" : exit.err.substr(at + 9, 7 + 64);
  }

  static constexpr const char* kGarbage =
      "printf 'syntax = \"proto3\";\\nmessage {\\n' > contracts/esper/v1/bad.proto";
};

TEST_F(Repair, OfContracts) {
  Damage(kGarbage);
  const Exit untouched = Gate();
  EXPECT_EQ(untouched.code, 3);
  EXPECT_THAT(untouched.err, AllOf(HasSubstr("contracts/esper/v1/bad.proto:2:9: error"),
                                   HasSubstr("LG2016: the base `")));
  EXPECT_EQ(Offered(untouched), "") << untouched.err;

  Commit("git rm -q contracts/esper/v1/bad.proto");
  const Exit refused = Gate();
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("contracts/esper/v1/bad.proto:2:9: error"),
                                 HasSubstr("whose contracts do not compile"),
                                 HasSubstr("who answers for the target branch reads the repair")));
  const std::string digest = Offered(refused);
  ASSERT_NE(digest, "");
  EXPECT_EQ(Gate({"sha256:" + std::string(64, '0')}).code, 3);
  const Exit let_in = Gate({digest});
  EXPECT_EQ(let_in.code, 0) << let_in.out << let_in.err;
  EXPECT_THAT(let_in.out, AllOf(HasSubstr("LG2016 the contracts of the base `"),
                                HasSubstr("stands for them: --repair vouches")));
  EXPECT_THAT(Read(".git/leyline/log.jsonl"), HasSubstr("\"repaired\":\"" + digest + "\""));

  // What else it does is judged against the last contracts that compiled.
  Commit("git checkout -q breaking -- contracts");
  EXPECT_EQ(Gate({digest}).code, 3) << "another repair has another digest";
  const Exit more = Gate({Offered(Gate())});
  EXPECT_EQ(more.code, 1) << more.out << more.err;
  EXPECT_THAT(more.out, AllOf(HasSubstr("CHANGE_FIELD_TYPE"), HasSubstr("LG5001")));
}

TEST_F(Repair, OfContractsThatNeverCompiled) {
  Sh("git switch -q --orphan other && git checkout -q main -- .");
  Sh(std::string(kGarbage) + " && git add -A && git commit -qm first && git branch -qM other main");
  Sh("git switch -qC change && git rm -q contracts/esper/v1/bad.proto && git commit -qm change");
  const Exit let_in = Gate({Offered(Gate())});
  EXPECT_EQ(let_in.code, 0) << let_in.out << let_in.err;
  EXPECT_THAT(let_in.out, HasSubstr("no contracts at all stands for them"));
  Sh("git switch -q main && git merge -q --no-ff -m merge change");
  const Exit merged = Leyline({"merged"});
  EXPECT_EQ(merged.code, 0) << merged.err;
}

TEST_F(Repair, OfEachGovernanceFile) {
  for (const std::string file :
       {"leyline.yaml", "governance/policy.yaml", "governance/subsystems.yaml"}) {
    SCOPED_TRACE(file);
    const std::string good = Sh("git show main:" + file);
    Damage("printf '\\n  colour: red\\n' >> " + file);
    const Exit untouched = Gate();
    EXPECT_EQ(untouched.code, 2);
    EXPECT_THAT(untouched.err, AllOf(HasSubstr(file + ":"), HasSubstr(file + ": error LG2016: `")));
    EXPECT_EQ(Offered(untouched), "") << untouched.err;
    Write(file, good);
    Commit("true");
    const Exit refused = Gate();
    EXPECT_EQ(refused.code, 2) << refused.out;
    const Exit let_in = Gate({Offered(refused)});
    EXPECT_EQ(let_in.code, 0) << let_in.out << let_in.err;
    EXPECT_THAT(let_in.out, HasSubstr("LG2016 `" + file + "` of the base can't be used"));
    EXPECT_THAT(let_in.out, Not(HasSubstr("CHANGE_POLICY")));
    // Another rule is no part of the repair.
    Commit("echo 'version: 1' >> governance/waivers.yaml");
    const Exit more = Gate({Offered(refused)});
    EXPECT_EQ(more.code, 1) << more.out << more.err;
    EXPECT_THAT(more.out, HasSubstr("CHANGE_POLICY `governance/waivers.yaml`"));
    // Another text is another repair.
    Commit("git rm -q governance/waivers.yaml && echo '# a note' >> " + file);
    EXPECT_EQ(Gate({Offered(refused)}).code, 2);
    Sh("git switch -q main && git reset -q --hard HEAD~1");
  }
}

// What a gate let in with --repair came by the gate, and nothing else did.
TEST_F(Repair, IsKnownToReconcile) {
  for (const std::string& damage :
       {std::string(kGarbage), std::string("echo 'colour: red' >> governance/subsystems.yaml")}) {
    SCOPED_TRACE(damage);
    Damage(damage);
    Sh("git branch -f damaged main");
    Commit(
        "git checkout -q main~1 -- . && git rm -qf --ignore-unmatch "
        "contracts/esper/v1/bad.proto");
    const Exit let_in = Gate({Offered(Gate())});
    ASSERT_EQ(let_in.code, 0) << let_in.out << let_in.err;
    Sh("git switch -q main && git merge -q --ff-only change");
    const std::vector<std::string> reconcile = {"audit", "reconcile", "--against",
                                                "main",  "--since",   "damaged"};
    const Exit known = Leyline(reconcile);
    EXPECT_EQ(known.code, 0) << known.out << known.err;
    // Another repair of the same damage is another one.
    Sh("git reset -q --hard damaged && git checkout -q change -- . && "
       "git rm -qf --ignore-unmatch contracts/esper/v1/bad.proto && "
       "echo '# by hand' >> governance/subsystems.yaml && git commit -qam pushed");
    const Exit pushed = Leyline(reconcile);
    EXPECT_EQ(pushed.code, 1) << pushed.out << pushed.err;
    EXPECT_THAT(pushed.out, HasSubstr("LG5009"));
    Sh("git reset -q --hard damaged~1");
  }
}

TEST_F(Repair, OfSeveralThings) {
  Damage("echo 'colour: red' >> leyline.yaml && echo 'colour: red' >> governance/subsystems.yaml");
  Sh("git switch -q main && " + std::string(kGarbage) + " && git add -A && git commit -qm more");
  Sh("git switch -qC change");
  Commit("git checkout -q main~2 -- . && git rm -q contracts/esper/v1/bad.proto");
  const Exit first = Gate();
  EXPECT_EQ(first.code, 2);
  EXPECT_THAT(first.err, AllOf(HasSubstr("`leyline.yaml` of the base"),
                               HasSubstr("`governance/subsystems.yaml` of the base")));
  const Exit second = Gate({Offered(first)});
  EXPECT_EQ(second.code, 3) << second.err;
  EXPECT_EQ(Gate({Offered(first), Offered(second)}).code, 0);
}

TEST_F(Repair, OfAPolicyThatIsNotFitForProduction) {
  Damage(
      "sed -i 's/min_approvals: 2 /min_approvals: 1 /' governance/policy.yaml && printf '  "
      "environments: [{name: production, refs: [refs/heads/main]}]\\n' >> governance/policy.yaml");
  EXPECT_EQ(Gate().code, 2);
  Commit("sed -i 's/min_approvals: 1 /min_approvals: 2 /' governance/policy.yaml");
  const Exit refused = Gate();
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("LG2004"));
  EXPECT_EQ(Gate({Offered(refused)}).code, 0);
}

TEST_F(Repair, OfARootThatIsNowhere) {
  Damage("git mv contracts schemas");
  EXPECT_EQ(Gate().code, 3);
  Commit("sed -i 's/contracts: .*/contracts: [schmas]/' leyline.yaml");
  EXPECT_EQ(Offered(Gate()), "");
  Commit("sed -i 's/contracts: .*/contracts: [schemas]/' leyline.yaml");
  const Exit refused = Gate();
  EXPECT_EQ(refused.code, 2) << refused.out;
  EXPECT_THAT(refused.err, HasSubstr("neither the base nor the merge result has the root "
                                     "`contracts`"));
  EXPECT_EQ(Gate({Offered(refused)}).code, 0);
}

// It has never counted, so mending it rewrites nothing.
TEST_F(Repair, OfRecordsNeedsNobody) {
  Damage(
      "mkdir -p governance/proposals && echo 'proposal_id: [' > governance/proposals/p.yaml && "
      "cp governance/proposals/p.yaml governance/proposals/q.yaml");
  EXPECT_EQ(Gate().code, 0) << "it never counted, so it stops nobody";
  Commit(
      "git rm -q governance/proposals/q.yaml && git show "
      "approved:governance/proposals/remove-legacy-mode.yaml | sed 's/remove-legacy-mode/p/' > "
      "governance/proposals/p.yaml");
  const Exit mended = Gate();
  EXPECT_EQ(mended.code, 0) << mended.out << mended.err;
  Sh("git switch -q main && git merge -q change && git switch -qC change");
  Commit("git rm -q governance/proposals/p.yaml");
  EXPECT_THAT(Gate().out, HasSubstr("LG5010"));
}

TEST_F(Repair, OfNothingIsSaidToHaveNoEffect) {
  Sh("git switch -q breaking");
  const Exit exit = Gate({"sha256:" + std::string(64, '0')});
  EXPECT_EQ(exit.code, 1);
  EXPECT_THAT(exit.err, HasSubstr("--repair is no longer needed and changes nothing"));
}

}  // namespace
}  // namespace leyline
