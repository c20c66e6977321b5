// What is printed reads back as the same message, whatever the message; and libprotobuf's json_util
// agrees where it does what the specification says.
#include <iterator>
#include <memory>
#include <random>
#include <string>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analyzer/witness/proto_json/proto_json.h"
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

// Overwrites, removes or repeats a few pieces.
std::string Mutated(std::string json, std::mt19937_64& random) {
  using namespace std::string_literals;
  const std::string pieces[] = {"{"s,    "}"s,    "["s,   "]"s, "\""s,   ","s,    ":"s,
                                "-"s,    "0"s,    "1e9"s, "."s, "null"s, "true"s, "\\u"s,
                                "d800"s, "\xff"s, "\0"s,  " "s, "Z"s};
  for (int i = 0; i < 2; ++i) {
    const std::size_t at = random() % (json.size() + 1);
    const std::size_t size = random() % 4;
    const std::string copy = json.substr(at, random() % 12);
    json.replace(at, size, random() % 4 == 0 ? copy : pieces[random() % std::size(pieces)]);
  }
  return json;
}

// A text at the edge of what is accepted: what the parser took, the printer prints.
bool StaysWithinProtoJson(const std::string& type, uint64_t seed) {
  const std::unique_ptr<Message> message = EveryType().New(type);
  RandomMessage(seed).Fill(*message, 2);
  std::string problem;
  std::mt19937_64 random(seed);
  const std::string json = Mutated(PrintProtoJson(*message, problem).value_or(""), random);
  if (!ParseProtoJson(json, *message, problem)) return !problem.empty();
  const auto printed = PrintProtoJson(*message, problem);
  const std::unique_ptr<Message> again = EveryType().New(type);
  const bool same = printed && ParseProtoJson(*printed, *again, problem) &&
                    DeterministicEncoding(*again) == DeterministicEncoding(*message);
  if (!same) RC_LOG() << json << "\n" << problem << "\n" << message->DebugString();
  return same;
}

TEST(ProtoJsonProperty, WhatIsAcceptedCanBePrinted) {
  for (const char* type : {"t.M", "u.P", "t.W"}) HoldsFor(type, StaysWithinProtoJson);
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
