// Trial: looks for data that shows what a verdict says, by executing both sides. For this room
// only.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/witness/exhibit.h"
#include "analyzer/witness/slice.h"

namespace leyline::witness {

class Trial {
 public:
  // Borrows all. The slices are those of the exhibit's plans.
  Trial(const Exhibit& exhibit, const Slice& before, const Slice& after);

  // The first candidate that shows the verdict's effect; else the first that does any harm. Nothing
  // when every candidate survives, which contradicts the verdict. Of binary, JSON and text.
  std::optional<Witness> Find(const Verdict& verdict) const;

  // How many candidates a writer had in the last search, for the message of a contradiction.
  int tried() const { return tried_; }
  // Whether there are more candidates than were tried.
  bool was_cut() const { return was_cut_; }

 private:
  const Exhibit& exhibit_;
  const Slice& before_;
  const Slice& after_;
  std::vector<int32_t> hidden_;  // that no candidate may hold
  mutable int tried_ = 0;
  mutable bool was_cut_ = false;
};

}  // namespace leyline::witness
