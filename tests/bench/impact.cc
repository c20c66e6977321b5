// What impact analysis takes after loading, by step: on two folders of contracts and a map, or,
// without arguments, on made contracts with 10^2, 10^3 and 10^4 subsystems.
#include "analyzer/impact/impact.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <vector>

#include <fmt/format.h>

#include "analyzer/impact/sizes.h"
#include "analyzer/rules/rule.h"
#include "analyzer/schema/load.h"
#include "base/check.h"
#include "base/file_system.h"
#include "tests/bench/suite.h"

namespace leyline::bench {
namespace {

using Clock = std::chrono::steady_clock;

template <class Work>
auto Timed(std::string_view step, Work work) {
  const auto start = Clock::now();
  auto result = work();
  const std::chrono::duration<double, std::milli> took = Clock::now() - start;
  fmt::print("{:>10.1f} ms  {}\n", took.count(), step);
  return result;
}

int64_t PeakKilobytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

// `differing`: what of both sides differs.
void Analyse(const Snapshot& before, const Snapshot& after, const SnapshotPair& differing,
             const Subsystems& subsystems) {
  const int64_t peak = PeakKilobytes();
  const std::vector<Change> changes =
      Timed("diff", [&] { return Diff(differing.before, differing.after); });
  const auto impact = Timed("impact: hits, edges, order, rollout",
                            [&] { return ComputeImpact(changes, before, after, subsystems); });
  if (!impact.has_value()) fmt::print("{}\n", Format(impact.error().front()));
  CHECK(impact.has_value(), "the map fits the contracts");
  const auto sizes =
      Timed("sizes", [&] { return CompareSizes(changes, impact->changes, before, after); });
  const Rollback back =
      Timed("rollback", [&] { return CheckRollback(differing.before, differing.after, {}); });
  std::size_t hits = 0;
  for (const ChangeImpact& change : impact->changes) hits += change.hits.size();
  fmt::print(
      "{} changes x {} subsystems: {} hits, {} affected, {} sizes, {} on the way back; {} MB "
      "more at most\n\n",
      changes.size(), subsystems.list.size(), hits, impact->affected_subsystems.size(),
      sizes.size(), back.findings.size(), (PeakKilobytes() - peak) / 1024);
}

Snapshot LoadFolder(const std::string& folder) {
  const RealFileSystem disk;
  auto snapshot = LoadTree(*OpenFolder(disk, folder, folder), disk, {});
  CHECK(snapshot.has_value(), "the folder compiles");
  return std::move(*snapshot);
}

void OnFolders(const std::string& before, const std::string& after, const std::string& map) {
  std::ifstream in(map);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto subsystems = ParseSubsystems(map, text);
  CHECK(subsystems.has_value(), "the map is read");
  const Snapshot old_side = Timed("load before", [&] { return LoadFolder(before); });
  const Snapshot new_side = Timed("load after", [&] { return LoadFolder(after); });
  const RealFileSystem disk;
  const auto differing = Timed("load what differs", [&] {
    return LoadPair(*OpenFolder(disk, before, before), *OpenFolder(disk, after, after), disk, {});
  });
  CHECK(differing.has_value(), "both compile");
  Analyse(old_side, new_side, *differing, *subsystems);
}

Snapshot LoadMade(const Sources& sources) {
  const RealFileSystem disk;
  auto snapshot = LoadTree(MemoryTree("made", sources), disk, {});
  CHECK(snapshot.has_value(), "the made contracts compile");
  return std::move(*snapshot);
}

// Every second one writes what the one after it reads; all use the same few dozen contracts.
Subsystems MadeMap(int count, const Snapshot& contracts) {
  std::vector<std::string> messages;
  for (const auto& file : contracts.files) {
    if (!file->governed) continue;
    for (const Message& message : file->messages) messages.emplace_back(message.full_name);
  }
  Subsystems map;
  for (int i = 0; i < count; ++i) {
    Subsystem subsystem;
    subsystem.name = fmt::format("s{}", i);
    subsystem.owner = fmt::format("team-{}", i % 50);
    for (std::size_t j = 0; j < 3; ++j) {
      const std::size_t at = (static_cast<std::size_t>(i) / 2 * 7 + j * 13) % messages.size();
      subsystem.uses.push_back({.role = i % 2 == 0 ? Role::kWrites : Role::kReads,
                                .contract = messages[at],
                                .where = {}});
    }
    map.list.push_back(std::move(subsystem));
  }
  return map;
}

void OnMade() {
  const Suite suite = MakeSuite(100, 10);
  const Snapshot before = LoadMade(suite.before);
  const Snapshot after = LoadMade(suite.after);
  const SnapshotPair both{LoadMade(suite.before), LoadMade(suite.after)};
  for (const int count : {100, 1000, 10000}) Analyse(before, after, both, MadeMap(count, before));
}

}  // namespace
}  // namespace leyline::bench

int main(int argc, char** argv) {
  if (argc == 4) {
    leyline::bench::OnFolders(argv[1], argv[2], argv[3]);
  } else {
    leyline::bench::OnMade();
  }
}
