#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kLost = Breaks(Effect::kNotAnswered);

constexpr Judgement kRenamed[] = {
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
    {Surface::kRpc, kLost, kLost},
};

void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  if (!method.both() || method.how != How::kRenamed) return;
  Judge(sink.Add(method, fmt::format("method `{}` of `{}` was renamed to `{}`", method.before->name,
                                     method.before->parent->full_name, method.after->name)),
        kRenamed);
}

}  // namespace

constinit const Rule rename_method = {
    .id = "RENAME_METHOD",
    .summary = "a method has another name",
    .why =
        "The path of a call is /package.Service/Method: old clients and new servers, and the "
        "reverse, don't meet any more.",
    .instead = "Serve the old and the new method until no client calls the old one.",
    .buf = "RPC_NO_DELETE",
    .check = CheckMethod,
};

}  // namespace leyline::rules
