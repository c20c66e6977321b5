// Messages of any type at random: what a correct program can build.
#pragma once

#include <random>

#include <google/protobuf/message.h>

namespace leyline::testing {

// Sets about half of the fields and extensions, at most `depth` messages deep. False where a
// required field can't be set so.
bool FillAtRandom(google::protobuf::Message& message, std::mt19937_64& random, int depth);

}  // namespace leyline::testing
