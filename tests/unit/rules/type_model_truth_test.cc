// The model against what four runtimes did: every row of the executed matrix.
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/rules/type_model/type_model.h"
#include "tests/unit/rules/spec_maker.h"

namespace leyline {
namespace {

std::vector<std::string> Cells(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back().push_back(c);
  }
  return cells;
}

// The classes of the matrix: LOSSLESS, LOSSLESS_VALUE (presence lost), CONDITIONAL, BROKEN.
std::string ClassOf(const Reading& reading) {
  switch (reading.level) {
    case Level::kCompatible:
      return reading.effect == Effect::kPresenceLost ? "LOSSLESS_VALUE" : "LOSSLESS";
    case Level::kConditional:
      return "CONDITIONAL";
    default:
      return "BROKEN";
  }
}

std::string ClassIn(std::string_view cell) { return std::string(cell.substr(0, cell.find('['))); }

bool IsType(std::string_view spec, std::string_view type) {
  return spec.substr(0, spec.find('/')) == type;
}

// Rows where the model says something else on purpose.
bool Waived(std::string_view writer, std::string_view reader, Surface surface) {
  const auto both = [&](std::string_view a, std::string_view b) {
    return (IsType(writer, a) && IsType(reader, b)) || (IsType(writer, b) && IsType(reader, a));
  };
  // What is inside messages is not the type model's business: compare_message_test.cc.
  if (both("map", "message")) return true;
  // The C++ library's JSON neither prints nor parses groups; by the specification they are objects.
  return surface == Surface::kJson && IsType(writer, "message") && IsType(reader, "group");
}

class Truth : public testing::Test {
 protected:
  void Check(std::string_view writer, std::string_view reader, Surface surface,
             std::string_view cell) {
    if (Waived(writer, reader, surface)) return;
    const FieldSpec from = specs_(writer);
    const FieldSpec to = specs_(reader);
    const Reading reading = surface == Surface::kBinary ? ReadBinary(from, to) : ReadJson(from, to);
    EXPECT_EQ(ClassOf(reading), ClassIn(cell))
        << NameOf(surface) << ": " << writer << " read as " << reader << ": " << cell;
    EXPECT_EQ(reading.level == Level::kConditional, !reading.condition.empty());
    ++checked_;
  }

  SpecMaker specs_;
  int checked_ = 0;
};

TEST_F(Truth, AgreesWithEveryExecutedPair) {
  const char* path = std::getenv("LEYLINE_TRUTH");
  if (path == nullptr) {
    GTEST_SKIP() << "set LEYLINE_TRUTH to the CSV of executed type pairs to run this test";
  }
  std::ifstream file(path);
  ASSERT_TRUE(file) << "cannot read " << path;
  std::string line;
  std::getline(file, line);
  ASSERT_EQ(line.substr(0, line.find(',')), "old_spec");
  while (std::getline(file, line)) {
    const std::vector<std::string> cells = Cells(line);
    ASSERT_GE(cells.size(), 6U) << line;
    Check(cells[0], cells[1], Surface::kBinary, cells[2]);
    Check(cells[1], cells[0], Surface::kBinary, cells[3]);
    Check(cells[0], cells[1], Surface::kJson, cells[4]);
    Check(cells[1], cells[0], Surface::kJson, cells[5]);
  }
  EXPECT_GE(checked_, 4000);
}

}  // namespace
}  // namespace leyline
