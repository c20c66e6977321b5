#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Judgement kAdded[] = {
    {Surface::kSource, kSafe},
    {Surface::kRpc, kSafe, Breaks(Effect::kNotAnswered)},
};

void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  if (method.before != nullptr) return;
  Judge(sink.Add(method, fmt::format("method `{}` was added to `{}`", method.after->name,
                                     method.after->parent->full_name)),
        kAdded);
}

}  // namespace

constinit const Rule add_method = {
    .id = "ADD_METHOD",
    .summary = "a method was added to a service",
    .why =
        "No old client calls it. A new client that calls an old server is answered with "
        "UNIMPLEMENTED.",
    .instead = "Roll out the servers. Then roll out the clients that call the method.",
    .buf = "",
    .check = CheckMethod,
};

}  // namespace leyline::rules
