#include "tests/unit/witness/proto_lab.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wrappers.pb.h>

#include "analyzer/witness/proto_json/proto_json.h"
#include "base/check.h"

namespace leyline {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;

class Complaint : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    const std::string where = std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": ";
    CheckFailed("a test's schema", 0, where + message);
  }
};

FileDescriptorProto FileOf(std::string_view text, const std::string& name) {
  google::protobuf::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  Complaint complaint;
  google::protobuf::io::Tokenizer tokens(&stream, &complaint);
  google::protobuf::compiler::Parser parser;
  parser.RecordErrorsTo(&complaint);
  FileDescriptorProto file;
  CHECK(parser.Parse(&tokens, &file), "a test's schema is a valid file");
  file.set_name(name);
  return file;
}

}  // namespace

ProtoLab::ProtoLab(std::initializer_list<std::string_view> files) {
  const Descriptor* const known[] = {
      google::protobuf::Any::descriptor(),       google::protobuf::Duration::descriptor(),
      google::protobuf::Empty::descriptor(),     google::protobuf::FieldMask::descriptor(),
      google::protobuf::Struct::descriptor(),    google::protobuf::Timestamp::descriptor(),
      google::protobuf::Int32Value::descriptor()};
  for (const Descriptor* type : known) {
    FileDescriptorProto file;
    type->file()->CopyTo(&file);
    CHECK(pool_->BuildFile(file) != nullptr, "the well-known types are valid");
  }
  char name = 'a';
  for (const std::string_view text : files) Add(text, std::string(1, name++) + ".proto");
}

ProtoLab::ProtoLab(WithoutKnownTypes, std::string_view file) { Add(file, "a.proto"); }

void ProtoLab::Add(std::string_view file, const std::string& name) {
  CHECK(pool_->BuildFile(FileOf(file, name)) != nullptr, "a test's schema is valid");
}

std::unique_ptr<Message> ProtoLab::New(const std::string& type) const {
  const Descriptor* descriptor = pool_->FindMessageTypeByName(type);
  CHECK(descriptor != nullptr, "a test names a type of its schema");
  return std::unique_ptr<Message>(factory_->GetPrototype(descriptor)->New());
}

std::unique_ptr<Message> ProtoLab::Make(const std::string& type, std::string_view text) const {
  std::unique_ptr<Message> message = New(type);
  google::protobuf::TextFormat::Parser parser;
  parser.AllowPartialMessage(true);
  CHECK(parser.ParseFromString(std::string(text), message.get()), "a test's text is valid");
  return message;
}

std::string ProtoLab::Print(const std::string& type, std::string_view text) const {
  std::string problem;
  const auto json = PrintProtoJson(*Make(type, text), problem);
  CHECK(json.has_value() == problem.empty(), "a refusal says why");
  return json ? *json : "refused: " + problem;
}

std::string ProtoLab::Parse(const std::string& type, std::string_view json) const {
  const std::unique_ptr<Message> message = New(type);
  std::string problem;
  const bool ok = ParseProtoJson(json, *message, problem);
  CHECK(ok == problem.empty(), "a refusal says why");
  return ok ? message->ShortDebugString() : "refused: " + problem;
}

const ProtoLab& EveryType() {
  static const ProtoLab* const lab = new ProtoLab{
      R"(syntax = "proto3"; package t;
         enum E { Z = 0; A = 1; B = 2; NEG = -1; }
         enum Twin { option allow_alias = true; NONE = 0; SECOND = 5; FIFTH = 5; }
         message S { int32 x = 1; S s = 2; }
         message M {
           double double = 1; float float = 2; int32 int32 = 3; int64 int64 = 4;
           uint32 uint32 = 5; uint64 uint64 = 6; sint32 sint32 = 7; sint64 sint64 = 8;
           fixed32 fixed32 = 9; fixed64 fixed64 = 10; sfixed32 sfixed32 = 11;
           sfixed64 sfixed64 = 12; bool bool = 13; string string = 14; bytes bytes = 15;
           E enum = 16; S message = 17; Twin twin = 18;
           repeated double doubles = 21; repeated float floats = 22; repeated int32 int32s = 23;
           repeated int64 int64s = 24; repeated uint32 uint32s = 25; repeated uint64 uint64s = 26;
           repeated bool bools = 27; repeated string strings = 28; repeated bytes bytess = 29;
           repeated E enums = 30; repeated S messages = 31;
           optional int32 opt_int32 = 41; optional double opt_double = 42;
           optional string opt_string = 43; optional E opt_enum = 44;
           oneof choice { int32 one_int32 = 51; string one_string = 52; S one_message = 53; }
           map<int32, string> map_int32 = 61; map<int64, bytes> map_int64 = 62;
           map<uint32, E> map_uint32 = 63; map<uint64, double> map_uint64 = 64;
           map<bool, S> map_bool = 65; map<string, int64> map_string = 66;
           map<sint32, float> map_sint32 = 67; map<fixed64, bool> map_fixed64 = 68;
           int32 snake_case_name = 71; int32 pinned = 72 [json_name = "other"];
         })",
      R"(syntax = "proto2"; package u;
         enum E { Z = 0; A = 1; B = 2; NEG = -1; }
         message R { required int32 r = 1; }
         message P {
           optional int32 number = 1 [default = 7]; optional string text = 2;
           optional E closed = 3; repeated E closeds = 4; optional R needy = 5;
           optional group GroupOne = 6 { optional int32 a = 1; }
           repeated group Many = 7 { optional string b = 1; }
           map<string, E> closed_map = 8; repeated string texts = 9; optional bytes raw = 10;
           optional float real = 11;
           extensions 100 to 200;
           extend P { optional int32 nested = 102; }
         }
         extend P { optional int64 ext = 100; repeated R needies = 101; })",
      R"(syntax = "proto3"; package t;
         import "google/protobuf/any.proto"; import "google/protobuf/duration.proto";
         import "google/protobuf/empty.proto"; import "google/protobuf/field_mask.proto";
         import "google/protobuf/struct.proto"; import "google/protobuf/timestamp.proto";
         import "google/protobuf/wrappers.proto";
         message W {
           google.protobuf.Any any = 1; google.protobuf.Timestamp time = 2;
           google.protobuf.Duration span = 3; google.protobuf.FieldMask mask = 4;
           google.protobuf.Struct struct = 5; google.protobuf.Value value = 6;
           google.protobuf.ListValue list = 7; google.protobuf.NullValue null = 8;
           optional google.protobuf.NullValue opt_null = 9; google.protobuf.Empty empty = 10;
           google.protobuf.DoubleValue w_double = 11; google.protobuf.FloatValue w_float = 12;
           google.protobuf.Int64Value w_int64 = 13; google.protobuf.UInt64Value w_uint64 = 14;
           google.protobuf.Int32Value w_int32 = 15; google.protobuf.UInt32Value w_uint32 = 16;
           google.protobuf.BoolValue w_bool = 17; google.protobuf.StringValue w_string = 18;
           google.protobuf.BytesValue w_bytes = 19;
           repeated google.protobuf.Value values = 21; repeated google.protobuf.NullValue nulls = 22;
           repeated google.protobuf.Int64Value wrapped = 23;
           repeated google.protobuf.Any anys = 24; repeated google.protobuf.Timestamp times = 25;
           map<string, google.protobuf.Value> value_map = 26;
           map<string, google.protobuf.NullValue> null_map = 27;
           map<int32, google.protobuf.Duration> span_map = 28;
           oneof choice { google.protobuf.NullValue one_null = 31; int32 one_int32 = 32; }
         })"};
  return *lab;
}

}  // namespace leyline
