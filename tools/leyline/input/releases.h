// --history: which versions were released, and what a change does to those who use them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/history/history.h"
#include "tools/leyline/input/input.h"

namespace leyline {

// One released version, before its contracts are read.
struct Release {
  std::string name;             // "v1.0"
  std::optional<GitPlace> git;  // else `input`
  std::string input;            // a folder or a descriptor set on disk
  std::string content;          // equal only for equal contracts; empty: not known
  bool is_between = false;      // released after BEFORE
};

// Around what releases are looked for.
struct HistoryRequest {
  std::string spec;                // "REV..", a glob over tags, or a folder
  std::optional<GitPlace> before;  // nothing: a descriptor set
  std::optional<GitPlace> after;
  std::string before_input = {};  // as on the command line: they may be in the folder themselves
  std::string after_input = {};
  bool folder_in_git = false;  // a folder is one of `before`'s commit, not of the disk
};

// The released versions, the oldest first; equal ones once, those equal to a side not at all.
Result<std::vector<Release>> FindReleases(World& world, const HistoryRequest& request);

// All changes from before to after, and what shows only against a release. One release is in memory
// at a time.
struct PastAndPresent {
  std::vector<Change> changes;
  std::vector<std::string> releases = {};  // those with contracts, the oldest first
  Errors contradictions = {};              // verdicts against releases that execution contradicts
};
using LoadReleaseFn = std::function<Result<Snapshot>(const Release&)>;
Result<PastAndPresent> CompareWithReleases(const std::vector<Release>& releases,
                                           ReleaseHistory& history, const LoadReleaseFn& load);

// Two inputs as named on the command line.
struct InputNames {
  const std::string& before;
  const std::string& after;
};

// Against an older release more differs than between the two sides. `history`: "" for none.
inline Extent ExtentFor(const std::string& history) {
  return history.empty() ? Extent::kDifferences : Extent::kWhole;
}
// The changes between both, and against the releases that `history` names. They borrow from
// `sides`.
Result<PastAndPresent> CompareInputs(World& world, const InputNames& names, const TwoSides& sides,
                                     const std::string& history, const InputFlags& flags);

Flag HistoryFlagOf(std::string& spec);

// Loads releases as `diff` and the gate do.
LoadReleaseFn LoaderOf(World& world, std::optional<Config> config, InputFlags flags);

}  // namespace leyline
