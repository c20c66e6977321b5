// What a slice needs beside the field that changed: whoever has its number or name on either side,
// members of its oneof, and the parts of its type in which the two sides differ.
#pragma once

#include "analyzer/witness/exhibit.h"

namespace leyline::witness {

// Fields of both hosts.
void PickAround(const Field* before, const Field* after, Exhibit& exhibit);

// The inside of two messages that are read as each other.
void PickInside(const Message& before, const Message& after, Exhibit& exhibit);

// The values of two enums that are read as each other.
void PickValues(const Enum& before, const Enum& after, Exhibit& exhibit);

}  // namespace leyline::witness
