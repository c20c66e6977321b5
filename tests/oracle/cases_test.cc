// Small sources, each with its verdict in the first line: `// want: accept`, or
// `// want: reject LINE:COL text`. A second line `// oracle: differs: REASON` marks a known
// divergence; it is executed like the rest. LEYLINE_UPDATE=1 writes the places and texts anew, and
// still fails.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/oracle/corpus.h"
#include "tests/oracle/libprotobuf.h"
#include "tests/oracle/ours.h"

namespace leyline {
namespace {

struct Case {
  std::string name;  // "enum_alias.proto"
  std::string text;
  std::string want;  // "accept", "reject 3:7 text"
  bool differs = false;
  bool edition = false;
};

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<Case> AllCases() {
  constexpr std::string_view kWant = "// want: ";
  std::vector<Case> cases;
  for (const auto& entry : std::filesystem::directory_iterator(LEYLINE_CASES)) {
    Case next;
    next.name = entry.path().filename().string();
    next.text = ReadText(entry.path());
    const std::string first_line = next.text.substr(0, next.text.find('\n'));
    EXPECT_TRUE(first_line.starts_with(kWant)) << next.name;
    next.want = first_line.substr(std::min(kWant.size(), first_line.size()));
    next.differs = next.text.find("\n// oracle: differs: ") == first_line.size();
    next.edition = next.text.find("\nedition") != std::string::npos;
    cases.push_back(std::move(next));
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

std::string OwnVerdict(const Case& one) {
  const auto compiled = Compile({{one.name, one.text}}, one.name);
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
    const Sources sources = {{one.name, one.text}};
    Libprotobuf judge(sources);
    const bool accepts = judge.Find(one.name) != nullptr;
    EXPECT_EQ(accepts, (one.want == "accept") != one.differs)
        << one.name << (accepts ? "" : ": " + judge.errors().at(0));
  }
}

TEST(Cases, BufAgreesOnEditions) {
  const std::string buf = Environment("LEYLINE_BUF");
  if (buf.empty()) GTEST_SKIP() << "LEYLINE_BUF is not set: name the program `buf` in it";
  for (const Case& one : AllCases()) {
    if (!one.edition) continue;
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / one.name;
    std::filesystem::create_directories(folder);
    std::ofstream(folder / one.name, std::ios::binary) << one.text;
    RealProcess process;
    const auto exit = process.Run(
        {.argv = {buf, "build", "-o", "/dev/null"}, .folder = folder.string(), .input = ""});
    std::filesystem::remove_all(folder);
    ASSERT_TRUE(exit.has_value());
    EXPECT_EQ(exit->code == 0, (one.want == "accept") != one.differs) << one.name << exit->err;
  }
}

}  // namespace
}  // namespace leyline
