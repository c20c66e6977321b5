#include "analyzer/rules/type_model.h"

#include <algorithm>
#include <utility>

namespace leyline {

namespace {

// Silent corruption before silent loss before a failure that somebody sees.
int GravityOf(Effect effect) {
  switch (effect) {
    case Effect::kNone:
      return 0;
    case Effect::kRetainedUnknown:
    case Effect::kPresenceLost:
      return 1;
    case Effect::kParseFailure:
    case Effect::kRequiredMissing:
    case Effect::kUtf8Rejected:
    case Effect::kNameUnknown:
      return 2;
    case Effect::kLostToUnknown:
    case Effect::kUnrecognisedEnum:
      return 3;
    default:
      return 4;
  }
}

}  // namespace

Reading Lossless(Effect effect) {
  return {.level = Level::kCompatible, .effect = effect, .condition = ""};
}

Reading SafeIf(std::string condition, Effect otherwise) {
  return {.level = Level::kConditional, .effect = otherwise, .condition = std::move(condition)};
}

Reading Broken(Effect effect) {
  return {.level = Level::kBreaking, .effect = effect, .condition = ""};
}

Reading Join(Reading a, const Reading& b) {
  if (b.level != a.level) return b.level > a.level ? b : std::move(a);
  if (GravityOf(b.effect) > GravityOf(a.effect)) a.effect = b.effect;
  if (a.level == Level::kConditional && a.condition != b.condition) {
    a.condition.append(", and ").append(b.condition);
  }
  return a;
}

Reading AcrossRuntimes(ReadSpecs read, const FieldSpec& writer, const FieldSpec& reader) {
  // Both sides by one runtime: a verdict is about the change, not about runtimes that never agreed.
  Reading open = read(AsOpen(writer), AsOpen(reader));
  if (!writer.is_closed_in_some && !reader.is_closed_in_some) return open;
  Reading closed = read(writer, reader);
  if (closed.level < open.level) return open;
  if (closed.level == open.level) return closed;
  const bool breaks = closed.level == Level::kBreaking;
  std::string condition = breaks ? open.condition : closed.condition;
  if (!condition.empty()) condition.append(breaks ? ", and " : ", or ");
  return SafeIf(condition.append("no side is C++, Java or older Python"), closed.effect);
}

Readings ReadBothWays(Surface surface, const FieldSpec& before, const FieldSpec& after) {
  const ReadSpecs read = surface == Surface::kBinary ? ReadBinary
                         : surface == Surface::kJson ? ReadJson
                                                     : ReadText;
  Readings readings{.backward = AcrossRuntimes(read, before, after),
                    .forward = AcrossRuntimes(read, after, before),
                    .round_trip = {}};
  // JSON and text keep nothing that the reader doesn't know: a round trip is both readings.
  readings.round_trip = surface == Surface::kBinary
                            ? Join(AcrossRuntimes(RoundTripLeg, before, after),
                                   AcrossRuntimes(RoundTripLeg, after, before))
                            : Join(readings.backward, readings.forward);
  return readings;
}

}  // namespace leyline
