#include "tools/leyline/governance.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/strings.h"
#include "ci/gate/ballots.h"
#include "records/texts.h"
#include "tools/leyline/statements.h"

namespace leyline {
namespace {

constexpr std::string_view kRecordExtension = ".yaml";
constexpr std::string_view kSignatureExtension = ".sig";

bool IsRecord(std::string_view path) { return path.ends_with(kRecordExtension); }

bool IsDirectlyIn(std::string_view folder, std::string_view path) {
  return path.rfind('/') == folder.size();
}

// Meant as a record, and no record: two files that differ only in that would share an id.
bool IsMisnamed(std::string_view path) {
  const std::string extension = ToLower(path.substr(std::min(path.rfind('.'), path.size())));
  return !IsRecord(path) && (extension == ".yml" || extension == kRecordExtension);
}

Error Misnamed(const std::string& path) {
  return {.kind = ErrorKind::kConfig,
          .code = "LG1016",
          .message = fmt::format("records end in `{}`", kRecordExtension),
          .where = SourceSpan{.file = path},
          .fix = fmt::format("git mv {} {}{}", path, path.substr(0, path.rfind('.')),
                             kRecordExtension)};
}

template <class Record>
using RecordParser = Result<Record> (*)(const std::string&, std::string_view);

// The records of `folder` that `takes(entry)` and `wanted(entry, text)` say are asked for.
template <class Record, class Takes, class Wanted>
Status ReadFolder(const RevisionFiles& files, const std::string& folder, RecordParser<Record> parse,
                  const Takes& takes, const Wanted& wanted, std::vector<Record>& records,
                  Errors& errors) {
  if (const Status status = files.CheckFolder(folder); !status) return status;
  std::vector<TreeEntry> entries = files.In(folder);
  for (const TreeEntry& entry : entries) {
    if (IsMisnamed(entry.path)) errors.push_back(Misnamed(entry.path));
  }
  std::erase_if(entries,
                [&](const TreeEntry& entry) { return !IsRecord(entry.path) || !takes(entry); });
  auto texts = files.ReadAll(entries);
  if (!texts) return Fail(texts.error());
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (wanted(entries[i], (*texts)[i])) asked.push_back(i);
  }
  std::vector<std::optional<Result<Record>>> read(asked.size());
  ParallelFor(asked.size(), 0, [&](std::size_t i) {
    read[i] = parse(entries[asked[i]].path, (*texts)[asked[i]]);
  });
  for (std::optional<Result<Record>>& record : read) {
    if (record->has_value()) {
      records.push_back(std::move(**record));
    } else {
      errors.insert(errors.end(), record->error().begin(), record->error().end());
    }
  }
  return {};
}

Error NotAppended(const std::string& path, std::string_view what, std::string_view instead) {
  return {.kind = ErrorKind::kConfig,
          .code = "LG5010",
          .message = fmt::format("`{}` was {}; records are append-only", path, what),
          .where = SourceSpan{.file = path, .line = 1, .column = 1},
          .fix = fmt::format("{}, and add a new record instead", instead)};
}

Error Rewritten(const TreeEntry& entry, const TreeEntry* now) {
  return NotAppended(entry.path, now == nullptr ? "removed" : "edited", "restore it");
}

// A signature that comes later may be a bad one, which would make void what was said without.
Error Resigned(const RevisionFiles& base, const RevisionFiles& result,
               const std::string& signature) {
  const TreeEntry* was = base.Find(signature);
  if (was != nullptr) return Rewritten(*was, result.Find(signature));
  return NotAppended(signature, "added to a record of the base", "remove it");
}

// A record of the base that can't be read has never counted, and must not refuse every change.
template <class Record>
void AddRewritten(const RevisionFiles& base, const RevisionFiles& result, const std::string& folder,
                  RecordParser<Record> parse, Errors& errors) {
  for (const auto& [was, now] : base.DifferencesBelow(result, folder)) {
    if (was == nullptr || !IsDirectlyIn(folder, was->path) || !IsRecord(was->path)) continue;
    const auto text = base.Read(*was);
    if (!text.has_value() || !parse(was->path, *text).has_value()) continue;
    errors.push_back(Rewritten(*was, now));
  }
}

// Whether a decision of the base has counted: roles come and go, and what was said then stays.
Result<bool> Counts(World& world, const RevisionFiles& base, const Rules& rules,
                    const TreeEntry& entry) {
  const auto text = base.Read(entry);
  if (!text.has_value()) return false;
  auto parsed = ParseDecision(entry.path, *text);
  if (!parsed.has_value()) return false;
  std::vector<GovernanceDecision> one = {std::move(*parsed)};
  auto proven = ProveDecisions(world, base, rules.config, rules.people, one);
  if (!proven) return Fail(proven.error());
  GateRequest request;
  request.policy = &rules.policy;
  request.repository = rules.config.repository;
  request.people = rules.people;
  request.now = world.clock.Now();
  return WhyUnsigned(request, one.front()).code.empty();
}

Status AddRewrittenDecisions(World& world, const RevisionFiles& base, const RevisionFiles& result,
                             const Rules& rules, Errors& errors) {
  const std::string folder = rules.config.governance + "/decisions";
  std::set<std::string> paths;  // of decisions of which something differs
  for (const auto& [was, now] : base.DifferencesBelow(result, folder)) {
    std::string path = was == nullptr ? now->path : was->path;
    if (path.ends_with(kSignatureExtension)) path.resize(path.size() - kSignatureExtension.size());
    if (IsDirectlyIn(folder, path) && IsRecord(path)) paths.insert(std::move(path));
  }
  for (const std::string& path : paths) {
    const TreeEntry* entry = base.Find(path);
    if (entry == nullptr) continue;
    const auto counts = Counts(world, base, rules, *entry);
    if (!counts) return Fail(counts.error());
    if (!*counts) continue;
    const bool same = base.SameAs(result, path);
    errors.push_back(same ? Resigned(base, result, path + std::string(kSignatureExtension))
                          : Rewritten(*entry, result.Find(path)));
  }
  return {};
}

// Of a statement the signature counts as much as what it signs.
void AddRewrittenStatements(const RevisionFiles& base, const RevisionFiles& result,
                            const std::string& folder, Errors& errors) {
  for (const auto& [was, now] : base.DifferencesBelow(result, folder)) {
    const TreeEntry& entry = was == nullptr ? *now : *was;
    std::string_view statement = entry.path;
    const bool is_signature = statement.ends_with(kSignatureExtension);
    if (is_signature) statement.remove_suffix(kSignatureExtension.size());
    if (was == nullptr) {
      const bool later = is_signature && base.Find(statement) != nullptr;
      if (later) errors.push_back(Resigned(base, result, entry.path));
      continue;
    }
    const auto text = base.TextOf(statement);
    if (!text.has_value() || !text->has_value()) continue;
    if (!ParseStatement(std::string(statement), **text).has_value()) continue;
    errors.push_back(Rewritten(entry, now));
  }
}

}  // namespace

