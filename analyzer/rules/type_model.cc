#include "analyzer/rules/type_model.h"

#include <algorithm>
#include <utility>

namespace leyline {

bool IsSilent(Effect effect) {
  switch (effect) {
    case Effect::kNone:
    case Effect::kRetainedUnknown:
    case Effect::kParseFailure:
    case Effect::kRequiredMissing:
    case Effect::kUtf8Rejected:
    case Effect::kNameUnknown:
    case Effect::kNotAnswered:
    case Effect::kNothingReads:
    case Effect::kReusePossible:
    case Effect::kSignatureChanged:
    case Effect::kSymbolGone:
      return false;
    default:
      return true;
  }
}

Reading Lossless(Effect effect) {
  return {
      .level = Level::kCompatible, .effect = effect, .condition = "", .silent = IsSilent(effect)};
}

Reading SafeIf(std::string condition, Effect otherwise) {
  return {.level = Level::kConditional,
          .effect = otherwise,
          .condition = std::move(condition),
          .silent = IsSilent(otherwise)};
}

Reading Broken(Effect effect) {
  return {.level = Level::kBreaking, .effect = effect, .condition = "", .silent = IsSilent(effect)};
}

Reading Join(Reading a, const Reading& b) {
  if (b.level != a.level) return b.level > a.level ? b : std::move(a);
  if (a.level == Level::kConditional) {
    if (a.condition == b.condition) return a;
    a.condition.append(", and ").append(b.condition);
  }
  // Retained data is no loss: any other effect says more.
  const bool says_more = a.effect == Effect::kNone || a.effect == Effect::kRetainedUnknown;
  if ((b.silent && !a.silent) || (says_more && b.effect != Effect::kNone)) a.effect = b.effect;
  a.silent = a.silent || b.silent;
  return a;
}

Reading RoundTripOf(const Reading& backward, const Reading& forward) {
  return Join(backward, forward);
}

Readings Judge(Surface surface, const FieldSpec& before, const FieldSpec& after) {
  const auto read = surface == Surface::kBinary ? ReadBinary
                    : surface == Surface::kJson ? ReadJson
                                                : ReadText;
  Readings readings{
      .backward = read(before, after), .forward = read(after, before), .round_trip = {}};
  readings.round_trip = surface == Surface::kBinary
                            ? Join(RoundTripLeg(before, after), RoundTripLeg(after, before))
                            : RoundTripOf(readings.backward, readings.forward);
  return readings;
}

}  // namespace leyline
