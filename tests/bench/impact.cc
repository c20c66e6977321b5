// What impact analysis takes after loading, by step: on two folders of contracts and a map, or on
// made contracts with a made map. A process measures one thing, so that its peak of memory counts.
#include "analyzer/impact/impact.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/impact/claims.h"
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
    "usage: leyline_impact_bench FILES SUBSYSTEMS [chained] | BEFORE AFTER MAP\n"
    "prints one JSON object: times in ms, of the clock and of the processor; memory in kB\n";

// Of all threads of the process: says more than the clock where the machine is shared.
double ProcessorMs() { return static_cast<double>(std::clock()) / (CLOCKS_PER_SEC / 1e3); }

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
  const Snapshot& before = both.before;
  const Snapshot& after = both.after;
  const int64_t peak = PeakKilobytes();
  const Stopwatch all;
  Matches matches;
  std::vector<Change> changes;
  std::optional<ResolvedMap> map;
  ImpactReport impact;
  Rollback back;
  std::string match_took, rules_took, map_took, hits_took, sizes_took, back_took;
  const auto timed = [](std::string_view step, std::string& took, auto work) {
    const Stopwatch watch;
    work();
    took = watch.Json(step);
  };
  RunBoth(
      0,
      [&] {
        timed("map", map_took, [&] {
          auto resolved = ResolveMap(subsystems, before, after);
          CHECK(resolved.has_value(), "the map fits the contracts");
          map.emplace(std::move(*resolved));
        });
      },
      [&] {
        timed("match", match_took, [&] { matches = Match(before, after); });
        timed("rules", rules_took, [&] { changes = Diff(matches, nullptr); });
      });
  RunBoth(
      0,
      [&] {
        timed("hits", hits_took, [&] { impact = ComputeImpact(changes, *map, subsystems); });
        timed("sizes", sizes_took, [&] { CompareSizes(changes, *map, before, after, impact); });
      },
      [&] { timed("back", back_took, [&] { back = CheckRollback(matches, {}); }); });
  fmt::print("{}, {}, {}, {}, {}, {}, ", match_took, rules_took, map_took, hits_took, sizes_took,
             back_took);
  fmt::print("{}, ", all.Json("all"));
  std::size_t hits = 0;
  for (const ChangeImpact& change : impact.changes) hits += change.hits.size();
  fmt::print(
      "\"changes\": {}, \"fields\": {}, \"subsystems\": {}, \"reached\": {}, \"affected\": {}, "
      "\"sized\": {}, \"undone\": {}, \"memory\": {}}}\n",
      changes.size(), FieldsIn(after), subsystems.list.size(), hits,
      impact.affected_subsystems.size(), impact.sizes.size(), back.findings.size(),
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

// The same contracts several times under other names: more fields, and no longer chains.
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

// Every tenth file has an edit. Chained: each file uses the one before it, so that what changes is
// reached from half of all files on average, by ever longer chains; else in groups of 100.
void OnMade(int files, int count, bool chained) {
  const RealFileSystem disk;
  const auto load = [&](const Sources& sources) {
    auto snapshot = LoadTree(MemoryTree("made", sources), disk, {});
    CHECK(snapshot.has_value(), "the made contracts compile");
    return std::move(*snapshot);
  };
  const int of_one_copy = chained ? files : std::min(files, 100);
  const Suite suite = MakeSuite(of_one_copy, 10);
  const int copies = files / of_one_copy;
  const SnapshotPair both = Timed("load", [&] {
    return SnapshotPair{load(Copies(suite.before, copies)), load(Copies(suite.after, copies))};
  });
  Analyse(both, MadeMap(count, both.before));
}

}  // namespace
}  // namespace leyline::bench

int main(int argc, char** argv) {
  const bool chained = argc == 4 && std::string_view(argv[3]) == "chained";
  if (argc != 3 && argc != 4) {
    fmt::print(stderr, "{}", leyline::bench::kUsage);
    return 2;
  }
  fmt::print("{{");
  if (argc == 4 && !chained) {
    leyline::bench::OnFolders(argv[1], argv[2], argv[3]);
  } else {
    leyline::bench::OnMade(std::stoi(argv[1]), std::stoi(argv[2]), chained);
  }
}
