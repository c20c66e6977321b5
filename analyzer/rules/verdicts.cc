#include "analyzer/rules/verdicts.h"

#include <algorithm>
#include <string>
#include <tuple>

namespace leyline {
namespace {

auto OrderOf(const Verdict& verdict) { return std::tie(verdict.surface, verdict.direction); }

Verdict MakeVerdict(Surface surface, Direction direction, const Outcome& outcome) {
  return {.surface = surface,
          .direction = direction,
          .level = outcome.level,
          .effect = outcome.effect,
          .condition = std::string(outcome.condition),
          .silent = outcome.level != Level::kCompatible && IsSilent(surface, outcome.effect)};
}

}  // namespace

bool IsSilent(Surface surface, Effect effect) {
  switch (effect) {
    case Effect::kParseFailure:
    case Effect::kRequiredMissing:
    case Effect::kUtf8Rejected:
    case Effect::kNameUnknown:
    case Effect::kNotAnswered:
    case Effect::kSignatureChanged:
    case Effect::kSymbolGone:
      return false;
    case Effect::kUnrecognisedEnum:
      // In JSON and text a value is a name, and an unknown name is a parse error.
      return surface == Surface::kBinary;
    case Effect::kNothingReads:
      // Whoever has no schema for the data can't take it for something else.
      return false;
    default:
      return effect != Effect::kNone;
  }
}

void Judge(Change& change, Surface surface, Direction direction, const Outcome& outcome) {
  constexpr std::size_t kMost = 12;  // three of data, in all directions; source; rpc, two
  if (change.verdicts.empty()) change.verdicts.reserve(kMost);
  Verdict verdict = MakeVerdict(surface, direction, outcome);
  const auto at =
      std::lower_bound(change.verdicts.begin(), change.verdicts.end(), verdict,
                       [](const Verdict& a, const Verdict& b) { return OrderOf(a) < OrderOf(b); });
  if (at == change.verdicts.end() || OrderOf(*at) != OrderOf(verdict)) {
    change.verdicts.insert(at, std::move(verdict));
  } else if (verdict.level > at->level) {
    *at = std::move(verdict);
  }
}

void Judge(Change& change, const Judgement& judgement) {
  Judge(change, judgement.surface, Direction::kBackward, judgement.backward);
  if (judgement.forward) {
    Judge(change, judgement.surface, Direction::kForward, *judgement.forward);
  }
  if (judgement.round_trip) {
    Judge(change, judgement.surface, Direction::kRoundTrip, *judgement.round_trip);
  }
}

void Judge(Change& change, std::span<const Judgement> table) {
  for (const Judgement& judgement : table) Judge(change, judgement);
}

}  // namespace leyline
