// The stages of the main path one by one, on made contracts, in one thread.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "analyzer/diff/match.h"
#include "analyzer/rules/rule.h"
#include "analyzer/schema/snapshot.h"
#include "analyzer/syntax/parse.h"
#include "base/check.h"
#include "tests/bench/suite.h"

namespace leyline::bench {
namespace {

constexpr int kEvery = 10;

std::vector<std::unique_ptr<File>> ParseAll(const Sources& sources) {
  std::vector<std::unique_ptr<File>> files;
  for (const auto& [path, text] : sources) {
    Parsed parsed = Parse(path, text);
    CHECK(parsed.errors.empty(), "the made contracts parse");
    parsed.file->governed = true;
    files.push_back(std::move(parsed.file));
  }
  return files;
}

Snapshot Linked(const Sources& sources) {
  auto snapshot = Link("made", ParseAll(sources), {.threads = 1});
  CHECK(snapshot.has_value(), "the made contracts link");
  return std::move(*snapshot);
}

void BM_Parse(benchmark::State& state) {
  const Suite suite = MakeSuite(static_cast<int>(state.range(0)), kEvery);
  int64_t bytes = 0;
  for (const auto& [path, text] : suite.before) bytes += static_cast<int64_t>(text.size());
  for (auto _ : state) benchmark::DoNotOptimize(ParseAll(suite.before));
  state.SetBytesProcessed(state.iterations() * bytes);
}

void BM_Link(benchmark::State& state) {
  const Suite suite = MakeSuite(static_cast<int>(state.range(0)), kEvery);
  for (auto _ : state) {
    state.PauseTiming();
    auto files = ParseAll(suite.before);
    state.ResumeTiming();
    benchmark::DoNotOptimize(Link("made", std::move(files), {.threads = 1}));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void BM_Match(benchmark::State& state) {
  const Suite suite = MakeSuite(static_cast<int>(state.range(0)), kEvery);
  const Snapshot before = Linked(suite.before);
  const Snapshot after = Linked(suite.after);
  for (auto _ : state) benchmark::DoNotOptimize(Match(before, after));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void BM_Rules(benchmark::State& state) {
  const Suite suite = MakeSuite(static_cast<int>(state.range(0)), kEvery);
  const Snapshot before = Linked(suite.before);
  const Snapshot after = Linked(suite.after);
  const Matches matches = Match(before, after);
  for (auto _ : state) benchmark::DoNotOptimize(Diff(matches, nullptr));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// 20 and 400 files: whether a stage is linear shows in items per second.
BENCHMARK(BM_Parse)->Arg(20)->Arg(400)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Link)->Arg(20)->Arg(400)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Match)->Arg(20)->Arg(400)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Rules)->Arg(20)->Arg(400)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace leyline::bench

BENCHMARK_MAIN();
