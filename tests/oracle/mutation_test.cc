// Damaged sources: Leyline and libprotobuf refuse the same ones. Seeded: LEYLINE_SEED=N repeats a
// run, LEYLINE_FULL=1 runs longer.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/schema/encode.h"
#include "tests/oracle/corpus.h"
#include "tests/oracle/divergences.h"
#include "tests/oracle/libprotobuf.h"
#include "tests/oracle/mutate.h"
#include "tests/oracle/ours.h"

namespace leyline {
namespace {

uint64_t Seed() {
  const std::string seed = Environment("LEYLINE_SEED");
  return seed.empty() ? 20261125 : std::stoull(seed);
}

struct Tally {
  int accepted = 0;
  int refused = 0;
  int known = 0;
  int disagreements = 0;
};

// Both front ends over one source; agreement is counted, disagreement fails the test.
void Judge(const Sources& sources, const std::string& path, const std::string& before,
           Tally& tally) {
  Libprotobuf judge(sources);
  const google::protobuf::FileDescriptor* theirs = judge.Find(path);
  const auto ours = Compile(sources, path);
  if (ours.has_value() == (theirs != nullptr)) {
    ++(theirs != nullptr ? tally.accepted : tally.refused);
    if (theirs == nullptr) return;
    const std::string difference = Differences(judge.pool(), ToProto(*theirs).SerializeAsString(),
                                               EncodeFileDescriptor(*ours->FindFile(path)));
    if (difference.empty()) return;
    ++tally.disagreements;
    ADD_FAILURE() << path << ":\n" << DifferentLines(before, sources.at(path)) << difference;
    return;
  }
  const std::string verdict = ours.has_value() ? judge.errors().at(0) : Format(ours.error().at(0));
  if (IsKnownDivergence(ours.has_value(), verdict)) {
    ++tally.known;
    return;
  }
  if (++tally.disagreements > 25) return;
  ADD_FAILURE() << (ours.has_value() ? "only libprotobuf refuses " : "only Leyline refuses ")
                << path << ":\n"
                << DifferentLines(before, sources.at(path)) << verdict;
}

void MutateAndJudge(Sources sources, const std::string& path, int rounds, std::mt19937_64& random,
                    Tally& tally) {
  const std::string before = sources.at(path);
  for (int round = 0; round < rounds; ++round) {
    std::string mutated = Mutate(before, random);
    if (random() % 4 == 0) mutated = Mutate(mutated, random);
    sources[path] = std::move(mutated);
    Judge(sources, path, before, tally);
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
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(LEYLINE_CASES)) {
    paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const std::filesystem::path& path : paths) {
    std::ifstream stream(path);
    std::stringstream text;
    text << stream.rdbuf();
    const bool judged = text.str().starts_with("// want: accept") &&
                        text.str().find("\nedition") == std::string::npos &&
                        text.str().find("// oracle: differs") == std::string::npos;
    if (!judged) continue;
    MutateAndJudge({{path.filename().string(), text.str()}}, path.filename().string(), rounds,
                   random, tally);
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
    MutateAndJudge(closure, path, 10, random, tally);
  }
  Report(tally);
}

}  // namespace
}  // namespace leyline
