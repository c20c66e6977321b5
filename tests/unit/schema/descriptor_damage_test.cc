// Descriptor sets that are no sets: what is refused, with the byte at which it goes wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/schema/descriptor_set.h"
#include "tests/unit/schema/descriptor_set_support.h"

namespace leyline {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using testing::HasSubstr;

// One damaged descriptor a row.
struct Damage {
  const char* name;
  void (*apply)(FileDescriptorProto& file);
  const char* error;
};

FieldDescriptorProto& FieldOf(FileDescriptorProto& file, int index) {
  return *file.mutable_message_type(0)->mutable_field(index);
}

DescriptorProto& EntryOf(FileDescriptorProto& file) {
  return *file.mutable_message_type(0)->mutable_nested_type(0);
}

const Damage kDamages[] = {
    {"no_file_name", [](FileDescriptorProto& f) { f.clear_name(); }, "a file has no name"},
    {"absolute_path", [](FileDescriptorProto& f) { f.set_name("/etc/x"); },
     "`/etc/x` is not an import path"},
    {"parent_path", [](FileDescriptorProto& f) { f.set_name("a/../b"); },
     "`a/../b` is not an import path"},
    {"bad_import", [](FileDescriptorProto& f) { f.add_dependency("./b"); },
     "`./b` is not an import path"},
    {"bad_package", [](FileDescriptorProto& f) { f.set_package("a..b"); },
     "`a..b` is not a dotted name"},
    {"bad_syntax", [](FileDescriptorProto& f) { f.set_syntax("proto4"); },
     "syntax `proto4` in `a.proto`, expected proto2, proto3 or editions"},
    {"no_edition", [](FileDescriptorProto& f) { f.set_syntax("editions"); }, "edition number 0"},
    {"public_import", [](FileDescriptorProto& f) { f.add_public_dependency(3); },
     "import 3 of `a.proto` is marked public or weak, but there are 0"},
    {"weak_import", [](FileDescriptorProto& f) { f.add_weak_dependency(-1); },
     "import -1 of `a.proto`"},
    {"message_name", [](FileDescriptorProto& f) { f.mutable_message_type(0)->clear_name(); },
     "a message has no name"},
    {"control_characters",
     [](FileDescriptorProto& f) { f.mutable_message_type(0)->set_name("A\x1b[2J"); },
     "`A\\x1b[2J` is not an identifier"},
    {"field_name", [](FileDescriptorProto& f) { FieldOf(f, 0).clear_name(); },
     "a field has no name"},
    {"field_digit", [](FileDescriptorProto& f) { FieldOf(f, 0).set_name("1a"); },
     "`1a` is not an identifier"},
    {"no_type", [](FileDescriptorProto& f) { FieldOf(f, 0).clear_type(); }, "no type name"},
    {"two_types", [](FileDescriptorProto& f) { FieldOf(f, 0).set_type_name(".M"); },
     "field `plain` has the type int32 and a type name"},
    {"extendee", [](FileDescriptorProto& f) { FieldOf(f, 0).set_extendee(".M"); },
     "field `plain` has an extendee"},
    {"negative_oneof", [](FileDescriptorProto& f) { FieldOf(f, 0).set_oneof_index(-1); },
     "the index of a oneof is negative"},
    {"oneof_range", [](FileDescriptorProto& f) { FieldOf(f, 0).set_oneof_index(9); },
     "field `plain` is in oneof 9, but there are 2"},
    {"shared_synthetic", [](FileDescriptorProto& f) { FieldOf(f, 0).set_oneof_index(1); },
     "oneof 1 of `M` is synthetic and has 2 members, expected 1"},
    {"optional_without_oneof", [](FileDescriptorProto& f) { FieldOf(f, 2).clear_oneof_index(); },
     "field `maybe` is proto3_optional without a oneof"},
    {"optional_in_proto2", [](FileDescriptorProto& f) { f.clear_syntax(); },
     "field `maybe` is proto3_optional outside proto3"},
    {"json_name", [](FileDescriptorProto& f) { FieldOf(f, 0).set_json_name("\xff"); },
     "`\\xff` is not valid UTF-8"},
    {"unused_entry", [](FileDescriptorProto& f) { FieldOf(f, 1).set_type_name(".M"); },
     "a map entry has no map field"},
    {"shared_entry",
     [](FileDescriptorProto& f) { *f.mutable_message_type(0)->add_field() = FieldOf(f, 1); },
     "the map entry `TableEntry` serves two fields"},
    {"entry_twice",
     [](FileDescriptorProto& f) { *f.mutable_message_type(0)->add_nested_type() = EntryOf(f); },
     "two map entries have the name `TableEntry`"},
    {"entry_number", [](FileDescriptorProto& f) { EntryOf(f).mutable_field(0)->set_number(3); },
     "a map entry has other parts than a scalar key = 1 and a value = 2"},
    {"oneof_name",
     [](FileDescriptorProto& f) { f.mutable_message_type(0)->mutable_oneof_decl(0)->clear_name(); },
     "a oneof has no name"},
    {"range_end",
     [](FileDescriptorProto& f) {
       f.mutable_message_type(0)->add_reserved_range()->set_end(-2147483647 - 1);
     },
     "a range ends below every number"},
    {"enum_name", [](FileDescriptorProto& f) { f.add_enum_type(); }, "an enum has no name"},
    {"value_name",
     [](FileDescriptorProto& f) {
       f.add_enum_type()->set_name("E");
       f.mutable_enum_type(0)->add_value()->set_number(0);
     },
     "an enum value has no name"},
    {"service_name", [](FileDescriptorProto& f) { f.add_service(); }, "a service has no name"},
    {"method_input",
     [](FileDescriptorProto& f) {
       f.add_service()->set_name("S");
       f.mutable_service(0)->add_method()->set_name("Get");
     },
     "a method lacks its name, input or output"},
    {"extension_in_oneof",
     [](FileDescriptorProto& f) {
       *f.add_extension() = FieldOf(f, 0);
       f.mutable_extension(0)->set_extendee(".M");
       f.mutable_extension(0)->set_oneof_index(0);
     },
     "extension `plain` is in a oneof"},
    {"extension_of_nothing", [](FileDescriptorProto& f) { *f.add_extension() = FieldOf(f, 0); },
     "field `plain` has no extendee"},
    {"label",
     [](FileDescriptorProto& f) { FieldOf(f, 0).mutable_unknown_fields()->AddVarint(4, 7); },
     "7 is not a label"},
    {"type",
     [](FileDescriptorProto& f) { FieldOf(f, 0).mutable_unknown_fields()->AddVarint(5, 19); },
     "19 is not a field type"},
    {"visibility",
     [](FileDescriptorProto& f) {
       f.mutable_message_type(0)->mutable_unknown_fields()->AddVarint(11, 3);
     },
     "3 is not a visibility"},
    {"options_twice",
     [](FileDescriptorProto& f) {
       FieldOf(f, 0).mutable_options()->set_deprecated(true);
       FieldOf(f, 0).mutable_unknown_fields()->AddLengthDelimited(8, "\x18\x01");
     },
     "an element has options twice, expected once"},
    {"broken_options",
     [](FileDescriptorProto& f) { f.mutable_unknown_fields()->AddLengthDelimited(8, "\x0a\x05"); },
     "length 5 goes beyond the end of the options"},
    {"wire_type_of_bytes",
     [](FileDescriptorProto& f) { f.mutable_unknown_fields()->AddVarint(4, 1); },
     "field 4 of the file descriptor has wire type 0, expected 2"},
    {"wire_type_of_number",
     [](FileDescriptorProto& f) { FieldOf(f, 0).mutable_unknown_fields()->AddFixed32(3, 1); },
     "field 3 of the field descriptor has wire type 5, expected 0"},
};

class DescriptorDamage : public testing::TestWithParam<Damage> {};

TEST_P(DescriptorDamage, IsRefusedWithItsByte) {
  FileDescriptorSet set = CompileSet({{"a.proto", R"(
    syntax = "proto3";
    message M {
      int32 plain = 1;
      map<string, int32> table = 2;
      optional int32 maybe = 3;
      oneof real { int32 r = 4; }
    })"}});
  EXPECT_EQ(ErrorOf(set), "");
  GetParam().apply(*set.mutable_file(0));
  const std::string error = ErrorOf(set);
  EXPECT_THAT(error, HasSubstr(GetParam().error));
  EXPECT_THAT(error, testing::StartsWith("set.binpb: error: not a descriptor set: byte "));
}

INSTANTIATE_TEST_SUITE_P(All, DescriptorDamage, testing::ValuesIn(kDamages),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(DecodeDescriptorSet, NamesTheByte) {
  EXPECT_THAT(ErrorOf(std::string("\x0a\x05\x0a\x63"
                                  "abc",
                                  7)),
              HasSubstr("byte 2: length 99 goes beyond the end of the file descriptor"));
  EXPECT_THAT(ErrorOf("\x0a\x63"), HasSubstr("byte 0: length 99 goes beyond the end of the descr"));
  EXPECT_THAT(ErrorOf("\x80"), HasSubstr("byte 0: a number goes beyond the end of the descriptor"));
  EXPECT_THAT(ErrorOf("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
              HasSubstr("byte 0: a number in the descriptor set is longer than 10 bytes"));
  EXPECT_THAT(ErrorOf(std::string(1, '\0')), HasSubstr("byte 0: 0 is not the tag of a field"));
  EXPECT_THAT(ErrorOf("\x0c"), HasSubstr("field 1 of the descriptor set has wire type 4"));
}

TEST(DecodeDescriptorSet, SkipsUnknownFieldsOfEveryWireType) {
  std::string bytes = CompileSet({{"a.proto", "message A {}"}}).SerializeAsString();
  bytes += std::string("\x10\x01", 2);                           // a number
  bytes += std::string("\x19\x01\x02\x03\x04\x05\x06\x07\x08");  // fixed64
  bytes += std::string("\x25\x01\x02\x03\x04");                  // fixed32
  bytes += std::string("\x2b\x33\x34\x10\x01\x2c");              // groups
  const auto result = DecodeDescriptorSet("set", bytes);
  ASSERT_TRUE(result.has_value()) << Format(result.error()[0]);
  EXPECT_EQ(result->size(), 1u);
  EXPECT_THAT(ErrorOf(bytes + "\x2b\x33"), HasSubstr("group 5 goes beyond the end"));
  EXPECT_THAT(ErrorOf(bytes + "\x2b\x34"),
              HasSubstr("field 6 of the descriptor set has wire type 4"));
  EXPECT_THAT(ErrorOf(std::string(100000, '\x2b')), HasSubstr("nested more than 100 deep"));
}

TEST(DecodeDescriptorSet, OtherFormatsGetAHint) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("an empty file, expected a descriptor set"));
  EXPECT_THAT(ErrorOf("\x1f\x8b\x08"), HasSubstr("fix: unpack it with `gunzip`"));
  EXPECT_THAT(ErrorOf("{\"file\": []}"), HasSubstr("fix: write it as binary"));
  EXPECT_THAT(ErrorOf("\x10\x01"), HasSubstr("a descriptor set without any file"));
}

TEST(DecodeDescriptorSet, NestingIsLimitedAsInSources) {
  const auto nested = [](int depth) {
    FileDescriptorSet set;
    set.add_file()->set_name("a.proto");
    DescriptorProto* message = set.mutable_file(0)->add_message_type();
    message->set_name("M");
    for (int i = 1; i < depth; ++i) {
      message = message->add_nested_type();
      message->set_name("M");
    }
    return set;
  };
  EXPECT_EQ(ErrorOf(nested(32)), "");
  EXPECT_THAT(ErrorOf(nested(33)), HasSubstr("messages are nested more than 32 deep"));
}

// No prefix and no flipped byte of a real set may do worse than be refused.
TEST(DecodeDescriptorSet, DamagedBytesAreHarmless) {
  const std::string bytes =
      CompileSet(
          {{"a.proto",
            "syntax = 'proto3'; package p; message M { map<string, M> m = 1; optional M o = 2;"
            " oneof x { int32 y = 3; } reserved 5 to 7; } enum E { Z = 0; }"
            " service S { rpc R(M) returns (stream M); }"}})
          .SerializeAsString();
  int refused = 0;
  for (std::size_t size = 1; size < bytes.size(); ++size) {
    refused += ErrorOf(bytes.substr(0, size)).empty() ? 0 : 1;
  }
  EXPECT_EQ(refused, static_cast<int>(bytes.size()) - 1);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      (void)ErrorOf(damaged);
    }
  }
}

// Files are read by turns.
TEST(DecodeDescriptorSet, TheFirstThatIsWrongIsTold) {
  FileDescriptorProto file;
  file.set_name("a.proto");
  file.set_package("far.from.the.end");
  std::string late = file.SerializeAsString();
  late += "\x1a\x63";  // an import of 99 bytes
  const std::string early = "\x0a\x62";
  std::string set;
  for (const std::string& bytes : {late, early, early}) {
    set += '\x0a';
    set += static_cast<char>(bytes.size());
    set += bytes;
  }
  const auto at = 2 + late.size() - 2;
  EXPECT_THAT(ErrorOf(set), HasSubstr("byte " + std::to_string(at) + ": length 99"));
}

}  // namespace
}  // namespace leyline
