// Uniform choices: RapidCheck's own ranges start out tiny and would make the first cases all alike.
#pragma once

#include <cstddef>

#include <rapidcheck.h>

namespace leyline::testing {

// low <= result < high
template <class T>
T Pick(T low, T high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(low, high));
}

// True once in `times`.
inline bool OneIn(int times) { return Pick(0, times) == 0; }

}  // namespace leyline::testing
