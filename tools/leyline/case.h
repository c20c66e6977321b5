// A change that wants in, and all that its verdict depends on: both sides, the rules, the records.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "analyzer/impact/impact.h"
#include "analyzer/schema/snapshot.h"
#include "ci/gate/evaluate.h"
#include "tools/leyline/governance.h"
#include "tools/leyline/repository.h"

namespace leyline {

// Which proposals are read: those that the change is about, all that the log doesn't know as
// implemented, or really all.
enum class RecordScope : uint8_t { kOfTheChange, kOpen, kAll };

struct CaseFlags {
  TargetFlags target;
  Vouched vouched = {};
  std::string history = {};
  RecordScope scope = RecordScope::kOfTheChange;
  std::string also = {};  // a proposal that is read in any case
};

// Everything that one run knows before it asks for a verdict. Borrowed by the request.
struct Case {
  Merge merge;
  Rules rules;
  Records records;
  std::vector<Error> record_errors;
  std::vector<Event> log;  // with RecordScope::kOfTheChange it is not read
  std::vector<Change> changes;
  Snapshot contracts;               // of the merge result
  std::vector<std::string> edited;  // their files that the base has otherwise
  std::optional<ImpactReport> impact;
  std::map<std::string, std::string> spent_in_base;
  std::vector<std::string> authors;
  std::string notices = {};
  std::vector<std::string> repaired = {};    // what --repair vouches for
  std::vector<std::string> repairs = {};     // by these digests
  std::vector<std::string> weakenings = {};  // see GateRequest
  std::optional<std::string> contracts_diff = {};
  std::vector<std::string> passed_checks = {};
  bool version_bumped = false;
  std::string first_rules = {};  // GateRequest::first_rules
  std::optional<BindingsTrial> bindings = {};
  std::set<std::string> base_records = {};  // paths of the base's proposals and decisions

  bool is_in_base(const std::string& path) const { return base_records.contains(path); }
};

Result<Case> ReadCase(World& world, Git& git, const CaseFlags& flags);

GateRequest RequestFor(const Case& run, std::span<const Event> log,
                       const std::string& change_request, Time now);

}  // namespace leyline
