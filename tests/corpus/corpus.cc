#include "tests/corpus/corpus.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>

#include "tests/support/snapshots.h"

namespace leyline::testing {

namespace fs = std::filesystem;

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> CasePaths() {
  std::vector<std::string> paths;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(LEYLINE_CORPUS_FOLDER)) {
    if (entry.path().extension() != ".case") continue;
    paths.push_back(fs::relative(entry.path(), LEYLINE_CORPUS_FOLDER).string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

CaseFile ReadCaseAt(const std::string& path) {
  return ReadCase(ReadText(fs::path(LEYLINE_CORPUS_FOLDER) / path));
}

Snapshot Load(const Sources& sources, const std::string& side) {
  if (sources.empty()) return Snapshot();
  Result<Snapshot> loaded = LoadSources(side, sources);
  if (loaded) return std::move(*loaded);
  for (const Error& error : loaded.error()) ADD_FAILURE() << side << ": " << Format(error);
  return Snapshot();
}

LoadedCase LoadCase(const std::string& path) {
  CaseFile file = ReadCaseAt(path);
  EXPECT_EQ(file.mistakes, "") << path;
  Snapshot before = Load(file.before, "before");
  Snapshot after = Load(file.after, "after");
  return {.file = std::move(file), .before = std::move(before), .after = std::move(after)};
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

}  // namespace leyline::testing
