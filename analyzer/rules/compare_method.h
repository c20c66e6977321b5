// A method's request or response type replaced by another message.
#pragma once

#include "analyzer/diff/change.h"
#include "analyzer/model/model.h"

namespace leyline::rules {

// Judges data of one message where the other is expected. Message names are not on the wire of a
// call, so that the path still answers; what counts is what the messages hold.
void JudgeReplacedMessage(Change& change, const Message& before, const Message& after);

}  // namespace leyline::rules
