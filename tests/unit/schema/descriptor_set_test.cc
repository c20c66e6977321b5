#include "analyzer/schema/descriptor_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/schema/descriptor_set_support.h"

namespace leyline {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// The bytes and the files that borrow from them.
struct Decoded {
  explicit Decoded(const FileDescriptorSet& set) : bytes(set.SerializeAsString()) {
    auto result = DecodeDescriptorSet("set.binpb", bytes);
    if (result.has_value()) {
      files = std::move(*result);
    } else {
      ADD_FAILURE() << Format(result.error().at(0));
    }
  }
  std::string bytes;
  std::vector<std::unique_ptr<File>> files;
};

Decoded DecodeOne(const std::string& text) { return Decoded(CompileSet({{"a.proto", text}})); }

std::string ErrorOf(const std::string& bytes) {
  const auto result = DecodeDescriptorSet("set.binpb", bytes);
  return result.has_value() ? "" : Format(result.error().at(0));
}

std::string ErrorOf(const FileDescriptorSet& set) { return ErrorOf(set.SerializeAsString()); }

std::vector<std::string> Names(const auto& nodes) {
  std::vector<std::string> names;
  for (const auto& node : nodes) names.emplace_back(node.name);
  return names;
}

std::vector<Offset> Positions(const auto& nodes) {
  std::vector<Offset> positions;
  for (const auto& node : nodes) positions.push_back(node.pos);
  return positions;
}

TEST(DecodeDescriptorSet, FileHeader) {
  const Decoded decoded(CompileSet({
      {"x/base.proto", "syntax = 'proto3'; package x; message B {}"},
      {"x/other.proto", "message Other {}"},
      {"x/a.proto",
       "syntax = 'proto3'; package x.y; import public 'x/base.proto'; import weak 'x/other.proto';"
       "import 'google/protobuf/descriptor.proto'; option java_package = 'j'; message A {}"},
  }));
  ASSERT_EQ(decoded.files.size(), 3u);
  const File& file = *decoded.files[2];
  EXPECT_EQ(file.path, "x/a.proto");
  EXPECT_EQ(file.package, "x.y");
  EXPECT_EQ(file.text, "");
  EXPECT_TRUE(file.from_descriptor);
  EXPECT_TRUE(file.governed);
  EXPECT_TRUE(file.has_syntax);
  EXPECT_EQ(file.edition, Edition::kProto3);
  EXPECT_EQ(file.options.bytes, "\x0a\x01j");
  EXPECT_FALSE(file.source_info.empty());
  ASSERT_EQ(file.imports.size(), 3u);
  EXPECT_EQ(file.imports[0].path, "x/base.proto");
  EXPECT_EQ(file.imports[0].kind, ImportKind::kPublic);
  EXPECT_EQ(file.imports[1].kind, ImportKind::kWeak);
  EXPECT_EQ(file.imports[2].kind, ImportKind::kPlain);
  EXPECT_EQ(file.imports[2].pos, 2u);
  EXPECT_EQ(decoded.files[1]->edition, Edition::kProto2);
  EXPECT_FALSE(decoded.files[1]->has_syntax);
  // Names are views of the input.
  EXPECT_GE(file.package.data(), decoded.bytes.data());
  EXPECT_LT(file.package.data(), decoded.bytes.data() + decoded.bytes.size());
}

TEST(DecodeDescriptorSet, Proto2Message) {
  const Decoded decoded = DecodeOne(R"(
    message M {
      required int32 a = 1 [default = -5];
      optional string b = 2 [json_name = "bee", deprecated = true];
      repeated Color c = 3 [packed = true];
      oneof choice { bytes d = 4; M e = 5; }
      optional group G = 6 { optional bool x = 1; }
      extensions 100 to 199, 300;
      extensions 1000 to max [(note) = "n"];
      reserved 50, 60 to 70;
      reserved "old", "older";
      enum Color { RED = 0; BLUE = -1; reserved 5 to max; reserved "GREEN"; }
      extend M { optional sint64 inner = 100; }
    }
    extend M { repeated group Ext = 101 { optional bool y = 1; } }
    import "google/protobuf/descriptor.proto";
    extend google.protobuf.ExtensionRangeOptions { optional string note = 50000; }
  )");
  ASSERT_EQ(decoded.files.size(), 1u);
  const File& file = *decoded.files[0];
  EXPECT_THAT(Names(file.messages), ElementsAre("M", "Ext"));
  EXPECT_FALSE(file.messages[0].is_group);
  EXPECT_TRUE(file.messages[1].is_group);
  const Message& m = file.messages[0];
  EXPECT_THAT(Names(m.fields), ElementsAre("a", "b", "c", "d", "e", "g"));
  EXPECT_THAT(Positions(m.fields), ElementsAre(0, 1, 2, 3, 4, 5));
  const Field& a = m.fields[0];
  EXPECT_EQ(a.label, Label::kRequired);
  EXPECT_EQ(a.type, FieldType::kInt32);
  EXPECT_EQ(a.number, 1);
  EXPECT_TRUE(a.has_default);
  EXPECT_EQ(a.default_value, "-5");
  EXPECT_FALSE(a.has_json_name);
  const Field& b = m.fields[1];
  EXPECT_EQ(b.label, Label::kOptional);
  EXPECT_TRUE(b.has_json_name);
  EXPECT_EQ(b.json_name, "bee");
  EXPECT_EQ(b.options.bytes, "\x18\x01");
  EXPECT_FALSE(b.has_default);
  const Field& c = m.fields[2];
  EXPECT_EQ(c.label, Label::kRepeated);
  EXPECT_EQ(c.type, FieldType::kEnum);
  EXPECT_EQ(c.type_name, ".M.Color");
  EXPECT_EQ(m.fields[3].label, Label::kNone);
  EXPECT_EQ(m.fields[3].oneof_index, 0);
  EXPECT_EQ(m.fields[4].type, FieldType::kMessage);
  EXPECT_EQ(m.fields[4].type_name, ".M");
  EXPECT_EQ(m.fields[5].type, FieldType::kGroup);
  EXPECT_EQ(m.fields[5].oneof_index, -1);
  EXPECT_THAT(Names(m.messages), ElementsAre("G"));
  EXPECT_TRUE(m.messages[0].is_group);
  EXPECT_THAT(Names(m.oneofs), ElementsAre("choice"));
  EXPECT_THAT(Names(m.reserved_names), ElementsAre("old", "older"));
  ASSERT_EQ(m.reserved_ranges.size(), 2u);
  EXPECT_EQ(m.reserved_ranges[0].first, 50);
  EXPECT_EQ(m.reserved_ranges[0].last, 50);
  EXPECT_EQ(m.reserved_ranges[1].last, 70);
  EXPECT_EQ(m.reserved_ranges[1].pos, 1u);
  ASSERT_EQ(m.extension_ranges.size(), 3u);
  EXPECT_EQ(m.extension_ranges[0].last, 199);
  EXPECT_EQ(m.extension_ranges[2].first, 1000);
  EXPECT_EQ(m.extension_ranges[2].last, 536870911);
  EXPECT_EQ(m.extension_ranges[2].options.bytes, "\x82\xb5\x18\x01n");
  EXPECT_EQ(m.extension_ranges[0].options.bytes, "");
  ASSERT_EQ(m.enums.size(), 1u);
  const Enum& color = m.enums[0];
  EXPECT_THAT(Names(color.values), ElementsAre("RED", "BLUE"));
  EXPECT_EQ(color.values[1].number, -1);
  EXPECT_EQ(color.values[1].pos, 1u);
  EXPECT_EQ(color.reserved_ranges[0].first, 5);
  EXPECT_EQ(color.reserved_ranges[0].last, 2147483647);
  EXPECT_THAT(Names(color.reserved_names), ElementsAre("GREEN"));
  EXPECT_THAT(Names(m.extensions), ElementsAre("inner"));
  EXPECT_TRUE(m.extensions[0].is_extension);
  EXPECT_EQ(m.extensions[0].extendee_name, ".M");
  EXPECT_EQ(m.extensions[0].label, Label::kOptional);
  EXPECT_THAT(Names(file.extensions), ElementsAre("ext", "note"));
}

TEST(DecodeDescriptorSet, FoldsMapsAndSyntheticOneofs) {
  const Decoded decoded = DecodeOne(R"(
    syntax = "proto3";
    package p;
    message M {
      message First {}
      map<string, First> by_name = 1;
      optional int32 maybe = 2;
      message Second { map<bool, E> deep = 1; }
      oneof real { string s = 3; }
      map<fixed32, bytes> raw = 4;
      optional First also = 5;
      int32 plain = 6;
      enum E { ZERO = 0; }
    }
  )");
  ASSERT_EQ(decoded.files.size(), 1u);
  const Message& m = decoded.files[0]->messages[0];
  EXPECT_THAT(Names(m.messages), ElementsAre("First", "Second"));
  EXPECT_THAT(Positions(m.messages), ElementsAre(0, 2));
  const Field& by_name = m.fields[0];
  EXPECT_TRUE(by_name.is_map());
  EXPECT_EQ(by_name.map_key, FieldType::kString);
  EXPECT_EQ(by_name.type, FieldType::kMessage);
  EXPECT_EQ(by_name.type_name, ".p.M.First");
  EXPECT_EQ(by_name.label, Label::kNone);
  EXPECT_EQ(m.fields[3].map_key, FieldType::kFixed32);
  EXPECT_EQ(m.fields[3].type, FieldType::kBytes);
  EXPECT_EQ(m.fields[3].type_name, "");
  EXPECT_EQ(m.messages[1].fields[0].map_key, FieldType::kBool);
  EXPECT_EQ(m.messages[1].fields[0].type_name, ".p.M.E");
  EXPECT_THAT(Names(m.oneofs), ElementsAre("real"));
  EXPECT_EQ(m.oneofs[0].pos, 0u);
  EXPECT_TRUE(m.fields[1].proto3_optional);
  EXPECT_EQ(m.fields[1].label, Label::kOptional);
  EXPECT_EQ(m.fields[1].oneof_index, -1);
  EXPECT_EQ(m.fields[2].oneof_index, 0);
  EXPECT_TRUE(m.fields[4].proto3_optional);
  EXPECT_EQ(m.fields[5].label, Label::kNone);
  EXPECT_FALSE(m.fields[5].proto3_optional);
}

TEST(DecodeDescriptorSet, RemapsRealOneofsThatFollowSyntheticOnes) {
  FileDescriptorSet set = CompileSet({{"a.proto",
                                       "syntax = 'proto3'; message M { oneof real { int32 a = 1; }"
                                       " optional int32 b = 2; }"}});
  DescriptorProto& m = *set.mutable_file(0)->mutable_message_type(0);
  m.mutable_oneof_decl()->SwapElements(0, 1);
  m.mutable_field(0)->set_oneof_index(1);
  m.mutable_field(1)->set_oneof_index(0);
  const Decoded decoded(set);
  const Message& message = decoded.files.at(0)->messages[0];
  EXPECT_THAT(Names(message.oneofs), ElementsAre("real"));
  EXPECT_EQ(message.oneofs[0].pos, 1u);
  EXPECT_EQ(message.fields[0].oneof_index, 0);
  EXPECT_EQ(message.fields[1].oneof_index, -1);
}

TEST(DecodeDescriptorSet, Services) {
  const Decoded decoded = DecodeOne(R"(
    syntax = "proto3";
    message In {} message Out {}
    service S {
      option deprecated = true;
      rpc Unary(In) returns (Out);
      rpc Both(stream In) returns (stream Out) { option idempotency_level = IDEMPOTENT; }
    }
  )");
  const Service& service = decoded.files.at(0)->services[0];
  EXPECT_EQ(service.name, "S");
  EXPECT_EQ(service.options.bytes, "\x88\x02\x01");
  ASSERT_EQ(service.methods.size(), 2u);
  EXPECT_EQ(service.methods[0].input_name, ".In");
  EXPECT_EQ(service.methods[0].output_name, ".Out");
  EXPECT_FALSE(service.methods[0].client_streaming);
  EXPECT_FALSE(service.methods[0].server_streaming);
  EXPECT_TRUE(service.methods[1].client_streaming);
  EXPECT_TRUE(service.methods[1].server_streaming);
  EXPECT_EQ(service.methods[1].options.bytes, "\x90\x02\x02");
  EXPECT_EQ(service.methods[1].pos, 1u);
}

// libprotobuf 3.21 doesn't know these fields: they are appended as unknown ones.
TEST(DecodeDescriptorSet, Editions) {
  FileDescriptorSet set;
  FileDescriptorProto& file = *set.add_file();
  file.set_name("e.proto");
  file.set_syntax("editions");
  file.mutable_unknown_fields()->AddVarint(14, 1001);
  file.mutable_unknown_fields()->AddLengthDelimited(15, "option.proto");
  DescriptorProto& message = *file.add_message_type();
  message.set_name("M");
  message.mutable_unknown_fields()->AddVarint(11, 1);
  auto& enumeration = *file.add_enum_type();
  enumeration.set_name("E");
  enumeration.mutable_unknown_fields()->AddVarint(6, 2);
  FieldDescriptorProto& field = *message.add_field();
  field.set_name("f");
  field.set_number(1);
  field.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
  field.set_type(FieldDescriptorProto::TYPE_INT32);
  field.mutable_options()->mutable_unknown_fields()->AddLengthDelimited(21, "\x08\x03");
  const Decoded decoded(set);
  ASSERT_EQ(decoded.files.size(), 1u);
  const File& e = *decoded.files[0];
  EXPECT_EQ(e.edition, Edition::k2024);
  EXPECT_TRUE(e.has_syntax);
  EXPECT_EQ(e.imports[0].path, "option.proto");
  EXPECT_EQ(e.imports[0].kind, ImportKind::kOption);
  EXPECT_EQ(e.imports[0].pos, 0u);
  EXPECT_EQ(e.messages[0].visibility, Visibility::kLocal);
  EXPECT_EQ(e.enums[0].visibility, Visibility::kExport);
  EXPECT_EQ(e.messages[0].fields[0].label, Label::kNone);
  EXPECT_EQ(e.messages[0].fields[0].options.bytes, "\xaa\x01\x02\x08\x03");

  file.mutable_unknown_fields()->mutable_field(0)->set_varint(1002);
  EXPECT_THAT(ErrorOf(set), HasSubstr("edition number 1002 in `e.proto`"));
}

TEST(DecodeDescriptorSet, WellKnownImportsAreNotGoverned) {
  FileDescriptorSet set;
  set.add_file()->set_name("google/protobuf/any.proto");
  EXPECT_TRUE(Decoded(set).files.at(0)->governed);
  set.add_file()->set_name("a.proto");
  const Decoded decoded(set);
  EXPECT_FALSE(decoded.files.at(0)->governed);
  EXPECT_TRUE(decoded.files.at(1)->governed);
}

TEST(DecodeDescriptorSet, BufImagesSayWhatIsAnImport) {
  FileDescriptorSet set;
  const auto add = [&](const char* name, const std::string& extension) {
    FileDescriptorProto& file = *set.add_file();
    file.set_name(name);
    file.mutable_unknown_fields()->AddLengthDelimited(8042, extension);
  };
  add("google/protobuf/any.proto", std::string("\x12\x00", 2));
  add("dep.proto", "\x08\x01");
  add("own.proto", "");
  const Decoded decoded(set);
  ASSERT_EQ(decoded.files.size(), 3u);
  EXPECT_TRUE(decoded.files[0]->governed);
  EXPECT_FALSE(decoded.files[1]->governed);
  EXPECT_TRUE(decoded.files[2]->governed);
}

TEST(DecodeDescriptorSet, JoinedSets) {
  const FileDescriptorSet set = CompileSet({{"a.proto", "message A {}"}});
  FileDescriptorSet twice = set;
  twice.MergeFrom(set);
  EXPECT_EQ(Decoded(twice).files.size(), 1u);
  twice.mutable_file(1)->mutable_message_type(0)->set_name("B");
  EXPECT_THAT(ErrorOf(twice),
              HasSubstr("`a.proto` stands twice in the set, with different content"));
}

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

TEST(DecodeDescriptorSet, PackedIndicesAreRead) {
  FileDescriptorSet set = CompileSet({{"a.proto", "message A {}"}, {"b.proto", "message B {}"}});
  FileDescriptorProto& file = *set.add_file();
  file.set_name("c.proto");
  file.add_dependency("a.proto");
  file.add_dependency("b.proto");
  file.mutable_unknown_fields()->AddLengthDelimited(10, std::string("\x00\x01", 2));
  const Decoded decoded(set);
  EXPECT_EQ(decoded.files.at(2)->imports[0].kind, ImportKind::kPublic);
  EXPECT_EQ(decoded.files.at(2)->imports[1].kind, ImportKind::kPublic);
  file.mutable_unknown_fields()->AddLengthDelimited(10, "\x80");
  EXPECT_THAT(ErrorOf(set), HasSubstr("a number goes beyond the end of the file descriptor"));
}

}  // namespace
}  // namespace leyline
