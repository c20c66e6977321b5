// Snapshots from texts, for tests.
#pragma once

#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/schema/load.h"
#include "analyzer/schema/load/memory_tree.h"
#include "analyzer/schema/snapshot.h"

namespace leyline::testing {

// Everything is governed, but for files below `imported/`.
Result<Snapshot> LoadSources(const std::string& label, const Sources& sources);

// Both versions as for a comparison: only what differs and what that reaches. `threads` as in
// LoadOptions, `unchanged` too.
Result<SnapshotPair> LoadSourcePair(const Sources& before, const Sources& after, int threads = 0,
                                    Unchanged unchanged = Unchanged::kLeftOut);

// The same; ends the test program where the sources don't compile.
Snapshot MustLoad(const Sources& sources);
// One file, a.proto.
Snapshot MustLoad(const std::string& text);

// "REMOVE_FIELD t.M.a BREAKING_CHANGE", and the same with places, sentence, facts that differ and
// one line a verdict.
std::string Summary(const Change& change);
std::string Dump(const Change& change);
std::string Dump(const std::vector<Change>& changes);

}  // namespace leyline::testing
