// The small sources of cases/, judged by Leyline and by its oracles. LEYLINE_UPDATE=1 writes the
// places and texts of rejections anew, and still fails.
#include "tests/oracle/cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/schema/encode.h"
#include "tests/oracle/corpus.h"
#include "tests/oracle/divergences.h"
#include "tests/oracle/libprotobuf.h"
#include "tests/oracle/ours.h"

namespace leyline {
namespace {

std::string OwnVerdict(const Case& one) {
  const auto compiled = Compile(one.sources, one.name);
  if (compiled.has_value()) return "accept";
  const Error& error = compiled.error().at(0);
  const SourceSpan where = error.where.value_or(SourceSpan());
  return fmt::format("reject {}:{} {}", where.line, where.column, error.message);
}

void WriteWant(const Case& one, const std::string& verdict) {
  std::ofstream stream(std::filesystem::path(LEYLINE_CASES) / one.name, std::ios::binary);
  stream << "// want: " << verdict << one.text.substr(one.text.find('\n'));
}

TEST(Cases, LeylineSaysWhatTheFilesWant) {
  const std::vector<Case> cases = AllCases();
  ASSERT_GT(cases.size(), 100u);
  for (const Case& one : cases) {
    const std::string verdict = OwnVerdict(one);
    EXPECT_EQ(verdict, one.want) << one.name;
    const bool same_kind = verdict.substr(0, 6) == one.want.substr(0, 6);
    if (same_kind && Environment("LEYLINE_UPDATE") == "1") WriteWant(one, verdict);
  }
}

TEST(Cases, LibprotobufAgreesOnProto2AndProto3) {
  for (const Case& one : AllCases()) {
    if (one.edition) continue;
    Libprotobuf judge(one.sources);
    const bool accepts = judge.Find(one.name) != nullptr;
    EXPECT_EQ(accepts, (one.want == "accept") != one.differs)
        << one.name << (accepts ? "" : ": " + judge.errors().at(0));
  }
}

// The list that the mutation test goes by holds nothing that has no example.
TEST(Cases, KnownDivergencesHaveExamples) {
  const std::vector<Case> cases = AllCases();
  for (const Divergence& known : KnownDivergences()) {
    const auto found = std::find_if(cases.begin(), cases.end(),
                                    [&](const Case& one) { return one.name == known.example; });
    ASSERT_NE(found, cases.end()) << known.example;
    EXPECT_TRUE(found->differs) << known.example;
    EXPECT_EQ(found->want == "accept", known.leyline_accepts) << known.example;
    Libprotobuf judge(found->sources);
    judge.Find(found->name);
    const std::string complaint = known.leyline_accepts ? judge.errors().at(0) : OwnVerdict(*found);
    EXPECT_NE(complaint.find(known.complaint), std::string::npos) << complaint;
  }
}

// What `buf build` makes of a source: its descriptor without source info; "" when it refuses.
std::string BufDescriptor(const std::string& buf, const Case& one, std::string& complaint) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / one.name;
  std::filesystem::create_directories(folder);
  for (const auto& [path, text] : one.sources) {
    std::ofstream(folder / path, std::ios::binary) << text;
  }
  RealProcess process;
  const auto exit =
      process.Run({.argv = {buf, "build", "--exclude-source-info", "-o", "-#format=binpb"},
                   .folder = folder.string(),
                   .input = ""});
  std::filesystem::remove_all(folder);
  if (!exit.has_value() || exit->code != 0) {
    complaint = exit.has_value() ? exit->err : Format(exit.error().at(0));
    return "";
  }
  google::protobuf::FileDescriptorSet set;
  EXPECT_TRUE(set.ParseFromString(exit->out));
  for (google::protobuf::FileDescriptorProto& file : *set.mutable_file()) {
    constexpr int kBufExtension = 8042;
    file.mutable_unknown_fields()->DeleteByNumber(kBufExtension);
    if (file.name() == one.name) return file.SerializeAsString();
  }
  complaint = "the image lacks the file";
  return "";
}

TEST(Cases, BufAgreesOnEditions) {
  const std::string buf = Environment("LEYLINE_BUF");
  if (buf.empty()) GTEST_SKIP() << "LEYLINE_BUF is not set: name the program `buf` in it";
  for (const Case& one : AllCases()) {
    if (!one.edition) continue;
    std::string complaint;
    const std::string theirs = BufDescriptor(buf, one, complaint);
    EXPECT_EQ(!theirs.empty(), (one.want == "accept") != one.differs) << one.name << complaint;
    const auto ours = Compile(one.sources, one.name);
    if (theirs.empty() || !ours.has_value()) continue;
    EXPECT_EQ(Differences(*google::protobuf::DescriptorPool::generated_pool(), theirs,
                          EncodeFileDescriptor(*ours->FindFile(one.name))),
              "")
        << one.name;
  }
}

}  // namespace
}  // namespace leyline