RecordFilter::RecordFilter(const RevisionFiles& base, std::span<const Change> changes)
    : base_(&base), words_(std::in_place) {
  for (const Change& change : changes) {
    words_->insert(change.digest);
    words_->insert(change.contract);
    words_->insert(change.element);
  }
}

RecordFilter::RecordFilter(const RevisionFiles& base, std::unordered_set<std::string> left_out)
    : base_(&base), left_out_(std::move(left_out)) {}

bool RecordFilter::Takes(const TreeEntry& entry) const {
  return !left_out_.contains(StemOf(entry.path)) || IsNew(entry);
}

bool RecordFilter::IsNew(const TreeEntry& entry) const {
  if (base_ == nullptr) return true;
  const TreeEntry* known = base_->Find(entry.path);
  return known == nullptr || known->object != entry.object || known->mode != entry.mode;
}

bool RecordFilter::Names(std::string_view text) const {
  constexpr std::string_view kInWords =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/-";
  if (!words_.has_value()) return true;
  while (true) {
    text.remove_prefix(std::min(text.find_first_of(kInWords), text.size()));
    if (text.empty()) return false;
    std::string_view word = text.substr(0, text.find_first_not_of(kInWords));
    text.remove_prefix(word.size());
    if (word.ends_with(':')) word.remove_suffix(1);  // a key
    if (words_->contains(word)) return true;
  }
}

