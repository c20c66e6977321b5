#include "analyzer/rules/compare_method.h"

#include "analyzer/rules/compare_judge.h"
#include "analyzer/rules/compare_message.h"

namespace leyline::rules {
namespace {

Reading Read(Surface surface, const Message& writer, const Message& reader) {
  return CompareShapes(surface, Leg::kRead, {.message = &writer, .map = nullptr},
                       {.message = &reader, .map = nullptr});
}

}  // namespace

void JudgeReplacedMessage(Change& change, const Message& before, const Message& after) {
  for (Surface surface : {Surface::kBinary, Surface::kJson}) {
    const Reading backward = Read(surface, before, after);
    const Reading forward = Read(surface, after, before);
    Judge(change, surface, Direction::kBackward, OutcomeOf(backward));
    Judge(change, surface, Direction::kForward, OutcomeOf(forward));
  }
  Judge(change, {Surface::kSource, Breaks(Effect::kSignatureChanged)});
  Judge(change, {Surface::kRpc, kSafe, kSafe});
}

}  // namespace leyline::rules
