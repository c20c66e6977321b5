#include "analyzer/schema/encode.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "analyzer/schema/load.h"
#include "analyzer/syntax/parse.h"
#include "tests/unit/schema/descriptor_set_support.h"

namespace leyline {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;

std::string Differences(const FileDescriptorProto& expected, const std::string& bytes) {
  FileDescriptorProto actual;
  if (!actual.ParseFromString(bytes)) return "can't be parsed";
  std::string report;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&report);
  differencer.Compare(expected, actual);
  return report;
}

// Sources without options: those that have some are compared with protoc in tests/oracle.
struct Example {
  const char* name;
  const char* text;
};

const Example kExamples[] = {
    {"empty", ""},
    {"proto3", R"(syntax = "proto3"; package a.b;
      message M {
        int32 plain_number = 1; optional string maybe = 2; repeated M many = 3;
        oneof choice { bytes left = 4; E right = 5; }
        optional E also = 6;
        enum E { ZERO = 0; MINUS = -1; }
      })"},
    {"maps_between_nested_types", R"(syntax = "proto3"; package p;
      message M {
        map<string, First> by_first_name = 1;
        message First { map<int32, M> up = 1; }
        map<sint64, double> more = 2; map<bool, E> e2 = 3;
        message Second {}
        enum E { ZERO = 0; }
        map<fixed64, Second> _odd__name_ = 4;
      })"},
    {"synthetic_oneof_names", R"(syntax = "proto3";
      message M {
        optional int32 a = 1; oneof _a { int32 b = 2; } oneof X_a { int32 c = 3; }
        optional int32 _d = 4; oneof _e { int32 f = 5; } optional int32 e = 6;
      })"},
    {"proto2", R"(package q;
      message M {
        required int32 a = 1; optional string b = 2; repeated E c = 3;
        optional group G = 4 { optional group Inner = 1 {} }
        oneof o { group InOneof = 5 { optional bool x = 1; } int32 y = 6; }
        reserved 10, 20 to 30, 1000 to max; reserved "r", "s";
        extensions 100 to 199, 201;
        enum E { A = 0; B = 5; reserved 1, 2 to 4, 100 to max, -5 to -1; reserved "OLD"; }
        extend M { repeated group Ext = 100 { optional M m = 1; } optional sint32 inner = 101; }
      }
      extend M { optional M outer = 102; })"},
    {"defaults", R"(
      message M {
        optional int32 a = 1 [default = -12]; optional uint64 b = 2 [default = 18446744073709551615];
        optional float c = 3 [default = 1.5]; optional double d = 4 [default = -inf];
        optional double e = 5 [default = nan]; optional bool f = 6 [default = true];
        optional string g = 7 [default = "tab\t\"quote\" \303\244"];
        optional bytes h = 8 [default = "\001\377\\"]; optional E i = 9 [default = TWO];
        optional string j = 10 [default = ""]; optional double k = 11 [default = 1e300];
        optional float l = 12 [default = 0.1]; optional int64 m = 13 [default = 0x10];
        enum E { ONE = 1; TWO = 2; }
      })"},
    {"json_names", R"(message M {
        optional int32 snake_case_name = 1; optional int32 b = 2 [json_name = "otherName"];
        optional int32 Caps = 3; optional int32 c_1 = 4; optional int32 d = 5 [json_name = "d"];
      })"},
    {"services", R"(syntax = "proto3"; package s.v1;
      message In {} message Out {}
      service S {
        rpc A(In) returns (Out); rpc B(stream In) returns (Out);
        rpc C(In) returns (stream Out); rpc D(stream .s.v1.In) returns (stream Out);
      }
      service Empty {})"},
};

class Encode : public testing::TestWithParam<Example> {};

TEST_P(Encode, SourcesAsProtoc) {
  FileDescriptorSet set = CompileSet({{"a.proto", GetParam().text}});
  set.mutable_file(0)->clear_source_code_info();
  std::vector<std::unique_ptr<File>> files;
  files.push_back(std::move(Parse("a.proto", GetParam().text).file));
  const auto snapshot = Link("test", std::move(files));
  ASSERT_TRUE(snapshot.has_value()) << Format(snapshot.error()[0]);
  EXPECT_EQ(Differences(set.file(0), EncodeFileDescriptor(*snapshot->files[0])), "");
  EXPECT_EQ(set.file(0).SerializeAsString(), EncodeFileDescriptor(*snapshot->files[0]));
}

TEST_P(Encode, DescriptorsAsTheyCame) {
  FileDescriptorSet set = CompileSet({{"a.proto", GetParam().text}});
  const auto snapshot = LoadDescriptorSet("test", set.SerializeAsString(), {});
  ASSERT_TRUE(snapshot.has_value()) << Format(snapshot.error()[0]);
  set.mutable_file(0)->clear_source_code_info();
  EXPECT_EQ(Differences(set.file(0), EncodeFileDescriptor(*snapshot->files[0])), "");
  EXPECT_EQ(set.file(0).SerializeAsString(), EncodeFileDescriptor(*snapshot->files[0]));
}

