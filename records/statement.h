// What one person says about one proposal: governance/approvals/<proposal>/<person>.<digest>.json.
// The bytes of the file are what is signed; the signature stands beside it, in `.json.sig`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "records/evidence.h"

namespace leyline {

// The type of a statement, and the namespace of its signature: one made for anything else (a commit
// of git, a login) is none.
inline constexpr std::string_view kStatementType = "leyline.approval.v1";
inline constexpr std::size_t kMaxStatement = std::size_t{64} * 1024;

// kWithdraw: the proposal itself, by whoever submitted it. kResolve, kReopen: a condition of the
// decision, whose id the reason begins with: "arm: measured on both boards".
enum class Vote : uint8_t {
  kApprove,
  kReject,
  kAbstain,
  kDefer,
  kRevoke,
  kWithdraw,
  kResolve,
  kReopen
};

// What a person thinks of the whole, of which the last word holds.
inline bool IsOpinion(Vote vote) { return vote < Vote::kWithdraw; }
inline bool IsOnCondition(Vote vote) { return vote == Vote::kResolve || vote == Vote::kReopen; }

struct Statement {
  std::string principal;
  Vote vote = Vote::kAbstain;
  std::string reason;
  // What it is about. It holds for exactly this, so a rebase or an unrelated edit keeps it.
  std::string repository;
  std::string target_ref;
  std::string proposal_id;
  std::string proposal_digest;
  std::vector<std::string> changes;  // digests, sorted
  // Digests of own earlier statements that this one replaces, sorted.
  std::vector<std::string> supersedes;
  Time issued_at;
  std::optional<Time> until = {};  // of kDefer: when the review goes on by itself
  SourceSpan where = {};           // of the file it was read from

  bool operator==(const Statement&) const = default;
};

// The canonical bytes, without line end.
std::string TextOf(const Statement& statement);
// "sha256:..." of those bytes.
std::string DigestOf(const Statement& statement);

// What the file may hold.
class YamlShape;
YamlShape StatementShape();

// "tara.0123456789ab.json"
std::string FileNameOf(const Statement& statement);

// The bytes must be canonical, and the folder and the name those of what it says (LG1005, LG1016,
// LG4013 for another type).
Result<Statement> ParseStatement(const std::string& file, std::string_view text);

std::string_view NameOf(Vote vote);  // "approve"

struct ProvenStatement {
  Statement statement;
  Proof proof = {};
  bool in_base = false;  // the base has it, as it is
};

}  // namespace leyline
