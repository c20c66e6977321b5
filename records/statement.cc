#include "records/statement.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/canonical_json.h"
#include "base/digest.h"
#include "base/strings.h"
#include "config/characters.h"
#include "config/yaml_shape.h"
#include "records/secrets.h"
#include "records/texts.h"

namespace leyline {
namespace {

constexpr std::string_view kVotes[] = {"approve", "reject",   "abstain", "defer",
                                       "revoke",  "withdraw", "resolve", "reopen"};
constexpr std::size_t kShownDigits = 12;

// Takes down what ReadStatement asks for.
class StatementShapeReader {
 public:
  explicit StatementShapeReader(YamlShape& shape) : shape_(shape) { shape_.ReadAsMap(); }

  static bool Symbol(char) { return true; }
  static bool End() { return true; }
  bool Key(std::string_view key) {
    shape_.Require(key);
    at_ = &shape_.Key(key);
    return true;
  }
  bool MayKey(std::string_view key) {
    at_ = &shape_.Key(key);
    return true;
  }
  bool Text(std::string&) { return OneOf({}); }
  bool Texts(std::vector<std::string>&) {
    const YamlNode& list = at_->ListNode();
    list.items.front().shape->Is({.type = "string", .words = {}});
    return true;
  }
  bool Instant(Time&) {
    at_->Is({.type = "string", .format = "date-time", .words = {}});
    return true;
  }
  bool OneOf(std::span<const std::string_view> words) {
    at_->Is({.type = "string", .words = {words.begin(), words.end()}});
    return true;
  }

