// Inputs -> snapshots. An input is a folder, a git revision or a descriptor set.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/snapshot.h"
#include "base/result.h"

namespace leyline {

// A read-only tree of files: a folder, or the tree of a git revision. Safe for several threads.
class SourceTree {
 public:
  struct Entry {
    std::string path;     // relative to the tree's root
    std::string content;  // an id that is equal only for equal bytes (git blob id), or empty
  };
  virtual ~SourceTree() = default;
  virtual std::string label() const = 0;
  // All *.proto files below `folder` ("" for all), sorted by path. A missing folder is an error.
  virtual Result<std::vector<Entry>> List(std::string_view folder) const = 0;
  // The text of the entries, in their order.
  virtual Result<std::vector<std::string>> Read(const std::vector<Entry>& entries) const = 0;
  // The entry at a path, with an empty path when there is none.
  virtual Result<Entry> Find(std::string_view path) const = 0;
};

struct LoadOptions {
  std::vector<std::string> roots = {""};   // governed roots inside the tree
  std::vector<std::string> imports;        // further roots on disk, not governed: "/usr/include"
  std::vector<std::string> paths;          // when not empty: only files below these are governed
  std::vector<std::string> excludes;       // files below these are left out
  int threads = 0;                         // 0: one a core
};

// Parses the governed files and what they import, and links them.
Result<Snapshot> LoadTree(const SourceTree& tree, const LoadOptions& options);

// Decodes a FileDescriptorSet (also a buf image, also with editions) and links it. Imports inside the
// set are governed unless the set marks them as imports or they are google/protobuf/*.
Result<Snapshot> LoadDescriptorSet(std::string label, std::string bytes, const LoadOptions& options);

}  // namespace leyline
