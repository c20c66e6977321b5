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
