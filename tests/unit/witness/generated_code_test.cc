// What generated code does with bytes, as executed for the reference (maps and closed enums).
#include "analyzer/witness/generated_code.h"

#include <memory>
#include <string>

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <gtest/gtest.h>

#include "analyzer/witness/surface.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;
using namespace std::string_literals;

class GeneratedCode : public ::testing::Test {
 protected:
  std::unique_ptr<pb::Message> Parse(const std::string& body, const std::string& bytes) {
    const std::string source = "syntax = \"proto2\"; " + body;
    pb::io::ArrayInputStream input(source.data(), static_cast<int>(source.size()));
    pb::io::Tokenizer tokenizer(&input, nullptr);
    pb::FileDescriptorProto file;
    file.set_name("a.proto");
    EXPECT_TRUE(pb::compiler::Parser().Parse(&tokenizer, &file));
    const pb::Descriptor* type = pool_.BuildFile(file)->FindMessageTypeByName("M");
    std::unique_ptr<pb::Message> message(factory_.GetPrototype(type)->New());
    EXPECT_TRUE(message->ParsePartialFromString(bytes));
    ActAsGeneratedCode(*message, bytes);
    return message;
  }

  pb::DescriptorPool pool_;
  pb::DynamicMessageFactory factory_{&pool_};
};

TEST_F(GeneratedCode, KeepsTheLastOfEqualKeys) {
  const auto message = Parse("message M { map<int32, int32> m = 1; }",
                             "\x0a\x04\x08\x01\x10\x05\x0a\x04\x08\x01\x10\x06"s);
  EXPECT_EQ(TextOf(*message), "m { key: 1 value: 6 }");
}

TEST_F(GeneratedCode, DropsWhatAnEntryDoesNotKnow) {
  const auto message = Parse("message M { map<string, int32> m = 1; }",
                             "\x0a\x04\x08\x01\x10\x05\x0a\x04\x08\x02\x10\x06"s);
  EXPECT_EQ(TextOf(*message), "m { key: \"\" value: 6 }");
  EXPECT_EQ(message->SerializePartialAsString(), "\x0a\x04\x0a\x00\x10\x06"s);
}

TEST_F(GeneratedCode, PutsEntriesWithUndeclaredValuesAside) {
  const std::string bytes = "\x0a\x04\x08\x01\x10\x07"s;
  const auto message = Parse("enum E { Z = 0; } message M { map<int32, E> m = 1; }", bytes);
  EXPECT_EQ(TextOf(*message), "");
  EXPECT_EQ(message->SerializePartialAsString(), bytes);
}

TEST_F(GeneratedCode, KeepsAllBitsOfUndeclaredNumbers) {
  const std::string bytes = "\x08\x85\x80\x80\x80\x10"s;
  const auto message = Parse("enum E { Z = 0; } message M { optional E e = 1; }", bytes);
  EXPECT_EQ(TextOf(*message), "");
  EXPECT_EQ(message->SerializePartialAsString(), bytes);
}

TEST_F(GeneratedCode, KeepsAllBitsOfPackedNumbers) {
  const auto message = Parse("enum E { Z = 0; } message M { repeated E e = 1 [packed = true]; }",
                             "\x0a\x07\x85\x80\x80\x80\x10\x00\x07"s);
  EXPECT_EQ(TextOf(*message), "e: Z");
  EXPECT_EQ(message->SerializePartialAsString(), "\x0a\x01\x00\x08\x85\x80\x80\x80\x10\x08\x07"s);
}

TEST_F(GeneratedCode, ReachesIntoMessages) {
  const auto message = Parse("message M { optional M m = 1; map<int32, int32> n = 2; }",
                             "\x0a\x0c\x12\x04\x08\x01\x10\x05\x12\x04\x08\x01\x10\x06"s);
  EXPECT_EQ(TextOf(*message), "m { n { key: 1 value: 6 } }");
}

}  // namespace
}  // namespace leyline::witness
