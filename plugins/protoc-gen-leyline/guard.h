// The version guard: small code beside the bindings that rejects messages of a version which its
// program can't deal with, and counts them. SchemaVersion of the governance document, generated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/gating.h"
#include "analyzer/schema/snapshot.h"
#include "plugins/protoc-gen-leyline/request.h"

namespace leyline {

// Which message versions a reader takes. strict: its own; backward: also older ones that are
// supported; forward: its own and newer ones; full: both. Newer ones as far as `versions_ahead`:
// that the next version can be read is what a comparison holds, of those behind it nobody knows.
struct GuardRules {
  Mode mode = Mode::kStrict;
  int64_t current_version = 1;
  int64_t min_supported_version = 1;
  int64_t versions_ahead = 1;

  bool TakesNewer() const { return mode == Mode::kForward || mode == Mode::kFull; }
  int64_t max_supported_version() const {
    return current_version + (TakesNewer() ? versions_ahead : 0);
  }
};

struct ContractLine {
  std::string name;    // full name of a message
  std::string digest;  // ContractDigest
};

// What one package's guard says.
struct GuardView {
  std::string package;
  GuardRules rules;
  std::vector<ContractLine> contracts;  // sorted by name
};

std::string GuardCpp(const GuardView& view);
std::string GuardPython(const GuardView& view);

// One file a package of the governed files and language ("cpp", "python"), sorted by name:
// "esper/v1/leyline_guard.h".
std::vector<GeneratedFile> VersionGuards(const Snapshot& snapshot,
                                         const std::vector<std::string>& languages,
                                         const GuardRules& rules);

}  // namespace leyline
