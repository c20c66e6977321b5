// The files of two versions of a tree: those that differ at once, the others when they are asked
// for.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/schema/load.h"
#include "analyzer/schema/load/source_tree.h"
#include "base/parallel.h"

namespace leyline {

class PairListing {
 public:
  // Null where both trees must be listed: where one does not know what its folders are, where a
  // file may be read under two names, and where the options want all files or only certain ones.
  // Borrows `after`.
  static std::unique_ptr<PairListing> Make(const SourceTree& before, const SourceTree& after,
                                           const LoadOptions& options);

  using Entries = std::vector<SourceTree::Entry>;
  Entries before;  // which `after` does not have, sorted by path
  Entries after;   // the other way round
  // What both have, by path.
  Result<Entries> Shared();
  // What of `after` is no contract that can be read, wherever it stands. Waits for the list of all.
  const Result<Entries>& Problems();

 private:
  PairListing(const SourceTree& tree, std::string folder)
      : after_(tree), folder_(std::move(folder)) {}

  const SourceTree& after_;
  std::string folder_;
  Result<Entries> problems_;
  Beside lister_;  // after what it writes to
};

}  // namespace leyline
