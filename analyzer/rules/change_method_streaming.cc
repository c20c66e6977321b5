#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kOneReply = If("the server sends exactly one reply", Effect::kMessagesDropped);
constexpr Outcome kOneRequest =
    If("the client sends exactly one request", Effect::kMessagesDropped);

// A side that reads a stream also reads a single message; the reverse holds for one message only.
// Measured with gRPC: two replies to a unary client are never answered, the second request to a
// unary server is dropped, none at all is UNIMPLEMENTED.
constexpr Judgement kRepliesBecameStream = {Surface::kRpc, kOneReply, kSafe};
constexpr Judgement kRepliesBecameUnary = {Surface::kRpc, kSafe, kOneReply};
constexpr Judgement kRequestsBecameStream = {Surface::kRpc, kSafe, kOneRequest};
constexpr Judgement kRequestsBecameUnary = {Surface::kRpc, kOneRequest, kSafe};

std::string_view KindOf(const Method& method) {
  if (method.client_streaming && method.server_streaming) return "bidirectional streaming";
  if (method.client_streaming) return "client streaming";
  return method.server_streaming ? "server streaming" : "unary";
}

void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  if (!method.both()) return;
  const Method& before = *method.before;
  const Method& after = *method.after;
  const bool requests = before.client_streaming != after.client_streaming;
  const bool replies = before.server_streaming != after.server_streaming;
  if (!requests && !replies) return;
  Change& change =
      sink.Add(method, fmt::format("method `{}` of `{}` was {} and is {} now", before.name,
                                   before.parent->full_name, KindOf(before), KindOf(after)));
  if (requests) {
    Judge(change, after.client_streaming ? kRequestsBecameStream : kRequestsBecameUnary);
  }
  if (replies) Judge(change, after.server_streaming ? kRepliesBecameStream : kRepliesBecameUnary);
  Judge(change, {Surface::kSource, Breaks(Effect::kSignatureChanged)});
}

}  // namespace

constinit const Rule change_method_streaming = {
    .id = "CHANGE_METHOD_STREAMING",
    .summary = "a method streams where it did not, or the reverse",
    .why =
        "Where one side sends several messages and the other expects one, messages are lost or the "
        "call is never answered. Generated code has other signatures.",
    .instead = "Add a new method. Serve both until no client calls the old one.",
    .buf = "RPC_SAME_CLIENT_STREAMING, RPC_SAME_SERVER_STREAMING",
    .check = CheckMethod,
};

}  // namespace leyline::rules
