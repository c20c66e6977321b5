#include "tools/leyline/bindings/bindings.h"

#include <map>

#include <gmock/gmock.h>
#include <google/protobuf/compiler/plugin.pb.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using ::google::protobuf::compiler::CodeGeneratorRequest;
using ::google::protobuf::compiler::CodeGeneratorResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::MustLoad;

// A cache in memory, and nothing else.
class Memory final : public FileSystem, public Folders {
 public:
  FileType TypeOf(const std::string&) const override { return FileType::kMissing; }
  Result<std::string> Read(const std::string& path, uint64_t) const override {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    return Fail({.kind = ErrorKind::kInput, .message = "no file `" + path + "`"});
  }
  Result<std::vector<DirEntry>> List(const std::string&) const override {
    return std::vector<DirEntry>();
  }
  Status Write(const std::string&, std::string_view) override { return {}; }

  Result<std::unique_ptr<NewFolder>> Renew(const std::string&) override {
    return std::unique_ptr<NewFolder>();
  }
  void Keep(const std::string& path, std::string_view content) override { files[path] = content; }
  void Remove(const std::string& folder) override { files.erase(folder); }
  Result<std::unique_ptr<ScratchFolder>> MakeScratch(const std::string&) override {
    return std::unique_ptr<ScratchFolder>();
  }

  std::map<std::string, std::string> files;
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

class BindingsCache : public ::testing::Test {
 protected:
  bool Read(BindingUnit& unit) { return ReadCached(world_, "cache", unit); }
  std::string& entry() { return memory_.files.begin()->second; }

  Memory memory_;
  NoProcess process_;
  NoClock clock_;
  World world_{
      .disk = memory_, .process = process_, .clock = clock_, .environment = [](const char*) {
        return std::string();
      }};
  BindingUnit unit_{.contracts = {}, .language = nullptr, .key = "abcdef"};
};

Binding Made(const std::string& path, const std::string& content) {
  return {.path = path, .digest = DigestText(Sha256Of(content)), .content = content};
}

TEST_F(BindingsCache, GivesBackWhatItGot) {
  EXPECT_FALSE(Read(unit_));
  unit_.bindings = {Made("a/b.h", "1"), Made("a/b.cc", ""), Made("c", "three")};
  WriteCached(memory_, "cache", unit_);
  EXPECT_EQ(memory_.files.begin()->first, "cache/ab/abcdef");
  BindingUnit read{.contracts = {}, .language = nullptr, .key = "abcdef"};
  ASSERT_TRUE(Read(read));
  ASSERT_EQ(read.bindings.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read.bindings[i].path, unit_.bindings[i].path);
    EXPECT_EQ(read.bindings[i].digest, unit_.bindings[i].digest);
    EXPECT_EQ(read.bindings[i].content.bytes, unit_.bindings[i].content.bytes);
  }
  EXPECT_TRUE(IsWhole(read));
}

TEST_F(BindingsCache, KnowsAContractWithoutBindings) {
  WriteCached(memory_, "cache", unit_);
  EXPECT_TRUE(Read(unit_));
  EXPECT_TRUE(unit_.bindings.empty());
}

// Wherever an entry is damaged: it is no entry, or its content is seen not to be whole.
TEST_F(BindingsCache, SeesEveryDamage) {
  unit_.bindings = {Made("a", "one"), Made("b", "two")};
  WriteCached(memory_, "cache", unit_);
  const std::string whole = entry();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    entry() = whole;
    entry()[at] = static_cast<char>(entry()[at] ^ 1);
    BindingUnit read{.contracts = {}, .language = nullptr, .key = "abcdef"};
    EXPECT_FALSE(Read(read) && IsWhole(read)) << at;
    entry() = whole.substr(0, at);
    EXPECT_FALSE(Read(read)) << at;
  }
}

TEST_F(BindingsCache, ContentThatIsThereAlreadyNeedNotBeWhole) {
  unit_.bindings = {Made("a", "one"), Made("b", "two")};
  WriteCached(memory_, "cache", unit_);
  entry().back() = '~';
  ASSERT_TRUE(Read(unit_));
  EXPECT_FALSE(IsWhole(unit_));
  unit_.bindings[1].kept = true;
  EXPECT_TRUE(IsWhole(unit_));
}

TEST_F(BindingsCache, LeadsNowhereElse) {
  unit_.bindings = {Made("../a", "one")};
  WriteCached(memory_, "cache", unit_);
  EXPECT_FALSE(Read(unit_));
}

