#include "tests/oracle/cases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace leyline {
namespace {

constexpr std::string_view kWant = "// want: ";
constexpr std::string_view kFile = "\n// file: ";

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

Sources SplitFiles(const std::string& name, std::string_view text) {
  Sources sources;
  std::string path = name;
  while (true) {
    const std::size_t next = text.find(kFile);
    sources.emplace(path, text.substr(0, next));
    if (next == std::string_view::npos) return sources;
    text.remove_prefix(next + kFile.size());
    path = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(path.size(), text.size()));
  }
}

Case ReadCase(const std::filesystem::path& path) {
  Case next;
  next.name = path.filename().string();
  next.text = ReadText(path);
  const std::string first_line = next.text.substr(0, next.text.find('\n'));
  EXPECT_TRUE(first_line.starts_with(kWant)) << next.name;
  next.want = first_line.substr(std::min(kWant.size(), first_line.size()));
  next.differs = next.text.find("\n// oracle: differs: ") == first_line.size();
  next.sources = SplitFiles(next.name, next.text);
  next.edition = next.sources.at(next.name).find("\nedition") != std::string::npos;
  return next;
}

}  // namespace

std::vector<Case> AllCases() {
  std::vector<Case> cases;
  for (const auto& entry : std::filesystem::directory_iterator(LEYLINE_CASES)) {
    cases.push_back(ReadCase(entry.path()));
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

}  // namespace leyline
