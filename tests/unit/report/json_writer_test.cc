// The writer against libprotobuf's printer.
#include "report/json_writer.h"

#include <leyline/v1/change.pb.h>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

std::string ByProtobuf(const std::string& text) {
  v1::Location location;
  location.set_file(text);
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(location, &json).ok());
  return json;
}

std::string ByUs(const std::string& text) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("file", text);
  json.EndObject();
  return out;
}

TEST(JsonWriter, EscapesEachCodePointAsProtobufDoes) {
  for (uint32_t c = 1; c < 0x11000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    if (c < 0x80) {
      text = {static_cast<char>(c)};
    } else if (c < 0x800) {
      text = {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    } else if (c < 0x10000) {
      text = {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
              static_cast<char>(0x80 | (c & 0x3F))};
    } else {
      text = {static_cast<char>(0xF0 | c >> 18), static_cast<char>(0x80 | (c >> 12 & 0x3F)),
              static_cast<char>(0x80 | (c >> 6 & 0x3F)), static_cast<char>(0x80 | (c & 0x3F))};
    }
    ASSERT_EQ(ByUs(text), ByProtobuf(text)) << "U+" << std::hex << c;
  }
}

TEST(JsonWriter, TakesWhatOthersWrote) {
  std::string others;
  JsonWriter other(others);
  other.String("b");
  other.String("c");
  std::string out;
  JsonWriter json(out);
  json.BeginArray();
  json.Written("");
  json.String("a");
  json.Reserve(others.size());
  json.Written(others);
  json.Int(4);
  json.EndArray();
  EXPECT_EQ(out, R"(["a","b","c",4])");
}

TEST(JsonWriter, PutsCommasBetweenAndNowhereElse) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Key("a");
  json.BeginArray();
  json.Int(1);
  json.BeginObject();
  json.EndObject();
  json.String("x");
  json.EndArray();
  json.Field("zero", 0);
  json.Field("empty", "");
  json.Field("off", false);
  json.Field("on", true);
  json.EndObject();
  EXPECT_EQ(out, R"({"a":[1,{},"x"],"on":true})");
}

TEST(JsonWriter, InvalidUtf8IsShownNotPassedOn) {
  EXPECT_EQ(ByUs("a\xff"), R"({"file":"a\\xff"})");
}

}  // namespace
}  // namespace leyline
