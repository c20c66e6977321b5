#include "analyzer/rules/compare/method.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// Backward: what an old server answers, a new client reads. Forward: what a new server answers, an
// old client does.
void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  CheckReplacedMessage(method, {&Method::output, "response"}, sink);
}

}  // namespace

constinit const Rule change_method_output = {
    .id = "CHANGE_METHOD_OUTPUT",
    .summary = "a method has another response message",
    .why =
        "A call carries the bytes of a message, not its name: two messages with the same fields do "
        "the same, and otherwise the sides misread each other where the fields differ. Generated "
        "code has another signature.",
    .instead = "Add fields to the message that is there. If that isn't enough, add a new method.",
    .buf = "RPC_SAME_RESPONSE_TYPE",
    .check = CheckMethod,
};

}  // namespace leyline::rules
