// Trial: looks for data that shows what a verdict says, by executing both sides. For this room
// only.
#pragma once

#include "analyzer/diff/change.h"
#include "analyzer/witness/candidates.h"
#include "analyzer/witness/exhibit.h"
#include "analyzer/witness/rehearsal.h"
#include "analyzer/witness/search.h"
#include "analyzer/witness/slice.h"

namespace leyline::witness {

class Trial {
 public:
  // Borrows all. The slices are those of the exhibit's plans.
  Trial(const Exhibit& exhibit, const Slice& before, const Slice& after);

  // Of binary, JSON and text. Stops at the first candidate that shows the verdict's effect.
  Found Find(const Verdict& verdict) const;

 private:
  // As one of the sides writes it.
  Found FindFrom(bool from_after, const Verdict& verdict) const;

  const Exhibit& exhibit_;
  const Slice& before_;
  const Slice& after_;
  HiddenNumbers hidden_;
  FieldSet before_fixed_;  // fields that are there for reading only
  FieldSet after_fixed_;
  bool after_only_adds_ = false;
  mutable Rehearsal from_before_;
  mutable Rehearsal from_after_;
};

}  // namespace leyline::witness
