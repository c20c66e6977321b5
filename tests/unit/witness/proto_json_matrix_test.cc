// The codec against what five runtimes did: for every pair of the executed type matrix, what one
// side prints and the other parses must come to the same class.
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/property/wire_lab.h"
#include "tests/property/wire_outcomes.h"

namespace leyline {
namespace {

std::vector<std::string> Cells(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back().push_back(c);
    }
  }
  return cells;
}

// LOSSLESS, LOSSLESS_VALUE (presence lost), CONDITIONAL, BROKEN.
std::string ClassOf(const Specimen& writer, const Specimen& reader, const Outcomes& outcomes) {
  if (outcomes.failed() > 0) return outcomes.survived > 0 ? "CONDITIONAL" : "BROKEN";
  const bool loses = writer.has_presence() && !reader.repeated() && !reader.has_presence();
  return loses ? "LOSSLESS_VALUE" : "LOSSLESS";
}

// Where the matrix took the C++ library's word, which neither prints nor parses groups in JSON.
bool IsGroupByJsonUtil(const Specimen& writer, const Specimen& reader) {
  return writer.IsA("message") && reader.IsA("group");
}

class Matrix {
 public:
  // The class of what `writer` prints and `reader` parses must be the cell's.
  void Check(const std::string& writer, const std::string& reader, std::string_view cell) {
    const Specimen& from = *Specimens().at(writer);
    const Specimen& to = *Specimens().at(reader);
    if (IsGroupByJsonUtil(from, to)) return;
    const Outcomes outcomes = ExecuteJson(to, JsonSamplesOf(from, from.Borders()));
    EXPECT_EQ(ClassOf(from, to, outcomes), cell.substr(0, cell.find('[')))
        << writer << " read as " << reader << ": " << cell << ": " << outcomes.example;
    ++checked_;
  }

  int checked() const { return checked_; }

 private:
  int checked_ = 0;
};

TEST(ProtoJsonMatrix, AgreesWithEveryExecutedPair) {
  const char* path = std::getenv("LEYLINE_TRUTH");
  if (path == nullptr) {
    GTEST_SKIP() << "set LEYLINE_TRUTH to the CSV of executed type pairs to run this test";
  }
  std::ifstream file(path);
  ASSERT_TRUE(file) << "cannot read " << path;
  std::string line;
  std::getline(file, line);
  ASSERT_EQ(line.substr(0, line.find(',')), "old_spec");
  Matrix matrix;
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = Cells(line);
    ASSERT_GE(cells.size(), 6U) << line;
    matrix.Check(cells[0], cells[1], cells[4]);
    matrix.Check(cells[1], cells[0], cells[5]);
  }
  EXPECT_GE(matrix.checked(), 2000);
}

}  // namespace
}  // namespace leyline
