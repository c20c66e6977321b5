#include "analyzer/rules/compare/method.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// Backward: what an old client sends, a new server reads. Forward: what a new client sends, an old
// server does.
void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  CheckReplacedMessage(method, {&Method::input, "request"}, sink);
}

}  // namespace

constinit const Rule change_method_input = {
    .id = "CHANGE_METHOD_INPUT",
    .summary = "a method has another request message",
    .why =
        "A call carries the bytes of a message, not its name: two messages with the same fields do "
        "the same, and otherwise the sides misread each other where the fields differ. Generated "
        "code has another signature.",
    .instead = "Add fields to the message that is there. If that isn't enough, add a new method.",
    .buf = "RPC_SAME_REQUEST_TYPE",
    .check = CheckMethod,
};

}  // namespace leyline::rules