namespace {

// A proposal is over once another stands in its place, whatever that one is about.
void AddSuperseding(const std::vector<std::pair<std::string, std::string>>& texts,
                    const std::unordered_set<std::string>& ids,
                    std::vector<ChangeProposal>& proposals) {
  for (const auto& [path, text] : texts) {
    auto proposal = ParseProposal(path, text);
    if (!proposal.has_value()) continue;
    const auto& older = proposal->supersedes;
    const bool any = std::any_of(older.begin(), older.end(),
                                 [&](const std::string& id) { return ids.contains(id); });
    if (any || !proposal->ratifies.empty()) proposals.push_back(std::move(*proposal));
  }
}

}  // namespace

Result<Records> ReadRecords(const RevisionFiles& result, const Config& config,
                            const RecordFilter& filter) {
  Records records;
  Errors errors;
  std::vector<std::pair<std::string, std::string>> others;  // that may supersede one asked for
  auto read = ReadFolder<ChangeProposal>(
      result, config.governance + "/proposals", ParseProposal,
      [](const TreeEntry&) { return true; },
      [&](const TreeEntry& entry, std::string_view text) {
        if (filter.IsNew(entry) || (filter.Takes(entry) && filter.Names(text))) return true;
        if (text.find("supersedes") != std::string_view::npos ||
            text.find("ratifies") != std::string_view::npos) {
          others.emplace_back(entry.path, text);
        }
        return false;
      },
      records.proposals, errors);
  if (!read) return Fail(read.error());
  std::unordered_set<std::string> ids;
  for (const ChangeProposal& proposal : records.proposals) ids.insert(proposal.proposal_id);
  AddSuperseding(others, ids, records.proposals);
  for (const ChangeProposal& proposal : records.proposals) ids.insert(proposal.proposal_id);
  read = ReadFolder<GovernanceDecision>(
      result, config.governance + "/decisions", ParseDecision,
      [&](const TreeEntry& entry) {
        return filter.IsNew(entry) || ids.contains(StemOf(entry.path));
      },
      [](const TreeEntry&, std::string_view) { return true; }, records.decisions, errors);
  if (!read) return Fail(read.error());
  if (!errors.empty()) return Fail(std::move(errors));
  return records;
}

Result<std::vector<Error>> RewrittenRecords(World& world, const RevisionFiles& base,
                                            const RevisionFiles& result, const Rules& rules) {
  const std::string& governance = rules.config.governance;
  std::vector<Error> errors;
  AddRewritten(base, result, governance + "/proposals", &ParseProposal, errors);
  AddRewritten(base, result, governance + "/bypasses", &ParseBypass, errors);
  if (auto status = AddRewrittenDecisions(world, base, result, rules, errors); !status) {
    return Fail(status.error());
  }
  AddRewrittenStatements(base, result, governance + "/approvals", errors);
  return errors;
}

Result<std::vector<GovernedFile>> RuleFiles(const RevisionFiles& base, const RevisionFiles& result,
                                            const std::vector<std::string>& paths) {
  std::vector<GovernedFile> files;
  for (const std::string& path : paths) {
    auto before = base.TextOf(path);
    // What is no regular file in the base still is something that changes.
    if (!before) before = fmt::format("mode {}", base.Find(path)->mode);
    auto after = result.TextOf(path);
    if (!after) return Fail(after.error());
    files.push_back({path, std::move(*before), std::move(*after)});
  }
  return files;
}

}  // namespace leyline
