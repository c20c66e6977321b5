// A guard of the main path's cost that noise can't reach: the instructions that `leyline diff`
// takes on made contracts, counted by callgrind, may not exceed the budget of instructions.csv by
// more than the tolerance there. LEYLINE_UPDATE=1 writes what was counted as the new budget, and
// still fails, so that somebody reads the difference.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/process.h"
#include "tests/bench/suite.h"

namespace leyline::bench {
namespace {

namespace fs = std::filesystem;

// A line of instructions.csv: `files` contracts of which one in `every` differs.
struct Budget {
  std::string name;
  int files = 0;
  int every = 0;
  int64_t instructions = 0;
  int tolerance = 0;  // percent
};

std::vector<std::string> LinesOf(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::optional<Budget> BudgetIn(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
  if (line.starts_with('#') || cells.size() != 5 || cells[0] == "suite") return std::nullopt;
  return Budget{cells[0], std::stoi(cells[1]), std::stoi(cells[2]), std::stoll(cells[3]),
                std::stoi(cells[4])};
}

std::vector<Budget> Budgets() {
  std::vector<Budget> budgets;
  for (const std::string& line : LinesOf(LEYLINE_INSTRUCTIONS)) {
    if (const auto budget = BudgetIn(line)) budgets.push_back(*budget);
  }
  return budgets;
}

void SetBudget(const std::string& name, int64_t instructions) {
  const std::vector<std::string> lines = LinesOf(LEYLINE_INSTRUCTIONS);
  std::ofstream out(LEYLINE_INSTRUCTIONS);
  for (const std::string& line : lines) {
    const auto budget = BudgetIn(line);
    if (!budget || budget->name != name) {
      out << line << '\n';
      continue;
    }
    out << fmt::format("{},{},{},{},{}\n", name, budget->files, budget->every, instructions,
                       budget->tolerance);
  }
}

void Write(const fs::path& folder, const Sources& sources) {
  for (const auto& [path, text] : sources) {
    fs::create_directories((folder / path).parent_path());
    std::ofstream(folder / path, std::ios::binary) << text;
  }
}

bool HasValgrind() {
  RealProcess process;
  const auto exit = process.Run({.argv = {"valgrind", "--version"}});
  return exit.has_value() && exit->code == 0;
}

// "==12== Collected : 123456"
std::optional<int64_t> Collected(const std::string& text) {
  constexpr std::string_view kMark = "Collected : ";
  const std::size_t at = text.rfind(kMark);
  if (at == std::string::npos) return std::nullopt;
  return std::stoll(text.substr(at + kMark.size()));
}

// What `leyline diff` takes on a budget's suite. Null after a failure of the test.
std::optional<int64_t> Count(const Budget& budget, const fs::path& folder) {
  const Suite suite = MakeSuite(budget.files, budget.every);
  Write(folder / "before", suite.before);
  Write(folder / "after", suite.after);
  RealProcess process;
  const auto exit =
      process.Run({.argv = {"valgrind", "--tool=callgrind", "--callgrind-out-file=callgrind.out",
                            LEYLINE_BINARY, "diff", "before", "after", "--format", "json"},
                   .folder = folder.string()});
  if (!exit.has_value() || exit->code != 0) {
    ADD_FAILURE() << (exit.has_value() ? exit->err : "valgrind can't be started");
    return std::nullopt;
  }
  EXPECT_NE(exit->out.find("\"change_type\""), std::string::npos) << exit->out;
  const std::optional<int64_t> counted = Collected(exit->err);
  EXPECT_TRUE(counted.has_value()) << exit->err;
  return counted;
}

void Judge(const Budget& budget, int64_t counted) {
  const double percent = 100.0 * static_cast<double>(counted - budget.instructions) /
                         static_cast<double>(budget.instructions);
  const std::string sum = fmt::format("{}: {} instructions, {:+.1f} % against the budget of {}",
                                      budget.name, counted, percent, budget.instructions);
  fmt::print("{}\n", sum);
  EXPECT_LE(percent, budget.tolerance)
      << sum << ". Look for what became slower: callgrind_annotate. When it is meant, "
      << "LEYLINE_UPDATE=1 ctest -R Instructions writes the new budget";
  if (percent < -budget.tolerance) {
    fmt::print("lower the budget, or a regression up to it goes unseen\n");
  }
}

TEST(Instructions, StayWithinTheirBudget) {
  const std::vector<Budget> budgets = Budgets();
  ASSERT_EQ(budgets.size(), 2u) << LEYLINE_INSTRUCTIONS;
  if (!HasValgrind()) GTEST_SKIP() << "valgrind is not installed";
  const bool update = std::getenv("LEYLINE_UPDATE") != nullptr;
  const std::string folder =
      fmt::format("{}leyline_instructions_{}", testing::TempDir(), ::getpid());
  for (const Budget& budget : budgets) {
    const auto counted = Count(budget, fs::path(folder) / budget.name);
    if (!counted.has_value()) continue;
    Judge(budget, *counted);
    if (!update) continue;
    SetBudget(budget.name, *counted);
    ADD_FAILURE() << budget.name << ": written to tests/bench/instructions.csv";
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace leyline::bench
