#include "report/codes.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace leyline {
namespace {

constexpr Code kCodes[] = {
    // Files as such.
    {"LG1001",
     "a file is larger than its limit: 16 MiB for a contract, 256 KiB for leyline.yaml "
     "and the rules, 64 KiB for a record",
     "split the file; a contract can be left out with --exclude or `exclude:` in leyline.yaml"},
    {"LG1002",
     "a contract or a governance file is a symbolic link, leads through one, lies in a submodule "
     "of a revision, or is a FIFO, a device or a socket",
     "put the files themselves there, or --exclude it"},
    {"LG1003", "a path in leyline.yaml leaves the repository",
     "write a path below the repository with `/`, without `..`"},
    {"LG1004", "a governance file has bytes that are not UTF-8 text, or characters that hide text",
     "save the file as UTF-8 without them"},
    {"LG1005", "a governance file is not YAML", "correct the place that the message names"},
    {"LG1006", "a key stands twice", "keep one; case does not tell keys apart"},
    {"LG1007", "YAML with anchors, aliases or tags, or a key that is not a word",
     "write the values out, as `name: value`"},
    {"LG1008", "more than one YAML document in a file", "keep one document a file"},
    {"LG1009", "a governance file is nested too deep, or has too many or too long values",
     "flatten the structure or split the file"},
    {"LG1010", "an unknown key, or one that is not supported yet",
     "correct its spelling or remove it; the message lists the known ones"},
    {"LG1011", "a key is missing or has no value", "write a value"},
    {"LG1012", "a value of another kind or form than expected", "write it as the message says"},
    {"LG1013", "a number is out of its range", "choose one in the range"},
    {"LG1014", "a value that readers take differently, such as `010` or `yes`",
     "write 10 or true; put text in quotes"},
    {"LG1015", "a time is not in RFC 3339 in UTC", "write it like 2026-01-31T23:59:59Z"},
    {"LG1016", "an id has other characters than a-z, 0-9, `.`, `_`, `-`, or is not the file's name",
     "correct the id or rename the file"},
    {"LG1017", "the same subsystem, group or proposal is described twice", "merge the two"},
    {"LG1018", "a text is too short or too long", "write one of the length that the message names"},
    {"LG1019", "a list names the same thing twice", "remove one of them"},
    {"LG1020", "a file's `version` is newer than this tool", "update leyline"},
    {"LG1021", "an identifier looks like another, or has letters beyond ASCII, which can",
     "choose another one, in plain letters"},
    // Policy.
    {"LG2001", "the base has no policy, or --bootstrap names another than the change brings",
     "merge governance/policy.yaml first: leyline gate --bootstrap DIGEST, as the message says"},
    {"LG2003", "`min_approvals` is out of its range", "set one in the range"},
    {"LG2004", "a production policy asks for fewer than 2 approvals", "set `min_approvals` to 2"},
    {"LG2005", "more approvals are asked for than people could give",
     "lower `min_approvals` or name more reviewers"},
    {"LG2006", "`review_timeout_days` is out of its range", "set 1 to 7"},
    {"LG2007", "the owner or a reviewer is nobody that roles.yaml knows",
     "describe them in roles.yaml, or correct the name"},
    {"LG2008", "the owner is also a reviewer", "remove the owner from `reviewers`"},
    {"LG2009", "`reviewers` names somebody twice", "remove one of them"},
    {"LG2010", "`compatibility_mode` is none of strict, backward, forward, full",
     "write one of them"},
    {"LG2011", "`deployment_strategy` does not go with `compatibility_mode`",
     "change one of the two"},
    {"LG2012", "`current_version` or `min_supported_version` is out of its range", "correct it"},
    {"LG2013", "`emergency_bypass: true` without saying who may grant one",
     "name them: emergency: {allowed_roles: [ROLE]}; or set it to false"},
    {"LG2014", "validation failures don't block, which production needs",
     "set `block_on_validation_failure: true`"},
    {"LG2015", "a number of the circuit breaker is out of its range", "set one in the range"},
    {"LG2016",
     "the base can't be used: a governance file that can't be read, contracts that don't "
     "compile; or --repair vouches for its repair",
     "repair it in a change; who answers for the branch runs leyline gate --repair DIGEST, as the "
     "message says"},
    {"LG2017",
     "a name, address or key of roles.yaml belongs to two principals or stands twice, or a key is "
     "none or weak",
     "make them one principal, or take it from one of them; ssh-keygen -t ed25519 makes a key"},
    {"LG2018", "a change of the rules asks for less than before",
     "none: it tells those who approve what they would give up"},
    {"LG2023", "a group or role contains itself, nobody, or somebody unknown",
     "correct its members in roles.yaml"},
    // Subsystems.
    {"LG2101", "an entry of subsystems.yaml names no contract", "correct or remove the entry"},
    {"LG2102", "an entry of subsystems.yaml is neither a full name nor a pattern",
     "write it like acme.v1.Invoice, acme.v1.* or acme.**"},
    {"LG2103", "`fields` of subsystems.yaml names no field of the contract",
     "write it like total or customer.address.city"},
    // Proposals.
    {"LG3001", "a proposal lacks a field that it needs, or is not submitted", "add the field"},
    {"LG3002", "`contract_name` is not the full name of a contract",
     "write it like acme.v1.Invoice"},
    {"LG3003", "a change type that does not exist", "`leyline rules` lists them"},
    {"LG3004", "a text of a proposal is too short or gives no reason",
     "say why the change is needed"},
    {"LG3005", "`protobuf_diff` adds and removes nothing, or is not what changes",
     "leyline propose ID writes it anew; or write `auto`"},
    {"LG3006", "a digest has another form, or is that of another change",
     "copy the digest that leyline diff or gate prints"},
    {"LG3007", "`affected_subsystems` is empty or contradicts `no_consumers`",
     "list the subsystems, or say `no_consumers: true`"},
    {"LG3008", "a proposal does not name all subsystems that the change hits",
     "add them to `affected_subsystems`"},
    {"LG3009", "a proposal declares a lower risk than is computed", "raise `risk_level`"},
    {"LG3011", "whoever proposed is not known or may not propose", "have somebody else propose it"},
    {"LG3012", "a proposal was edited after it was approved", "have it approved again"},
    {"LG3013", "a proposal was spent on an earlier change", "write a new proposal"},
    {"LG3014", "a proposal was withdrawn or superseded", "write a new proposal"},
    {"LG3016", "a proposal depends on one that is not implemented", "merge that one first"},
    {"LG3017", "the impact analysis that the policy asks for is there, or is missing",
     "merge governance/subsystems.yaml first"},
    {"LG3018", "a proposal says no time of submission, or one in the future",
     "correct `submitted_at`"},
    {"LG3019", "a proposal is for another branch", "correct its target or propose it anew"},
    {"LG3020", "a record looks as if it held a secret",
     "take it out, and make the secret void: it was in a commit"},
    {"LG3021", "`changes` of a proposal is empty, repeats itself or contradicts its head",
     "list each change once"},
    // Decisions.
    {"LG4001", "a proposal has no decision, or has one", "have it reviewed and decided"},
    {"LG4002", "the proposal was rejected", "take the change back, or write another proposal"},
    {"LG4003", "the proposal was deferred", "ask who decided when to resume"},
    {"LG4004", "whether it was decided within its review window",
     "open another round, or propose it anew, and decide within the window"},
    {"LG4005", "whether enough eligible people approved", "ask those that the message names"},
    {"LG4006", "whether the owners that must approve did", "ask them for approval"},
    {"LG4007", "an approver proposed the change", "have somebody else approve it"},
    {"LG4008", "an approver wrote, committed or co-authored commits of this change",
     "have somebody else approve it"},
    {"LG4009", "an approver is neither owner nor reviewer in the policy at base",
     "ask the owner or a reviewer"},
    {"LG4010", "who approves is nobody that roles.yaml at base knows, by name or by key",
     "merge them and their key into roles.yaml first"},
    {"LG4012", "a signature does not verify, or is somebody else's",
     "take the statement out, and let that person sign again"},
    {"LG4013", "a signature or a statement was made for something else",
     "sign with leyline approve, reject, ..."},
    {"LG4014", "an approval is about other changes than the proposal names now",
     "read the proposal again and approve it again"},
    {"LG4015", "whether the decision is bound to the proposal's text",
     "write the `proposal_digest` that the message names and have it decided again"},
    {"LG4016", "a statement is about another repository or branch", "approve it again, here"},
    {"LG4017", "a key was revoked, has expired or does not hold yet",
     "sign again with a key that holds"},
    {"LG4018", "approvals are names that nothing proves",
     "none where the policy is content with that; else sign them"},
    {"LG4019",
     "a decision or approval was made before its proposal, in the future, or too long ago",
     "correct `decided_at`, or approve again"},
    {"LG4020", "an owner or reviewer rejected the proposal",
     "talk to them; they may take it back with leyline revoke"},
    {"LG4021", "somebody took back what they had said of a proposal", "talk to that person"},
    {"LG4022", "a condition of the approval, and whether it is resolved",
     "a sentence asks for nothing; of the others the message says who resolves it"},
    {"LG4023", "whether the implementation deadline has passed",
     "have it approved again with a new deadline"},
    {"LG4024", "an approval has no `implementation_deadline`, or one that is too far away",
     "write it like 2026-01-31T23:59:59Z"},
    {"LG4025", "`rollback_plan` is missing, too short or no plan",
     "say how to take the change back"},
    {"LG4026", "`decision_rationale` is missing or gives no reason", "say why it was decided so"},
    {"LG4027", "a decision names an approver who did not sign",
     "have them approve, or take them out of `approvers`"},
    {"LG4029", "several decisions on one proposal", "keep the one that holds"},
    {"LG4038", "somebody without a role wrote the decision", "ask the owner to decide"},
    {"LG4039", "a machine approves", "ask a person"},
    {"LG4501",
     "a bypass where the policy allows none, or where no other run would see what is owed",
     "have the change approved; or name a `log:` that all runs share"},
    {"LG4502", "a bypass that the right two people did not sign",
     "somebody behind `allowed_roles` grants it, another asks for it, and both sign: leyline "
     "bypass"},
    {"LG4503", "a bypass that expired, is not valid yet, or holds for too long",
     "have another granted, within the policy's `max_hours`"},
    {"LG4504", "a bypass that does not say what can't wait", "say it in twenty characters or more"},
    {"LG4505", "whether what a bypass let pass is on record, and was approved afterwards, in time",
     "have a proposal with `ratifies: [BYPASS]` approved for those changes"},
    {"LG4506", "too many bypasses are still owed their approval",
     "have the open ones approved first"},
    {"LG4507", "a bypass of what no emergency overrides", "take the code out, and repair it"},
    {"LG4508", "one person asks for a bypass and grants it", "let another person grant it"},
    // Coverage.
    {"LG5001", "whether an approved proposal covers a change",
     "write a proposal as the message shows, and have it approved"},
    {"LG5002", "several approved proposals cover one change", "withdraw all but one"},
    {"LG5003", "a proposal does not say what the contracts show",
     "correct the proposal, or the contracts"},
    {"LG5004", "a proposal names another change type than the contracts show",
     "correct `change_type`"},
    {"LG5005", "there are no contracts to judge, or the filters leave none",
     "name the folder that holds them; look at --path, --exclude and `exclude:`"},
    {"LG5009", "a contract change on the branch that no gate let pass",
     "judge it now: approve it with a proposal, or take it back"},
    {"LG5010", "a record of the base was edited or removed",
     "restore it, and add a new record instead"},
    {"LG5011", "a change that governance/waivers.yaml of the base accepts for a while",
     "none: it asks for a proposal again once the waiver has expired"},
    {"LG6002", "mode `strict` asks for the next version",
     "raise `current_version` by 1 in this change"},
    // Circuits and the log.
    {"LG7001", "the circuit of a scope: how many violations it has seen, whether it is open",
     "leyline breaker status says why; leyline breaker reset closes it"},
    {"LG7002", "the circuit is half open: one run probes it", "wait for the probe, then run again"},
    {"LG7003", "somebody opened the circuit by hand, or a change brought forged evidence",
     "leyline breaker reset, with a reason; after forged evidence by two persons"},
    {"LG7004", "the event log can't be read or written",
     "check that its folder is there, writable and on a disk with room"},
    {"LG7006", "the clocks of machines that share the event log disagree by more than 5 minutes",
     "set this machine's clock; if it is right, two persons disown the event's time: leyline audit "
     "disown"},
    {"LG7007", "a reset, and disowning a time, need a person who may do it, and a reason",
     "say who decides and why; the owner or a reviewer may"},
    {"LG7008", "the event log that leyline.yaml names is not there",
     "mount or restore it; where there never was one: leyline audit init"},
    {"LG7009", "another process holds the event log", "wait for it or stop it; keep the file"},
    {"LG7010", "the event log has grown since it was read", "run again"},
    {"LG7011", "this run may read the event log and not write it, as one of a fork may",
     "none for a fork: the verdict stands; else let this runner write the log"},
    {"LG8001", "an event was altered, or the chain of hashes breaks",
     "restore the log from a copy"},
    {"LG8002", "events are missing or out of order", "restore the log from a copy"},
    {"LG8003", "the log forks: two events continue the same one, or it was written anew",
     "restore the log from a copy"},
    {"LG8004", "the log is shorter than it was", "restore the log from a copy"},
    {"LG8005", "the last line is torn: a writer was stopped",
     "cut it off with the command that the message names"},
    {"LG8006", "the log does not begin as a log does, or is another than the checkpoint's",
     "restore the log from a copy"},
    {"LG8007", "a checkpoint has no signature that verifies for a key of roles.yaml",
     "use the checkpoint as it was made; find out who changed it"},
    {"LG8008", "a line of the log is not an event", "restore the log from a copy"},
    {"LG8009", "an event is dated long before one that stands before it",
     "a clock was wrong, or the line was made later: ask who wrote it"},
    // Git.
    {"LG9001",
     "git has not what is needed: no repository, one that git refuses to read, a shallow "
     "clone, no common ancestor",
     "the message has git's reason and cure; often git fetch --unshallow"},
    {"LG9002", "a name that is no revision, or no commit; a pattern that no tag matches",
     "correct it, or git fetch --all --tags"},
    {"LG9003", "merging has conflicts", "merge or rebase onto the target first"},
    {"LG9004", "whether bindings can be made of a contract that changes, as the policy asks",
     "mend the contract as the generator says; `auto_generate_bindings: false` asks for none"},
    {"LG9005", "somebody could not be told; no verdict depends on it",
     "as the message says; the next gate, or leyline notify, tries again"},
    {"LG9006", "a program took longer or wrote more than it may, and was ended",
     "run it by hand, as the message names it, to see what it waits for or writes"},
};

constexpr std::string_view kHead = R"(# Codes

A code names a problem, or what the gate looked at; the message beside it says what was seen, what was expected and the
fix. `leyline explain CODE` shows a row of this page. Exit codes are those of the README.

| code | about | what to do |
| --- | --- | --- |
)";

}  // namespace

std::span<const Code> AllCodes() { return kCodes; }

const Code* FindCode(std::string_view id) {
  const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
  const auto* at = std::find_if(std::begin(kCodes), std::end(kCodes), [&](const Code& code) {
    return std::equal(id.begin(), id.end(), code.id.begin(), code.id.end(), same);
  });
  return at == std::end(kCodes) ? nullptr : at;
}

std::string CodesPage() {
  std::string page(kHead);
  for (const Code& code : kCodes)
    page += fmt::format("| {} | {} | {} |\n", code.id, code.meaning, code.fix);
  return page;
}

}  // namespace leyline
