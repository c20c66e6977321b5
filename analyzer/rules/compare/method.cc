#include "analyzer/rules/compare/method.h"

#include <fmt/format.h>

#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/compare/message.h"

namespace leyline::rules {

void CheckReplacedMessage(const Pair<Method>& method, MessageOfMethod which, ChangeSink& sink) {
  if (!method.both()) return;
  const Message* before = method.before->*which.message;
  const Message* after = method.after->*which.message;
  if (before == nullptr || after == nullptr || sink.matches().AfterOf(before) == after) return;
  Change& change =
      sink.Add(method, fmt::format("the {} of method `{}` changed from `{}` to `{}`", which.word,
                                   FullName(*method.before), before->full_name, after->full_name));
  sink.BindTypes(change, {.message = before, .enumeration = nullptr},
                 {.message = after, .enumeration = nullptr});
  const Shape old_shape{.message = before, .map = nullptr};
  const Shape new_shape{.message = after, .map = nullptr};
  for (Surface surface : {Surface::kBinary, Surface::kJson}) {
    const Reading backward =
        CompareShapes(sink.memory(), surface, Leg::kRead, old_shape, new_shape);
    const Reading forward = CompareShapes(sink.memory(), surface, Leg::kRead, new_shape, old_shape);
    Judge(change, surface, Direction::kBackward, OutcomeOf(backward));
    Judge(change, surface, Direction::kForward, OutcomeOf(forward));
  }
  Judge(change, {Surface::kSource, Breaks(Effect::kSignatureChanged)});
  Judge(change, {Surface::kRpc, kSafe, kSafe});
}

}  // namespace leyline::rules
