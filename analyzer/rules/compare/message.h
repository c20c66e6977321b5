// One message read as another: the worst of all members, as deep as they reach.
#pragma once

#include "analyzer/rules/compare/memory.h"

namespace leyline {

// Members are paired by number in binary, by name in JSON and text. Recursive types end; more than
// `kMaxPairs` pairs of messages are UNKNOWN, and so is what comes when the memory's budget is
// spent.
inline constexpr int kMaxPairs = 20000;
Reading CompareShapes(CompareMemory& memory, Surface surface, Leg leg, const Shape& writer,
                      const Shape& reader);

}  // namespace leyline
