// Every verdict of every case of the corpus has a witness or says why not, and none is
// contradicted.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "tools/leyline/case_file.h"
#include "tests/support/snapshots.h"
#include "tests/unit/witness/dump.h"

namespace leyline::testing {
namespace {

namespace fs = std::filesystem;

std::string ReadText(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
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

class CorpusWitness : public ::testing::TestWithParam<std::string> {};

TEST_P(CorpusWitness, ContradictsNothing) {
  const CaseFile file = ReadCase(ReadText(fs::path(LEYLINE_CORPUS_FOLDER) / GetParam()));
  const Snapshot before = file.before.empty() ? Snapshot() : MustLoad(file.before);
  const Snapshot after = file.after.empty() ? Snapshot() : MustLoad(file.after);
  std::vector<Change> changes = Diff(before, after);
  const Status status = AddWitnesses(changes, 1);
  if (!status) {
    for (const Error& error : status.error()) ADD_FAILURE() << Format(error);
    ADD_FAILURE() << DumpWitnesses(changes);
  }
  for (const Change& change : changes) {
    for (const Verdict& verdict : change.verdicts) {
      EXPECT_EQ(verdict.witness.has_value(), verdict.level != Level::kCompatible) << Dump(change);
    }
  }
  if (std::getenv("LEYLINE_SHOW") != nullptr) {
    std::puts(DumpWitnesses(changes).c_str());
  }
}

std::string NameOfCase(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.substr(0, info.param.size() - std::string_view(".case").size());
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Cases, CorpusWitness, ::testing::ValuesIn(CasePaths()), NameOfCase);

}  // namespace
}  // namespace leyline::testing
