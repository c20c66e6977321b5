// Which of proto2 and proto3 means what a declaration says. For this room only.
#pragma once

#include <cstdint>

#include "analyzer/model/model.h"

namespace leyline::witness {

// A set of syntaxes.
enum Syntaxes : uint8_t { kNeither = 0, kProto2Only = 2, kProto3Only = 4, kEither = 6 };

Syntaxes SyntaxesOf(const Field& field);
Syntaxes SyntaxesOf(const Enum& enumeration);

inline Syntaxes Both(Syntaxes a, Syntaxes b) {
  return static_cast<Syntaxes>(static_cast<uint8_t>(a) & static_cast<uint8_t>(b));
}

}  // namespace leyline::witness
