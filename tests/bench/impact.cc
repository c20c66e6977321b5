// What impact analysis takes after loading, by step: on two folders of contracts and a map, or on
// made contracts with a made map. A process measures one thing, so that its peak of memory counts.
#include "analyzer/impact/impact.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <span>
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
#include "base/parallel.h"
#include "tests/bench/suite.h"

namespace leyline::bench {
namespace {

constexpr std::string_view kUsage =
    "usage: leyline_impact_bench FILES SUBSYSTEMS | BEFORE AFTER MAP\n"
    "prints one JSON object: times in ms, of the clock and of the processor; memory in kB\n";

// Of all threads of the process: says more than the clock where the machine is shared.
double ProcessorMs() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

int64_t PeakKilobytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

class Stopwatch {
 public:
  std::string Json(std::string_view what) const {
    const std::chrono::duration<double, std::milli> wall =
        std::chrono::steady_clock::now() - start_;
    return fmt::format("\"{}\": {{\"wall\": {:.3f}, \"cpu\": {:.3f}}}", what, wall.count(),
                       ProcessorMs() - processor_);
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double processor_ = ProcessorMs();
};

template <class Work>
auto Timed(std::string_view step, Work work) {
  const Stopwatch watch;
  auto result = work();
  fmt::print("{}, ", watch.Json(step));
  return result;
}

std::size_t FieldsIn(std::span<const Message> messages) {
  std::size_t count = 0;
  for (const Message& message : messages)
    count += message.fields.size() + FieldsIn(message.messages);
  return count;
}

std::size_t FieldsIn(const Snapshot& snapshot) {
  std::size_t count = 0;
  for (const auto& file : snapshot.files) count += FieldsIn(file->messages);
  return count;
}

void Analyse(const SnapshotPair& both, const Subsystems& subsystems) {
  const auto& [before, after] = both;
  const int64_t peak = PeakKilobytes();
  const Stopwatch all;
  const Matches matches = Timed("match", [&] { return Match(before, after); });
  const std::vector<Change> changes = Timed("rules", [&] { return Diff(matches, nullptr); });
  Result<ImpactReport> impact;
  std::vector<SizeDelta> sizes;
  Rollback back;
  std::string hits_took, sizes_took, back_took;
  const auto timed = [](std::string_view step, std::string& took, auto work) {
    const Stopwatch watch;
    work();
    took = watch.Json(step);
  };
  RunBoth(
      0,
      [&] {
        timed("hits", hits_took,
              [&] { impact = ComputeImpact(changes, before, after, subsystems); });
        CHECK(impact.has_value(), "the map fits the contracts");
        timed("sizes", sizes_took,
              [&] { sizes = CompareSizes(changes, impact->changes, before, after); });
      },
      [&] { timed("back", back_took, [&] { back = CheckRollback(matches, {}); }); });
  fmt::print("{}, {}, {}, ", hits_took, sizes_took, back_took);
  fmt::print("{}, ", all.Json("all"));
  std::size_t hits = 0;
  for (const ChangeImpact& change : impact->changes) hits += change.hits.size();
  fmt::print(
      "\"changes\": {}, \"fields\": {}, \"subsystems\": {}, \"reached\": {}, \"affected\": {}, "
      "\"sized\": {}, \"undone\": {}, \"memory\": {}}}\n",
      changes.size(), FieldsIn(after), subsystems.list.size(), hits,
      impact->affected_subsystems.size(), sizes.size(), back.findings.size(),
      PeakKilobytes() - peak);
}

void OnFolders(const std::string& before, const std::string& after, const std::string& map) {
  std::ifstream in(map);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto subsystems = ParseSubsystems(map, text);
  CHECK(subsystems.has_value(), "the map is read");
  const RealFileSystem disk;
  LoadOptions options;
  options.unchanged = Unchanged::kLoaded;
  const auto both = Timed("load", [&] {
    return LoadPair(*OpenFolder(disk, before, before), *OpenFolder(disk, after, after), disk,
                    options);
  });
  CHECK(both.has_value(), "both compile");
  Analyse(*both, *subsystems);
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

// The same contracts several times under other names: more fields, and no longer chains. Else a hit
// would cost more with each file, for it comes with its chain.
Sources Copies(const Sources& sources, int copies) {
  Sources all;
  for (int copy = 0; copy < copies; ++copy) {
    const auto renamed = [&](std::string text) {
      const std::string name = fmt::format("bench{}", copy);
      for (const std::string_view old : {"bench.area", "bench/area"}) {
        for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at)) {
          text.replace(at, 5, name);
        }
      }
      return text;
    };
    for (const auto& [path, text] : sources) all.emplace(renamed(path), renamed(text));
  }
  return all;
}

// Every tenth file has an edit.
void OnMade(int files, int count) {
  const RealFileSystem disk;
  const auto load = [&](const Sources& sources) {
    auto snapshot = LoadTree(MemoryTree("made", sources), disk, {});
    CHECK(snapshot.has_value(), "the made contracts compile");
    return std::move(*snapshot);
  };
  constexpr int kFiles = 100;  // of one copy
  const Suite suite = MakeSuite(std::min(files, kFiles), 10);
  const int copies = std::max(files / kFiles, 1);
  const SnapshotPair both = Timed("load", [&] {
    return SnapshotPair{load(Copies(suite.before, copies)), load(Copies(suite.after, copies))};
  });
  Analyse(both, MadeMap(count, both.before));
}

}  // namespace
}  // namespace leyline::bench

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    fmt::print(stderr, "{}", leyline::bench::kUsage);
    return 2;
  }
  fmt::print("{{");
  if (argc == 4) {
    leyline::bench::OnFolders(argv[1], argv[2], argv[3]);
  } else {
    leyline::bench::OnMade(std::stoi(argv[1]), std::stoi(argv[2]));
  }
}
