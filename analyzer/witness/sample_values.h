// Sample messages: what a field of the n-th sample holds, from its name and the number alone, so
// that two versions of a message hold the same where they agree, on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline {

inline constexpr int kSamples = 8;
// Messages inside messages; deeper ones are left out.
inline constexpr int kSampleDepth = 4;

struct SampleValue {
  bool set = false;
  int elements = 1;       // of lists and maps
  uint64_t number = 0;    // of numbers and enums: 1 to 2^31 - 1, mostly small
  bool negative = false;  // of types with a sign
  uint32_t length = 0;    // of text, bytes and keys that are text: 1 to 24
  uint64_t key = 0;       // of maps: of the first element; the next has the next one
};

// Of one field. Names are hashed once, for they are long and samples are many.
class FieldSamples {
 public:
  explicit FieldSamples(const Field& field);

  // `element` tells elements of lists apart. Of the members of a oneof one is set.
  SampleValue Of(int sample, int element = 0) const;

 private:
  bool IsChosen(int sample) const;

  const Field& field_;
  uint64_t name_ = 0;
  std::vector<uint64_t> rivals_;  // the other members of its oneof
};

SampleValue SampleOf(const Field& field, int sample, int element = 0);

// The number of one of the enum's values.
int32_t SampleEnum(const Enum& enumeration, const SampleValue& value);

}  // namespace leyline