TEST(Bindings, StayInTheirFolder) {
  for (const char* path : {"a", "a/b", "a/..b", "...", "a b/c"})
    EXPECT_TRUE(IsInside(path)) << path;
  for (const char* path : {"", "/a", "..", "a/../b", "a//b", "./a", "a/", "a/."}) {
    EXPECT_FALSE(IsInside(path)) << path;
  }
}

TEST(Bindings, DependOnAllThatAContractImports) {
  const std::string head = "syntax = \"proto3\"; ";
  const auto digest = [&](const std::string& deep) {
    const Snapshot snapshot = MustLoad({{"a.proto", head + "import \"b.proto\";"},
                                        {"b.proto", head + "import \"c.proto\";"},
                                        {"c.proto", head + deep}});
    const auto contracts = ContractsOf(snapshot);
    std::vector<std::string> needs;
    for (const Contract* need : contracts[0].needs) needs.push_back(need->file->path);
    EXPECT_THAT(needs, ElementsAre("c.proto", "b.proto", "a.proto"));
    return contracts[0].needs_digest;
  };
  EXPECT_EQ(digest("message M {}"), digest("/* a comment */ message M { }"));
  EXPECT_NE(digest("message M {}"), digest("message N {}"));
}

TEST(Bindings, AskAPluginAsProtocDoes) {
  const Snapshot snapshot = MustLoad({{"a.proto", "syntax = \"proto3\"; import \"b.proto\";"},
                                      {"b.proto", "syntax = \"proto3\"; message B {}"}});
  const auto contracts = ContractsOf(snapshot);
  CodeGeneratorRequest request;
  ASSERT_TRUE(request.ParseFromString(PluginRequest({&contracts[0], &contracts[1]}, "x=y")));
  EXPECT_THAT(request.file_to_generate(), ElementsAre("a.proto", "b.proto"));
  EXPECT_EQ(request.parameter(), "x=y");
  ASSERT_EQ(request.proto_file_size(), 2) << "each once";
  EXPECT_EQ(request.proto_file(0).name(), "b.proto");
}

BindingUnit UnitOf(const std::vector<Contract>& contracts) {
  static const BindingLanguage language{
      .name = "x", .program = "gen", .options = "", .compiler = ""};
  BindingUnit unit{.contracts = {}, .language = &language, .key = ""};
  for (const Contract& contract : contracts) unit.contracts.push_back(&contract);
  return unit;
}

std::string Refusal(const CodeGeneratorResponse& response,
                    const std::string& text = "syntax = \"proto3\";") {
  const Snapshot snapshot = MustLoad(text);
  const auto contracts = ContractsOf(snapshot);
  const auto read = ReadPluginResponse(UnitOf(contracts), response.SerializeAsString());
  return read.has_value() ? "" : read.error().front().message;
}

TEST(Bindings, TakeOfAPluginOnlyWholeFilesOfTheirFolder) {
  CodeGeneratorResponse response;
  response.set_supported_features(1);
  auto* file = response.add_file();
  file->set_name("a/b.go");
  file->set_content("package b");
  const auto read = ReadPluginResponse(UnitOf({}), response.SerializeAsString());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->front().content.bytes, "package b");
  EXPECT_EQ(read->front().digest, DigestText(Sha256Of("package b")));
  file->set_name("../b.go");
  EXPECT_THAT(Refusal(response), HasSubstr("`gen` names its output `../b.go`"));
  file->clear_name();
  EXPECT_THAT(Refusal(response), HasSubstr("names its output ``"));
  file->set_name("b.go");
  file->set_insertion_point("imports");
  EXPECT_THAT(Refusal(response), HasSubstr("edits what others made"));
  response.set_error("no \x1b luck");
  EXPECT_THAT(Refusal(response), HasSubstr("says: no \\x1b luck"));
  EXPECT_FALSE(ReadPluginResponse(UnitOf({}), "\x7f\xff").has_value());
}

TEST(Bindings, TakeOfAPluginNothingThatItDoesNotKnow) {
  const std::string optional =
      "syntax = \"proto3\"; message A { message B { optional int32 x = 1; } }";
  const std::string edition = "edition = \"2023\"; message A { int32 x = 1; }";
  CodeGeneratorResponse response;
  EXPECT_EQ(Refusal(response, "syntax = \"proto2\"; message A { optional int32 x = 1; }"), "");
  EXPECT_EQ(Refusal(response, optional), "`gen` does not say that it knows `optional` of proto3");
  EXPECT_EQ(Refusal(response, edition), "`gen` does not say that it knows editions");
  response.set_supported_features(1);
  EXPECT_EQ(Refusal(response, optional), "");
  EXPECT_NE(Refusal(response, edition), "");
  response.set_supported_features(3);
  EXPECT_EQ(Refusal(response, edition), "");
}

}  // namespace
}  // namespace leyline
