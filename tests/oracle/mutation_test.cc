// Damaged sources: Leyline and libprotobuf refuse the same ones. Seeded: LEYLINE_SEED=N repeats a
// run, LEYLINE_FULL=1 runs longer.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/schema/encode.h"
#include "analyzer/schema/load.h"
#include "tests/oracle/cases.h"
#include "tests/oracle/corpus.h"
#include "tests/oracle/divergences.h"
#include "tests/oracle/libprotobuf.h"
#include "tests/oracle/mutate.h"
#include "tests/oracle/ours.h"

namespace leyline {
namespace {

using google::protobuf::FileDescriptor;

uint64_t Seed() {
  const std::string seed = Environment("LEYLINE_SEED");
  return seed.empty() ? 20261125 : std::stoull(seed);
}

constexpr int kShown = 25;  // disagreements that are printed

struct Tally {
  int accepted = 0;
  int refused = 0;
  int known = 0;
  int disagreements = 0;
};

// What is the same for both when both accept a file: the descriptor that Leyline makes of the
// source, and what it makes of libprotobuf's descriptor. "" when they are.
std::string ModelDifferences(const Libprotobuf& judge, const FileDescriptor& theirs,
                             const Snapshot& ours) {
  const std::string expected = ToProto(theirs).SerializeAsString();
  const std::string difference =
      Differences(judge.pool(), expected, EncodeFileDescriptor(*ours.FindFile(theirs.name())));
  if (!difference.empty()) return difference;
  LoadOptions options;
  options.paths = {theirs.name()};
  const auto from_set =
      LoadDescriptorSet("set", SetWithImports(theirs).SerializeAsString(), options);
  if (!from_set.has_value()) return "its descriptor: " + Format(from_set.error().at(0));
  return Differences(judge.pool(), expected,
                     EncodeFileDescriptor(*from_set->FindFile(theirs.name())));
}

// Both front ends over one file; agreement is counted, disagreement told. "" for agreement.
std::string Judge(const Sources& sources, const std::string& path, Tally& tally) {
  Libprotobuf judge(sources);
  const FileDescriptor* theirs = judge.Find(path);
  const auto ours = Compile(sources, path);
  if (theirs == nullptr && !ours.has_value()) {
    ++tally.refused;
    return "";
  }
  if (theirs != nullptr && ours.has_value()) {
    ++tally.accepted;
    return ModelDifferences(judge, *theirs, *ours);
  }
  const std::string complaint =
      ours.has_value() ? judge.errors().at(0) : Format(ours.error().at(0));
  if (IsKnownDivergence(ours.has_value(), complaint)) {
    ++tally.known;
    return "";
  }
  return (ours.has_value() ? "only libprotobuf refuses: " : "only Leyline refuses: ") + complaint;
}

// Damages the file `damaged` and judges the file `path`.
void MutateAndJudge(Sources sources, const std::string& damaged, const std::string& path,
                    int rounds, std::mt19937_64& random, Tally& tally) {
  const std::string before = sources.at(damaged);
  for (int round = 0; round < rounds; ++round) {
    std::string mutated = Mutate(before, random);
    if (random() % 4 == 0) mutated = Mutate(mutated, random);
    sources[damaged] = std::move(mutated);
    const std::string disagreement = Judge(sources, path, tally);
    if (disagreement.empty() || ++tally.disagreements > kShown) continue;
    ADD_FAILURE() << damaged << ":\n"
                  << DifferentLines(before, sources.at(damaged)) << disagreement;
  }
}

void Report(const Tally& tally) {
  fmt::print("both accept {}, both refuse {}, known divergences {}, disagreements {}, seed {}\n",
             tally.accepted, tally.refused, tally.known, tally.disagreements, Seed());
  EXPECT_EQ(tally.disagreements, 0);
  EXPECT_GT(tally.accepted, 0);
  EXPECT_GT(tally.refused, 0);
}

TEST(Mutation, OfCases) {
  const int rounds = Environment("LEYLINE_FULL") == "1" ? 500 : 20;
  std::mt19937_64 random(Seed());
  Tally tally;
  for (const Case& one : AllCases()) {
    if (one.want != "accept" || one.edition || one.differs) continue;
    for (const auto& [path, text] : one.sources) {
      MutateAndJudge(one.sources, path, one.name, rounds, random, tally);
    }
  }
  Report(tally);
}

TEST(Mutation, OfTheCorpus) {
  LEYLINE_OPEN_CORPUS(corpus);
  const std::size_t files = Environment("LEYLINE_FULL") == "1" ? 2000 : 60;
  std::mt19937_64 random(Seed());
  const Sources all = corpus->Read(corpus->tags().back());
  std::vector<std::string> paths;
  for (const auto& [path, text] : all) paths.push_back(path);
  Tally tally;
  for (std::size_t i = 0; i < files; ++i) {
    const std::string& path = paths[random() % paths.size()];
    const Sources closure = Closure(all, path);
    if (closure.size() > 12 || closure.at(path).size() > 60000) continue;
    MutateAndJudge(closure, path, path, 10, random, tally);
  }
  Report(tally);
}

}  // namespace
}  // namespace leyline
