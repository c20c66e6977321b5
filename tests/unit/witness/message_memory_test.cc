#include "analyzer/witness/message_memory.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/snapshots.h"

namespace leyline::witness {
namespace {

using ::leyline::testing::MustLoad;

// Every third field has the name that JSON gives to the one before it, or its number's.
std::string LargeMessage(int fields) {
  std::string text = "syntax = \"proto2\";\npackage t;\nmessage M {\n";
  for (int i = 1; i <= fields; ++i) {
    const std::string name =
        i % 3 == 2 ? fmt::format("fieldNo{}", i - 1) : fmt::format("field_no{}", i);
    const std::string json = i % 5 == 0 ? fmt::format(" [json_name = \"field_no{}\"]", i + 1) : "";
    text += fmt::format("  optional int32 {} = {}{};\n", name, i, json);
  }
  return text + "}\nmessage Small { optional int32 fieldNo7 = 4; optional int32 x = 1; }\n";
}

TEST(MessageMemory, FindsWhoeverALookThroughFinds) {
  const Snapshot snapshot = MustLoad(LargeMessage(100));
  const Message& large = *snapshot.FindMessage("t.M");
  const Message& small = *snapshot.FindMessage("t.Small");
  MessageMemory memory;
  std::size_t found = 0;
  for (const Message* message : {&large, &small}) {
    for (const Field& written : large.fields) {
      std::vector<const Field*> want;
      const Field* numbered = nullptr;
      const Field* named = nullptr;
      for (const Field& reader : message->fields) {
        if (MayTake(reader, written)) want.push_back(&reader);
        if (reader.number == written.number) numbered = &reader;
        if (reader.name == written.name) named = &reader;
      }
      EXPECT_EQ(memory.TakersIn(*message, written), want) << written.name;
      EXPECT_EQ(memory.NumberedAs(written, *message), numbered) << written.name;
      EXPECT_EQ(memory.PartnerOf(written, *message), named != nullptr ? named : numbered);
      found += want.size();
    }
  }
  EXPECT_GT(found, 150u);
}

}  // namespace
}  // namespace leyline::witness
