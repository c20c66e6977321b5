// leyline_bench_suite FOLDER FILES EVERY: writes MakeSuite(FILES, EVERY) to FOLDER/before and
// FOLDER/after.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/bench/suite.h"

namespace leyline::bench {
namespace {

bool Write(const std::filesystem::path& folder, const Sources& sources) {
  for (const auto& [path, text] : sources) {
    std::filesystem::create_directories((folder / path).parent_path());
    std::ofstream out(folder / path, std::ios::binary);
    out << text;
    if (!out.flush()) return false;
  }
  return true;
}

}  // namespace
}  // namespace leyline::bench

int main(int argc, char** argv) {
  const int files = argc == 4 ? std::atoi(argv[2]) : 0;
  const int every = argc == 4 ? std::atoi(argv[3]) : 0;
  if (files <= 0 || every <= 0) {
    std::fprintf(stderr, "usage: leyline_bench_suite FOLDER FILES EVERY\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const leyline::bench::Suite suite = leyline::bench::MakeSuite(files, every);
  const bool written = leyline::bench::Write(folder / "before", suite.before) &&
                       leyline::bench::Write(folder / "after", suite.after);
  if (!written) std::fprintf(stderr, "leyline_bench_suite: can't write below %s\n", argv[1]);
  return written ? 0 : 1;
}
