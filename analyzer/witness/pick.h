// What a slice needs beside the field that changed: whoever has its number or name on either side,
// members of its oneof, and the parts of its type in which the two sides differ.
#pragma once

#include "analyzer/witness/exhibit.h"

namespace leyline::witness {

// Fields of both hosts.
void PickAround(const Field* before, const Field* after, Exhibit& exhibit);

// The inside of two messages that are read as each other.
void PickInside(const Message& before, const Message& after, Exhibit& exhibit);

// Whatever else of a side may take what the other one writes there, and required fields: without
// them a slice would refuse or take what the whole does not.
void PickReaders(Exhibit& exhibit);

// The values of two enums that are read as each other.
void PickValues(const Enum& before, const Enum& after, Exhibit& exhibit);

}  // namespace leyline::witness
