// Trial: looks for data that shows what a verdict says, by executing both sides. For this room
// only.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/witness/candidates.h"
#include "analyzer/witness/exhibit.h"
#include "analyzer/witness/rehearsal.h"
#include "analyzer/witness/slice.h"

namespace leyline::witness {

// What a search came to.
struct Found {
  std::optional<Witness> exact;  // shows the verdict's effect
  std::optional<Witness> other;  // the first that does any other harm
  bool is_loud = false;          // `other` is refused
  bool is_focus_read = false;    // `other` is the field in focus, read as something else
  int tried = 0;                 // candidates
  bool was_cut = false;          // there are more candidates
  bool had_value = false;        // some candidate held more than a default, where there is a focus
  bool was_unset = false;        // some enum was not recognised where no field changed
  bool was_unreadable = false;   // some were dropped: their writer refuses them itself
};

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

// Whether the effect is that the reader refuses the message.
bool IsRefusal(Effect effect, Surface surface);

}  // namespace leyline::witness
