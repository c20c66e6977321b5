#include "tests/corpus/truth_table.h"

#include <utility>

#include "base/strings.h"

namespace leyline::testing {
namespace {

constexpr std::size_t kFirstOutcome = 3;

std::vector<std::string> Parts(std::string_view list) {
  std::vector<std::string> parts;
  for (std::string_view part : Split(list, ';')) {
    while (part.starts_with(' ')) part.remove_prefix(1);
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

// All lines but the head and empty ones, split at commas; the last column may have commas.
std::vector<std::vector<std::string>> Records(std::string_view csv, std::size_t columns) {
  std::vector<std::vector<std::string>> records;
  bool is_head = true;
  for (std::string_view line : Split(csv, '\n')) {
    if (std::exchange(is_head, false) || line.empty()) continue;
    std::vector<std::string> record;
    while (record.size() + 1 < columns && line.find(',') != std::string_view::npos) {
      record.emplace_back(line.substr(0, line.find(',')));
      line.remove_prefix(line.find(',') + 1);
    }
    record.emplace_back(line);
    record.resize(columns);
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace

std::vector<TruthRow> ReadTruth(std::string_view csv) {
  std::vector<TruthRow> rows;
  for (const auto& record : Records(csv, kFirstOutcome + kTruthColumns.size() + 1)) {
    TruthRow row{.name = record[0],
                 .case_path = record[1],
                 .changes = record[2] == "none" ? std::vector<std::string>() : Parts(record[2]),
                 .outcomes = {},
                 .because = {}};
    for (std::size_t i = 0; i < kTruthColumns.size(); ++i) {
      row.outcomes.emplace(kTruthColumns[i], record[kFirstOutcome + i]);
    }
    for (const std::string& part : Parts(record.back())) {
      const std::size_t equals = part.find('=');
      row.because[part.substr(0, equals)] =
          equals == std::string::npos ? "" : part.substr(equals + 1);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::map<std::string, TruthReason> ReadTruthReasons(std::string_view csv) {
  std::map<std::string, TruthReason> reasons;
  for (const auto& record : Records(csv, 5)) {
    reasons[record[0]] = {
        .outcome = record[1], .level = record[2], .effect = record[3], .reason = record[4]};
  }
  return reasons;
}

std::vector<MirrorException> ReadMirrorExceptions(std::string_view csv) {
  std::vector<MirrorException> exceptions;
  for (const auto& record : Records(csv, 3)) {
    exceptions.push_back({.case_path = record[0], .kind = record[1], .reason = record[2]});
  }
  return exceptions;
}

}  // namespace leyline::testing
