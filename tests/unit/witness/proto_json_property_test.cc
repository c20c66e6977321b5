// What is printed reads back as the same message, whatever the message; and libprotobuf's json_util
// agrees where it does what the specification says.
#include <cstdio>
#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <string>

#include <google/protobuf/any.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analyzer/witness/proto_json/proto_json.h"
#include "tests/property/wild_schema.h"
#include "tests/property/witness_replay.h"
#include "tests/support/snapshots.h"
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

// "" when both read and write it alike.
std::string Quarrel(const Message& message) {
  const std::string encoding = DeterministicEncoding(message);
  std::string problem;
  const auto ours = PrintProtoJson(message, problem);
  if (!ours) return "we don't print it: " + problem + "\n" + message.DebugString();
  const std::unique_ptr<Message> by_library(message.New());
  const auto read = google::protobuf::util::JsonStringToMessage(*ours, by_library.get());
  // Compared as JSON: in the bytes of an Any it writes defaults out.
  if (!read.ok() || PrintProtoJson(*by_library, problem) != ours) {
    return "json_util reads " + *ours + "\n" + read.ToString() + "\n" + by_library->DebugString();
  }
  std::string theirs;
  const auto printed = google::protobuf::util::MessageToJsonString(message, &theirs);
  if (!printed.ok()) return "json_util doesn't print " + *ours + ": " + printed.ToString();
  const std::unique_ptr<Message> by_us(message.New());
  const bool parsed = ParseProtoJson(theirs, *by_us, problem);
  if (parsed && DeterministicEncoding(*by_us) == encoding) return "";
  return "we read " + theirs + "\n" + problem + "\n" + by_us->DebugString();
}

bool JsonUtilAgrees(const std::string& type, uint64_t seed) {
  const std::unique_ptr<Message> message = EveryType().New(type);
  RandomMessage(seed).ForJsonUtil().Fill(*message, kDepth);
  const std::string quarrel = Quarrel(*message);
  RC_LOG() << quarrel << "\n";
  return quarrel.empty();
}

// Not u.P: it knows no groups and no extensions.
TEST(ProtoJsonProperty, JsonUtilReadsAndWritesTheSame) {
  for (const char* type : {"t.M", "t.W"}) HoldsFor(type, JsonUtilAgrees);
}

// They must be there before their pool is asked for them.
void KnowTheWellKnownTypes() {
  (void)google::protobuf::Any::descriptor();
  (void)google::protobuf::Duration::descriptor();
  (void)google::protobuf::Empty::descriptor();
  (void)google::protobuf::FieldMask::descriptor();
  (void)google::protobuf::Struct::descriptor();
  (void)google::protobuf::Timestamp::descriptor();
  (void)google::protobuf::Int32Value::descriptor();
}

// What json_util (3.21) gets wrong, whatever a message holds.
bool IsKnownToJsonUtil(const google::protobuf::Descriptor& type,
                       std::set<const google::protobuf::Descriptor*>& seen) {
  if (!seen.insert(&type).second) return true;
  if (type.extension_range_count() > 0) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *type.field(i);
    if (field.type() == google::protobuf::FieldDescriptor::TYPE_GROUP) return false;
    const bool is_known =
        field.message_type() == nullptr || IsKnownToJsonUtil(*field.message_type(), seen);
    if (!is_known) return false;
  }
  return true;
}

int compared = 0;

std::string QuarrelIn(const std::string& source, uint64_t seed) {
  const Result<Snapshot> snapshot = testing::LoadSources("before", {{"a.proto", source}});
  if (!snapshot) return "";
  const testing::WholeVersion version(source, *snapshot);
  if (!version.is_valid() || version.has_name_clash()) return "";
  for (const auto& file : snapshot->files) {
    for (const leyline::Message& type : file->messages) {
      if (file->path != "a.proto") continue;
      const std::unique_ptr<Message> message = version.New(std::string(type.full_name));
      std::set<const google::protobuf::Descriptor*> seen;
      if (!IsKnownToJsonUtil(*message->GetDescriptor(), seen)) continue;
      RandomMessage(seed).ForJsonUtil().Fill(*message, kDepth);
      if (!message->IsInitialized()) continue;
      ++compared;
      std::string quarrel = Quarrel(*message);
      if (!quarrel.empty()) return quarrel;
    }
  }
  return "";
}

TEST(ProtoJsonProperty, JsonUtilAgreesOnWildSchemas) {
  KnowTheWellKnownTypes();
  const google::protobuf::LogSilencer quiet;
  EXPECT_TRUE(rc::check("both do the same to any message of any schema", [] {
    const std::string source = testing::Render(testing::RandomWildSchema());
    const std::string quarrel = QuarrelIn(source, *rc::gen::arbitrary<uint64_t>());
    RC_LOG() << source << "\n" << quarrel << "\n";
    RC_ASSERT(quarrel.empty());
  }));
  std::puts((std::to_string(compared) + " messages compared").c_str());
}

}  // namespace
}  // namespace leyline
