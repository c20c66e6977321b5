#include "plugins/protoc-gen-leyline/plugin.h"

#include <gmock/gmock.h>
#include <google/protobuf/compiler/plugin.pb.h>
#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include "plugins/protoc-gen-leyline/parameters.h"
#include "plugins/protoc-gen-leyline/request.h"

namespace leyline {
namespace {

using ::google::protobuf::compiler::CodeGeneratorRequest;
using ::google::protobuf::compiler::CodeGeneratorResponse;
using ::testing::HasSubstr;

// A world in which nothing may be touched.
class NoDisk final : public FileSystem {
 public:
  FileType TypeOf(const std::string&) const override { return FileType::kMissing; }
  Result<std::string> Read(const std::string& path, uint64_t) const override {
    return Fail({.kind = ErrorKind::kInput, .message = "no file `" + path + "`"});
  }
  Result<std::vector<DirEntry>> List(const std::string&) const override {
    return std::vector<DirEntry>();
  }
  Status Write(const std::string&, std::string_view) override {
    ADD_FAILURE() << "a plugin writes through its response only";
    return {};
  }
};

class NoProcess final : public Process {
 public:
  Result<Exit> Run(const Command&) override {
    return Fail({.kind = ErrorKind::kInput, .message = "no program"});
  }
};

class NoClock final : public Clock {
 public:
  Time Now() const override { return {}; }
};

Result<std::string> Answer(const std::string& request) {
  NoDisk disk;
  NoProcess process;
  const NoClock clock;
  World world{.disk = disk, .process = process, .clock = clock, .environment = [](const char*) {
                return std::string();
              }};
  return RunPlugin(world, request);
}

CodeGeneratorResponse Response(const CodeGeneratorRequest& request) {
  const auto bytes = Answer(request.SerializeAsString());
  CodeGeneratorResponse response;
  EXPECT_TRUE(bytes.has_value());
  EXPECT_TRUE(response.ParseFromString(*bytes));
  return response;
}

CodeGeneratorRequest RequestFor(const std::string& parameter) {
  CodeGeneratorRequest request;
  request.set_parameter(parameter);
  request.add_file_to_generate("a.proto");
  auto* file = request.add_proto_file();
  file->set_name("a.proto");
  file->set_package("a");
  file->set_syntax("proto3");
  file->add_message_type()->set_name("M");
  return request;
}

TEST(Plugin, SaysWhatItCanDealWith) {
  const auto response = Response(RequestFor("guard=python"));
  EXPECT_EQ(response.supported_features(), 3U);
  ASSERT_EQ(response.unknown_fields().field_count(), 2);  // protobuf 3.21 does not know editions
  EXPECT_EQ(response.unknown_fields().field(0).varint(), 998U);
  EXPECT_EQ(response.unknown_fields().field(1).varint(), 1001U);
  ASSERT_EQ(response.file_size(), 1);
  EXPECT_EQ(response.file(0).name(), "a/leyline_guard.py");
}

TEST(Plugin, TellsMistakesInContractsByTheirPlace) {
  auto request = RequestFor("guard=cpp");
  auto* field = request.mutable_proto_file(0)->mutable_message_type(0)->add_field();
  field->set_name("x");
  field->set_number(19000);
  field->set_type(google::protobuf::FieldDescriptorProto::TYPE_INT32);
  field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
  EXPECT_THAT(Response(request).error(), HasSubstr("a.proto:1:1: error"));
}

TEST(Plugin, TakesNewerVersionsOnlyUnderModesThatHoldThem) {
  EXPECT_THAT(Response(RequestFor("guard=cpp,versions_ahead=2")).error(),
              HasSubstr("`versions_ahead` means nothing under mode strict"));
  const auto response = Response(RequestFor("guard=cpp,mode=forward,versions_ahead=2"));
  ASSERT_EQ(response.file_size(), 1);
  EXPECT_THAT(response.file(0).content(), HasSubstr("MAX_SUPPORTED_VERSION = 3;"));
}

TEST(Plugin, TellsWhatIsTwiceOrMissingInARequest) {
  auto twice = RequestFor("guard=cpp");
  twice.add_file_to_generate("a.proto");
  EXPECT_EQ(Response(twice).file_size(), 1) << "named twice is asked once";
  const auto file = twice.proto_file(0);
  *twice.add_proto_file() = file;
  EXPECT_EQ(Response(twice).file_size(), 1) << "said twice alike is said once";
  twice.mutable_proto_file(1)->add_message_type()->set_name("N");
  EXPECT_THAT(Response(twice).error(), HasSubstr("`a.proto` stands twice"));
  auto lacking = RequestFor("guard=cpp");
  lacking.mutable_proto_file(0)->add_dependency("b.proto");
  EXPECT_THAT(Response(lacking).error(), HasSubstr("b.proto"));
  auto nameless = RequestFor("guard=cpp");
  nameless.mutable_proto_file(0)->clear_name();
  EXPECT_FALSE(Answer(nameless.SerializeAsString()).has_value());
}

TEST(Plugin, RefusesBrokenRequests) {
  EXPECT_FALSE(Answer("").has_value());
  EXPECT_FALSE(Answer("\x0a\xff").has_value());
  EXPECT_FALSE(Answer(std::string(1 << 20, '\0')).has_value());
  auto request = RequestFor("guard=cpp");
  request.add_file_to_generate("b.proto");
  EXPECT_FALSE(Answer(request.SerializeAsString()).has_value());
}

// Whatever a request holds, also cut off anywhere: an answer or an error, never a crash.
TEST(Plugin, OutlivesEveryPrefixOfARequest) {
  const std::string whole = RequestFor("guard=cpp,guard=python").SerializeAsString();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    [[maybe_unused]] const auto response = Answer(whole.substr(0, size));
  }
  EXPECT_TRUE(Answer(whole).has_value());
}

struct Refusal {
  const char* parameter;
  const char* words;
};

TEST(Parameters, RefuseWhatMakesNoSense) {
  for (const auto& [parameter, words] : std::initializer_list<Refusal>{
           {"", "nothing to do"},
           {"config=leyline.yaml", "nothing to do"},
           {"agianst=x", "did you mean `against`"},
           {"against", "`against` has no value"},
           {"against=x,against=y", "given twice"},
           {"against=x,mode=backwards", "none of strict, backward, forward, full"},
           {"against=x,config=y,mode=full", "exclude each other"},
           {"against=x,target=refs/heads/main", "means nothing without `config`"},
           {"guard=cpp,report=json", "means nothing without `against`"},
           {"guard=java", "none of cpp, python"},
           {"against=x,surfaces=binary,json", "joined by `+`: surfaces=binary+json"},
           {"against=x,surfaces=binary+jsn", "`jsn` is none of binary, json"},
           {"against=x,surfaces=+", "write surfaces=binary+json"},
           {"guard=cpp,current_version=0", "no whole number from 1"},
           {"guard=cpp,current_version=99999999999999999999", "no whole number from 1"},
           {"guard=cpp,versions_ahead=-1", "no whole number from 1"},
           {"guard=cpp,versions_ahead=1x", "write versions_ahead=1"},
           {"guard=cpp,min_supported_version=2", "is above"},
           {"against=x,versions_ahead=2", "means nothing without `guard`"},
           {"guard=cpp,scope=all", "means nothing without `against`"},
           {"against=x,scope=none", "none of files, folders, all"},
           {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "unknown parameter"},
           {"=,==,guard==cpp", "unknown parameter ``"},
           {"against=x,\n\x1b[31m=1", "unknown parameter `\\x0a\\x1b[31m`"},
           {"guard=cpp,current_version=1,min_supported_version=2", "is above"},
           {"against=x,,", "unknown parameter"}}) {
    const auto read = ReadParameters(parameter);
    ASSERT_FALSE(read.has_value()) << parameter;
    const Error& error = read.error().front();
    EXPECT_THAT(error.message + " " + error.fix, HasSubstr(words)) << parameter;
  }
}

TEST(Parameters, AreReadAsProtocJoinsThem) {
  const auto read = ReadParameters(
      "against=main:contracts,surfaces=binary+json,scope=folders,report=text,report=json");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->against, "main:contracts");
  EXPECT_EQ(read->surfaces, "binary,json");
  EXPECT_EQ(read->scope, RequestScope::kFolders);
  EXPECT_EQ(read->reports, (std::vector<std::string>{"text", "json"}));
}

}  // namespace
}  // namespace leyline
