#include "analyzer/rules/type_model/type_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace leyline {

namespace {

// Of two effects the graver one is named; of equally grave ones the one that tells more. A total
// order, so that the order of declarations has no say.
constexpr Effect kByGravity[] = {
    Effect::kNone,
    // Nothing is lost.
    Effect::kRetainedUnknown,
    Effect::kPresenceLost,
    // Something may be lost one day.
    Effect::kReusePossible,
    // Somebody sees it fail: that it does, then why.
    Effect::kSignatureChanged,
    Effect::kSymbolGone,
    Effect::kNotAnswered,
    Effect::kNothingReads,
    Effect::kParseFailure,
    Effect::kNameUnknown,  // of one field; the next two are of data that was good so far
    Effect::kUtf8Rejected,
    Effect::kRequiredMissing,  // of every message, whatever it holds
    // Silent loss: of a named value, then of any.
    Effect::kUnrecognisedEnum,
    Effect::kLostToUnknown,
    Effect::kMessagesDropped,
    // Silent corruption: that it is read otherwise, then how. Of a list or a whole before that of
    // each value.
    Effect::kMisread,
    Effect::kDefaultChanged,
    Effect::kOtherMemberCleared,
    Effect::kLastElementWins,
    Effect::kElementsMerged,
    Effect::kEntriesCollide,
    Effect::kRounded,
    Effect::kSignFlipped,
    Effect::kTruncated,
    Effect::kCollapsedToBool,
    Effect::kZigZagMisread,
    Effect::kBitsReinterpreted,
};
static_assert(std::size(kByGravity) == static_cast<std::size_t>(Effect::kSymbolGone) + 1);

auto GravityOf(Effect effect) {
  return std::find(std::begin(kByGravity), std::end(kByGravity), effect) - std::begin(kByGravity);
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
  // Text keeps nothing that the reader doesn't know, and gives back what it took.
  const ReadSpecs back = surface == Surface::kBinary ? RoundTripLeg
                         : surface == Surface::kJson ? ReturnJson
                                                     : ReadText;
  Readings readings{
      .backward = AcrossRuntimes(read, before, after),
      .forward = AcrossRuntimes(read, after, before),
      .round_trip = Join(AcrossRuntimes(back, before, after), AcrossRuntimes(back, after, before))};
  return readings;
}

}  // namespace leyline
