// What is printed reads back as the same message, whatever the message; and libprotobuf's json_util
// agrees where it does what the specification says.
#include <memory>
#include <string>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analyzer/witness/proto_json.h"
#include "tests/unit/witness/proto_lab.h"
#include "tests/unit/witness/random_message.h"

namespace leyline {
namespace {

using google::protobuf::Message;

constexpr int kDepth = 4;

void HoldsFor(const std::string& type, bool (*holds)(const std::string& type, uint64_t seed)) {
  const bool ok = rc::check(type, [&] { RC_ASSERT(holds(type, *rc::gen::arbitrary<uint64_t>())); });
  EXPECT_TRUE(ok);
}

bool ComesBack(const std::string& type, uint64_t seed) {
  const std::unique_ptr<Message> message = EveryType().New(type);
  RandomMessage(seed).Fill(*message, kDepth);
  std::string problem;
  const auto json = PrintProtoJson(*message, problem);
  if (!json) {
    RC_LOG() << "not printed: " << problem << "\n" << message->DebugString();
    return false;
  }
  const std::unique_ptr<Message> again = EveryType().New(type);
  const bool parsed = ParseProtoJson(*json, *again, problem);
  if (parsed && DeterministicEncoding(*again) == DeterministicEncoding(*message)) return true;
  RC_LOG() << *json << "\n" << problem << "\n" << again->DebugString();
  return false;
}

TEST(ProtoJsonProperty, WhatIsPrintedReadsBackTheSame) {
  for (const char* type : {"t.M", "u.P", "t.W"}) HoldsFor(type, ComesBack);
}

bool JsonUtilAgrees(const std::string& type, uint64_t seed) {
  const std::unique_ptr<Message> message = EveryType().New(type);
  RandomMessage(seed).ForJsonUtil().Fill(*message, kDepth);
  const std::string encoding = DeterministicEncoding(*message);
  std::string problem;
  const auto ours = PrintProtoJson(*message, problem);
  const std::unique_ptr<Message> by_library = EveryType().New(type);
  const auto read = google::protobuf::util::JsonStringToMessage(*ours, by_library.get());
  // Compared as JSON: in the bytes of an Any it writes defaults out.
  if (!read.ok() || PrintProtoJson(*by_library, problem) != ours) {
    RC_LOG() << "json_util reads " << *ours << "\n"
             << read.ToString() << "\n"
             << by_library->DebugString();
    return false;
  }
  std::string theirs;
  if (!google::protobuf::util::MessageToJsonString(*message, &theirs).ok()) return false;
  const std::unique_ptr<Message> by_us = EveryType().New(type);
  const bool parsed = ParseProtoJson(theirs, *by_us, problem);
  if (parsed && DeterministicEncoding(*by_us) == encoding) return true;
  RC_LOG() << "we read " << theirs << "\n" << problem << "\n" << by_us->DebugString();
  return false;
}

// Not u.P: it knows no groups and no extensions.
TEST(ProtoJsonProperty, JsonUtilReadsAndWritesTheSame) {
  for (const char* type : {"t.M", "t.W"}) HoldsFor(type, JsonUtilAgrees);
}

}  // namespace
}  // namespace leyline
