// A method's request or response type replaced by another message.
#pragma once

#include <string_view>

#include "analyzer/diff/match.h"
#include "analyzer/rules/sink.h"

namespace leyline::rules {

// One of the two messages of a method, and what people call it: {&Method::input, "request"}.
struct MessageOfMethod {
  Message* Method::* message;
  std::string_view word;
};

// Data of one message where the other is expected. Message names are not on the wire of a call, so
// that the path still answers; what counts is what the messages hold. A message that was renamed or
// moved is the same message.
void CheckReplacedMessage(const Pair<Method>& method, MessageOfMethod which, ChangeSink& sink);

}  // namespace leyline::rules
