#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kLost = Breaks(Effect::kNotAnswered);

constexpr Judgement kRenamed[] = {
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
    {Surface::kRpc, kLost, kLost},
};

std::string_view DoubtOf(const Evidence& evidence) {
  return evidence.is_sure
             ? std::string_view()
             : "; likely, not certain: its input and output are the same, its name is not alike";
}

void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  if (!method.both() || method.how != How::kRenamed) return;
  Judge(sink.Add(method, fmt::format("method `{}` of `{}` was renamed to `{}`{}",
                                     method.before->name, method.before->parent->full_name,
                                     method.after->name, DoubtOf(method.evidence))),
        kRenamed);
}

}  // namespace

constinit const Rule rename_method = {
    .id = "RENAME_METHOD",
    .summary = "a method has another name",
    .why =
        "The path of a call is `/package.Service/Method`: old clients and new servers don't meet "
        "any more, nor do new clients and old servers.",
    .instead =
        "Add the method with the new name. Serve both until no client calls the old one. Then "
        "remove the old one.",
    .buf = "RPC_NO_DELETE",
    .check = CheckMethod,
};

}  // namespace leyline::rules
