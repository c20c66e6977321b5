// Two versions of a set of contracts, made from numbers alone: the same on every machine. What the
// benchmarks compare when no real contracts are at hand, and what instructions are counted on.
#pragma once

#include "analyzer/schema/load/memory_tree.h"

namespace leyline::bench {

struct Suite {
  Sources before;
  Sources after;
};

// `files` contracts that import each other. One in `every` differs: a file has one edit, and the
// kinds of edits take turns.
Suite MakeSuite(int files, int every);

}  // namespace leyline::bench