INSTANTIATE_TEST_SUITE_P(All, Encode, testing::ValuesIn(kExamples),
                         [](const auto& row) { return std::string(row.param.name); });

// Options, imports of every kind and custom options come through untouched.
TEST(EncodeFileDescriptor, KeepsOptionsOfDescriptors) {
  FileDescriptorSet set =
      CompileSet({{"base.proto", "syntax = 'proto3'; package b; message B {}"},
                  {"weak.proto", "message W {}"},
                  {"proto3.proto",
                   "syntax = 'proto3'; import 'google/protobuf/descriptor.proto';"
                   "extend google.protobuf.FieldOptions { optional int32 x = 60000; int32 y = "
                   "60001; }"},
                  {"a.proto", R"(
         syntax = "proto2"; package a;
         import "google/protobuf/descriptor.proto";
         import public "base.proto"; import weak "weak.proto";
         option java_package = "j";
         extend google.protobuf.FieldOptions { optional string note = 50000; }
         extend google.protobuf.ExtensionRangeOptions { optional int32 level = 50000; }
         message M {
           option deprecated = true;
           optional int32 a = 1 [(note) = "n", deprecated = true];
           map<int32, int32> m = 2 [(note) = "map"];
           oneof o { option (of) = 1; int32 b = 3; }
           extensions 100 to 200 [(level) = 5];
           enum E { option allow_alias = true; X = 0 [deprecated = true]; Y = 0; }
         }
         extend google.protobuf.OneofOptions { optional int32 of = 50000; }
         service S { option deprecated = true; rpc R(M) returns (M) { option deprecated = true; } }
       )"}});
  FileDescriptorProto::descriptor()->file()->CopyTo(set.add_file());
  FileDescriptorProto::descriptor()->file()->CopyJsonNameTo(set.mutable_file(4));
  for (FileDescriptorProto& file : *set.mutable_file()) file.clear_source_code_info();
  const auto snapshot = LoadDescriptorSet("test", set.SerializeAsString(), {});
  ASSERT_TRUE(snapshot.has_value()) << Format(snapshot.error()[0]);
  for (const FileDescriptorProto& file : set.file()) {
    const std::string bytes = EncodeFileDescriptor(*snapshot->FindFile(file.name()));
    EXPECT_EQ(Differences(file, bytes), "") << file.name();
    EXPECT_EQ(file.SerializeAsString(), bytes) << file.name();
  }
}

// What libprotobuf 3.21 doesn't know stands among the unknown fields, which it writes last.
TEST(EncodeFileDescriptor, Editions) {
  FileDescriptorSet set;
  FileDescriptorProto& option = *set.add_file();
  option.set_name("option.proto");
  FileDescriptorProto& file = *set.add_file();
  file.set_name("e.proto");
  DescriptorProto& message = *file.add_message_type();
  message.set_name("M");
  FieldDescriptorProto& field = *message.add_field();
  field.set_name("m");
  field.set_number(1);
  field.set_label(FieldDescriptorProto::LABEL_REPEATED);
  field.set_type(FieldDescriptorProto::TYPE_MESSAGE);
  field.set_type_name(".M.MEntry");
  field.set_json_name("m");
  DescriptorProto& entry = *message.add_nested_type();
  entry.set_name("MEntry");
  entry.mutable_options()->set_map_entry(true);
  for (const char* name : {"key", "value"}) {
    FieldDescriptorProto& part = *entry.add_field();
    part.set_name(name);
    part.set_number(entry.field_size());
    part.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
    part.set_type(FieldDescriptorProto::TYPE_STRING);
    part.set_json_name(name);
    part.mutable_options()->mutable_unknown_fields()->AddLengthDelimited(21, "\x20\x03");
  }
  field.mutable_options()->mutable_unknown_fields()->AddLengthDelimited(21, "\x20\x03");
  message.mutable_unknown_fields()->AddVarint(11, 1);
  auto& enumeration = *file.add_enum_type();
  enumeration.set_name("E");
  enumeration.add_value()->set_name("ZERO");
  enumeration.mutable_value(0)->set_number(0);
  enumeration.mutable_unknown_fields()->AddVarint(6, 2);
  file.set_syntax("editions");
  file.mutable_unknown_fields()->AddVarint(14, 1001);
  file.mutable_unknown_fields()->AddLengthDelimited(15, "option.proto");
  const auto snapshot = LoadDescriptorSet("test", set.SerializeAsString(), {});
  ASSERT_TRUE(snapshot.has_value()) << Format(snapshot.error()[0]);
  const std::string bytes = EncodeFileDescriptor(*snapshot->FindFile("e.proto"));
  EXPECT_EQ(Differences(file, bytes), "");
  EXPECT_EQ(file.SerializeAsString(), bytes);
}

}  // namespace
}  // namespace leyline
