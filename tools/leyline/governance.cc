#include "tools/leyline/governance.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kRecordExtension = ".yaml";

bool IsRecord(std::string_view path) { return path.ends_with(kRecordExtension); }

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

template <class Record>
void ReadFolder(const RevisionFiles& files, const std::string& folder, RecordParser<Record> parse,
                std::vector<Record>& records, Errors& errors) {
  for (const TreeEntry& entry : files.In(folder)) {
    if (IsMisnamed(entry.path)) errors.push_back(Misnamed(entry.path));
    if (!IsRecord(entry.path)) continue;
    auto record =
        files.Read(entry).and_then([&](const std::string& text) -> tl::expected<Record, Errors> {
          return parse(entry.path, text);
        });
    if (record.has_value()) {
      records.push_back(std::move(*record));
    } else {
      errors.insert(errors.end(), record.error().begin(), record.error().end());
    }
  }
}

// A record of the base that can't be read has never counted, and must not refuse every change.
template <class Record>
void AddRewritten(const RevisionFiles& base, const RevisionFiles& result, const std::string& folder,
                  RecordParser<Record> parse, Errors& errors) {
  for (const TreeEntry& entry : base.In(folder)) {
    if (!IsRecord(entry.path)) continue;
    const TreeEntry* now = result.Find(entry.path);
    if (now != nullptr && now->object == entry.object && now->mode == entry.mode) continue;
    const auto text = base.Read(entry);
    if (!text.has_value() || !parse(entry.path, *text).has_value()) continue;
    errors.push_back({.kind = ErrorKind::kConfig,
                      .code = "LG5010",
                      .message = fmt::format("`{}` was {}; records are append-only", entry.path,
                                             now == nullptr ? "removed" : "edited"),
                      .where = SourceSpan{.file = entry.path, .line = 1, .column = 1},
                      .fix = "restore it, and add a new record instead"});
  }
}

}  // namespace

Result<Records> ReadRecords(const RevisionFiles& result, const Config& config) {
  Records records;
  Errors errors;
  ReadFolder(result, config.governance + "/proposals", ParseProposal, records.proposals, errors);
  ReadFolder(result, config.governance + "/decisions", ParseDecision, records.decisions, errors);
  if (!errors.empty()) return Fail(std::move(errors));
  return records;
}

std::vector<Error> RewrittenRecords(const RevisionFiles& base, const RevisionFiles& result,
                                    const Config& config) {
  std::vector<Error> errors;
  AddRewritten(base, result, config.governance + "/proposals", &ParseProposal, errors);
  AddRewritten(base, result, config.governance + "/decisions", &ParseDecision, errors);
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
