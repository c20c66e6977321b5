// Additions: whether one slice is another one with a field more. For this room only.
#pragma once

#include <google/protobuf/descriptor.h>

#include "analyzer/witness/slice.h"

namespace leyline::witness {

// Whether `larger` declares all messages of `smaller` alike, but for the field `added`, which no
// name of another field of its message can be taken for. What is written with `smaller` then
// survives `larger`, and the way back.
bool OnlyAdds(const Slice& smaller, const Slice& larger,
              const google::protobuf::FieldDescriptor& added);

}  // namespace leyline::witness
