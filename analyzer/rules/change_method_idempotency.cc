#include <fmt/format.h>

#include "analyzer/diff/content.h"
#include "analyzer/rules/rules.h"
#include "analyzer/schema/options.h"

namespace leyline::rules {
namespace {

uint64_t LevelOf(const Method& method) {
  return VarintOption(method.options.bytes, kIdempotencyLevel).value_or(0);
}

std::string_view NameOf(uint64_t level) {
  if (level == 0) return "IDEMPOTENCY_UNKNOWN";
  return level == 1 ? "NO_SIDE_EFFECTS" : "IDEMPOTENT";
}

// gRPC doesn't look at the level. Connect serves methods without side effects under GET, too.
constexpr Outcome kNoGet = If("no client calls the method with GET", Effect::kNotAnswered);

void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  if (!method.both()) return;
  const uint64_t before = LevelOf(*method.before);
  const uint64_t after = LevelOf(*method.after);
  if (before == after) return;
  Change& change =
      sink.Add(method, fmt::format("the idempotency of method `{}` changed from {} to {}",
                                   FullName(*method.before), NameOf(before), NameOf(after)));
  Judge(change, {Surface::kSource, kSafe});
  Judge(change, {Surface::kRpc, before == 1 ? kNoGet : kSafe, after == 1 ? kNoGet : kSafe});
}

}  // namespace

constinit const Rule change_method_idempotency = {
    .id = "CHANGE_METHOD_IDEMPOTENCY",
    .summary = "a method has another idempotency level",
    .why =
        "gRPC calls stay the same. A method without side effects may be called with GET and "
        "retried; clients that do so fail, or do harm, when the level is weakened.",
    .instead = "Only ever strengthen the level. Roll out the servers before the clients.",
    .buf = "RPC_SAME_IDEMPOTENCY_LEVEL",
    .check = CheckMethod,
};

}  // namespace leyline::rules
