#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Judgement kRemoved[] = {
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
    {Surface::kRpc, Breaks(Effect::kNotAnswered), kSafe},
};

void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  if (method.after != nullptr) return;
  Judge(sink.Add(method, fmt::format("method `{}` of `{}` was removed", method.before->name,
                                     method.before->parent->full_name)),
        kRemoved);
}

}  // namespace

constinit const Rule remove_method = {
    .id = "REMOVE_METHOD",
    .summary = "a method was removed from a service",
    .why = "Old clients that call it are answered with UNIMPLEMENTED.",
    .instead = "Deprecate the method. Serve it until no client calls it. Then remove it.",
    .buf = "RPC_NO_DELETE",
    .check = CheckMethod,
};

}  // namespace leyline::rules
