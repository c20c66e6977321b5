// Sample messages made real: bytes and time as libprotobuf has them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/model/model.h"
#include "base/result.h"

namespace leyline {

struct Measured {
  std::vector<uint64_t> bytes;  // of each sample
  int64_t encode_ns = 0;        // of all samples once: the least of some rounds
  int64_t decode_ns = 0;
  std::string problem = {};  // why there is nothing
};

// `now`: nanoseconds of a clock that only goes forward. Without one no time is taken.
Measured MeasureSamples(const Message& message, const std::function<int64_t()>& now = nullptr);

}  // namespace leyline
