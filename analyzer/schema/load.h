// Inputs -> snapshots. An input is a folder, a git revision or a descriptor set.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/load/source_tree.h"
#include "analyzer/schema/snapshot.h"
#include "base/file_system.h"
#include "base/result.h"
#include "base/shared_bytes.h"

namespace leyline {

// Some of the governed files, by import path. Those that are not there are no error.
struct Sought {
  std::vector<std::string> files;    // sorted
  std::vector<std::string> folders;  // with what lies in them, not deeper; sorted
  bool empty() const { return files.empty() && folders.empty(); }
  bool Has(std::string_view path) const;
};

// What LoadPair and LoadDescriptorSets do with files that say the same on both sides. kLoaded: they
// are there for others, taken as valid and not governed, so that one can follow who uses what.
// kJudged: the same, but nothing is taken as valid.
enum class Unchanged : uint8_t { kLeftOut, kLoaded, kJudged };

struct LoadOptions {
  std::vector<std::string> roots = {""};  // governed roots inside the tree
  std::vector<std::string> imports;       // further roots on disk, not governed: "/usr/include"
  std::vector<std::string> paths;         // when not empty: only files below these are governed
  std::vector<std::string> excludes;      // files below these are left out
  Sought sought = {};                     // when not empty: no other governed file is looked for
  bool may_be_empty = false;              // no governed file is no error: a base before its first
  int threads = 0;                        // 0: one a core
  Unchanged unchanged = Unchanged::kLeftOut;
};

// Parses the governed files and what they import, and links them. `disk` is where import roots are
// looked up. No governed file at all is an error: a gate that sees nothing must not pass.
Result<Snapshot> LoadTree(const SourceTree& tree, const FileSystem& disk,
                          const LoadOptions& options);

struct SnapshotPair {
  Snapshot before;
  Snapshot after;
  // With kLoaded and kJudged, of trees: import paths of what is governed and not marked so here,
  // for it says the same on both sides. Sorted.
  std::vector<std::string> unchanged = {};
};

// Two versions for a comparison. Files whose tokens are the same on both sides are taken as valid,
// and are parsed only if a file that differs imports them or changes how they read; those imported
// are not governed. Of valid versions Diff says the same as of two whole snapshots. With
// Unchanged::kLoaded the others are parsed, too: once, where they import nothing that differs. With
// kJudged both versions are valid where there is a result. There is none where either is not, nor
// where both import a file that is not governed and not the same.
Result<SnapshotPair> LoadPair(const SourceTree& before, const SourceTree& after,
                              const FileSystem& disk, const LoadOptions& options);

// A descriptor set may be this large, as protobuf's own messages.
inline constexpr uint64_t kDescriptorSetLimit = uint64_t{2} << 30;

// Decodes a FileDescriptorSet (also a buf image, also with editions) and links it. Imports inside
// the set are governed unless the set marks them as imports or they are google/protobuf/*.
Result<Snapshot> LoadDescriptorSet(std::string label, SharedBytes bytes,
                                   const LoadOptions& options);

struct NamedSet {
  std::string label;
  SharedBytes bytes;
};

// Two versions for a comparison, as LoadPair: only files whose declarations differ are decoded, and
// what they import or change.
Result<SnapshotPair> LoadDescriptorSets(NamedSet before, NamedSet after,
                                        const LoadOptions& options);

}  // namespace leyline
