// How verdict knowledge is written down: outcomes, and tables of them.
//
//   constexpr Judgement kAdded[] = {
//       {Surface::kBinary, kSafe, Safe(Effect::kRetainedUnknown), Safe(Effect::kRetainedUnknown)},
//       {Surface::kJson, kSafe, Breaks(Effect::kNameUnknown), Breaks(Effect::kNameUnknown)},
//   };
//   Judge(sink.Add(field, "..."), kAdded);
//
// Name every surface that the change can be seen on, also with kSafe: "compatible" is a statement.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "analyzer/diff/change.h"

namespace leyline {

// What one reader meets.
struct Outcome {
  Level level = Level::kCompatible;
  Effect effect = Effect::kNone;
  std::string_view condition;  // when it is safe; for kConditional only
};

inline constexpr Outcome kSafe{};

// Nothing is lost, but something is worth a word.
constexpr Outcome Safe(Effect effect) { return {Level::kCompatible, effect, {}}; }

// Safe if `condition` holds: a clause such as "every value fits in int32".
constexpr Outcome If(std::string_view condition, Effect otherwise) {
  return {Level::kConditional, otherwise, condition};
}

constexpr Outcome Breaks(Effect effect) { return {Level::kBreaking, effect, {}}; }

constexpr const Outcome& Worse(const Outcome& a, const Outcome& b) {
  return b.level > a.level ? b : a;
}

// One surface. Leave a direction out where it has no meaning there: user code is compiled against
// the new generated code only, so source has just `backward`; nothing re-encodes on source and rpc.
struct Judgement {
  Surface surface = Surface::kBinary;
  Outcome backward;
  std::optional<Outcome> forward = std::nullopt;
  std::optional<Outcome> round_trip = std::nullopt;
};

// Bytes, JSON and text of either side mean the same to the other.
inline constexpr Judgement kSameData[] = {
    {Surface::kBinary, kSafe, kSafe, kSafe},
    {Surface::kJson, kSafe, kSafe, kSafe},
    {Surface::kText, kSafe, kSafe, kSafe},
};

// Adds a verdict, or joins it with the one that stands for the same surface and direction: the
// worse level stays, the first of equals. Silence follows from surface and effect.
void Judge(Change& change, Surface surface, Direction direction, const Outcome& outcome);
void Judge(Change& change, const Judgement& judgement);
void Judge(Change& change, std::span<const Judgement> table);

// Whether data is wrong or gone without any call that fails.
bool IsSilent(Surface surface, Effect effect);

}  // namespace leyline