 private:
  YamlShape& shape_;
  YamlShape* at_ = nullptr;
};

bool ReadVote(StatementShapeReader& reader, Vote&) { return reader.OneOf(kVotes); }

bool ReadVote(CanonicalReader& reader, Vote& vote) {
  std::string word;
  if (!reader.Text(word)) return false;
  const auto* found = std::find(std::begin(kVotes), std::end(kVotes), word);
  if (found == std::end(kVotes)) {
    return reader.Refuse(
        fmt::format("unknown vote `{}`; expected {}", word, fmt::join(kVotes, ", ")));
  }
  vote = static_cast<Vote>(found - std::begin(kVotes));
  return true;
}

// The only member that may be missing.
template <class Reader>
bool ReadUntil(Reader& reader, std::optional<Time>& until) {
  if (!reader.MayKey("until")) return true;
  return reader.Instant(until.emplace()) && reader.Symbol(',');
}

template <class Reader>
bool ReadStatement(Reader& reader, Statement& to, std::string& type) {
  const auto text = [&](std::string_view key, std::string& out) {
    return reader.Key(key) && reader.Text(out) && reader.Symbol(',');
  };
  const auto texts = [&](std::string_view key, std::vector<std::string>& out) {
    return reader.Key(key) && reader.Texts(out) && reader.Symbol(',');
  };
  return reader.Symbol('{') && texts("changes", to.changes) && reader.Key("issued_at") &&
         reader.Instant(to.issued_at) && reader.Symbol(',') && text("principal", to.principal) &&
         text("proposal_digest", to.proposal_digest) && text("proposal_id", to.proposal_id) &&
         text("reason", to.reason) && text("repository", to.repository) &&
         texts("supersedes", to.supersedes) && text("target_ref", to.target_ref) &&
         text("type", type) && ReadUntil(reader, to.until) && reader.Key("vote") &&
         ReadVote(reader, to.vote) && reader.Symbol('}') && reader.End();
}

std::string TextWithType(const Statement& statement, std::string_view type) {
  std::string out = "{";
  const auto member = [&](std::string_view key, std::string_view text) {
    AppendJsonMember(out, key, text);
    out.push_back(',');
  };
  AppendJsonList(out, "changes", statement.changes);
  out.push_back(',');
  member("issued_at", FormatTime(statement.issued_at));
  member("principal", statement.principal);
  member("proposal_digest", statement.proposal_digest);
  member("proposal_id", statement.proposal_id);
  member("reason", statement.reason);
  member("repository", statement.repository);
  AppendJsonList(out, "supersedes", statement.supersedes);
  out.push_back(',');
  member("target_ref", statement.target_ref);
  member("type", type);
  if (statement.until.has_value()) member("until", FormatTime(*statement.until));
  AppendJsonMember(out, "vote", NameOf(statement.vote));
  out.push_back('}');
  return out;
}

bool IsSortedSet(const std::vector<std::string>& texts) {
  return std::adjacent_find(texts.begin(), texts.end(), std::greater_equal<>()) == texts.end();
}

// "governance/approvals/p-1/tara.0123.json" must hold what tara says about p-1.
bool IsAtItsPlace(const Statement& statement, std::string_view file) {
  const std::string place = fmt::format("{}/{}", statement.proposal_id, FileNameOf(statement));
  return file == place || file.ends_with("/" + place);
}

}  // namespace

YamlShape StatementShape() {
  YamlShape shape;
  StatementShapeReader reader(shape);
  Statement none;
  std::string type;
  ReadStatement(reader, none, type);
  return shape;
}

std::string TextOf(const Statement& statement) { return TextWithType(statement, kStatementType); }

std::string DigestOf(const Statement& statement) { return DigestText(Sha256Of(TextOf(statement))); }

std::string FileNameOf(const Statement& statement) {
  constexpr std::size_t kPrefix = std::string_view("sha256:").size();
  return fmt::format("{}.{}.json", statement.principal,
                     DigestOf(statement).substr(kPrefix, kShownDigits));
}

std::string_view NameOf(Vote vote) { return kVotes[static_cast<std::size_t>(vote)]; }

Result<Statement> ParseStatement(const std::string& file, std::string_view text) {
  const auto refuse = [&](std::string_view code, std::string message, int32_t column,
                          std::string fix) {
    return Fail({.kind = ErrorKind::kConfig,
                 .code = std::string(code),
                 .message = std::move(message),
                 .where = SourceSpan{file, 1, column},
                 .fix = std::move(fix)});
  };
  constexpr std::string_view kFix = "statements are written by leyline approve, reject, ... only";
  if (text.size() > kMaxStatement) {
    return refuse("LG1001",
                  fmt::format("{} bytes exceeds the limit of {}", text.size(), kMaxStatement), 1,
                  "shorten the reason");
  }
  if (const auto bad = FindForbidden(text); bad.has_value()) {
    return refuse("LG1004", fmt::format("{} {}", bad->name, bad->why),
                  static_cast<int32_t>(bad->offset) + 1, std::string(kFix));
  }
  Statement statement;
  std::string type;
  CanonicalReader reader(text);
  if (!ReadStatement(reader, statement, type)) {
    return refuse("LG1005", "not a statement: " + reader.problem(), reader.column(),
                  std::string(kFix));
  }
  if (type != kStatementType) {
    return refuse("LG4013",
                  fmt::format("`{}` is another type of statement than `{}`", type, kStatementType),
                  1, std::string(kFix));
  }
  const bool canonical = TextOf(statement) == text && IsSortedSet(statement.changes) &&
                         IsSortedSet(statement.supersedes);
  if (!canonical)
    return refuse("LG1005", "the statement is not in canonical form", 1, std::string(kFix));
  if (statement.until.has_value() && statement.vote != Vote::kDefer) {
    return refuse("LG1010",
                  fmt::format("`until` means nothing in vote `{}`", NameOf(statement.vote)), 1,
                  std::string(kFix));
  }
  if (!IsAtItsPlace(statement, file)) {
    return refuse("LG1016",
                  fmt::format("this statement belongs at {}/{}", statement.proposal_id,
                              FileNameOf(statement)),
                  1, "put it back there; the name is part of it");
  }
  if (const std::string_view secret = FindSecret(statement.reason); !secret.empty()) {
    return refuse("LG3020", fmt::format("`reason` looks as if it held {}", secret), 1,
                  "give the reason without it, and make the secret void if it was in a commit");
  }
  statement.where = {file, 1, 1};
  return statement;
}

}  // namespace leyline
