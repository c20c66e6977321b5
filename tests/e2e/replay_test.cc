// What `leyline diff` shows as proof, `leyline witness` executes again: a sample over the history
// of a large public tree of contracts, which LEYLINE_CORPUS names.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <leyline/v1/change.pb.h>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using google::protobuf::util::MessageDifferencer;

// Changes of each pair, with all their witnesses; each asks for one more diff.
std::size_t SampleSize() { return std::getenv("LEYLINE_FULL") != nullptr ? 70 : 20; }

struct Versions {
  const char* before;
  const char* after;
};
constexpr Versions kPairs[] = {
    {"2026-02-22", "2026-05-22"},
    {"2025-11-22", "2026-02-22"},
    {"2025-05-22", "2025-08-22"},
};

bool IsExecuted(const v1::Verdict& verdict) {
  return verdict.has_witness() && verdict.witness().reason().empty() &&
         verdict.surface() != v1::Verdict::SOURCE && verdict.surface() != v1::Verdict::RPC;
}

std::ptrdiff_t CountExecuted(const v1::Change& change) {
  return std::count_if(change.verdicts().begin(), change.verdicts().end(), IsExecuted);
}

v1::DiffReport Parsed(const std::string& json) {
  v1::DiffReport report;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &report);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << json.substr(0, 2000);
  return report;
}

class Replay : public Shell, public testing::WithParamInterface<Versions> {
 protected:
  // Empty when there is none.
  static std::string Corpus() {
    const char* corpus = std::getenv("LEYLINE_CORPUS");
    return corpus == nullptr ? "" : std::filesystem::absolute(corpus).string();
  }

  v1::DiffReport Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(),
                     {fmt::format("{}:.", GetParam().before), fmt::format("{}:.", GetParam().after),
                      "--exclude", "preview", "--format", "json"});
    const Exit exit = Leyline(std::move(arguments));
    EXPECT_EQ(exit.code, 0) << exit.err;
    return Parsed(exit.out);
  }

  // Spread evenly over all changes that have a witness.
  static std::vector<const v1::Change*> Sample(const v1::DiffReport& report) {
    std::vector<const v1::Change*> proven;
    for (const v1::Change& change : report.changes()) {
      if (CountExecuted(change) > 0) proven.push_back(&change);
    }
    const std::size_t size = SampleSize();
    if (proven.size() <= size) return proven;
    std::vector<const v1::Change*> sample;
    for (std::size_t i = 0; i < size; ++i) {
      sample.push_back(proven[i * proven.size() / size]);
    }
    return sample;
  }
};

TEST_P(Replay, WitnessExecutesAgainWhatDiffShows) {
  const std::string corpus = Corpus();
  if (corpus.empty()) {
    GTEST_SKIP() << "LEYLINE_CORPUS is not set: name the git repository or bundle of the corpus";
  }
  Sh(fmt::format("git clone -q --no-checkout '{}' corpus", corpus));
  Cd("corpus");
  const v1::DiffReport report = Run({"diff", "--all"});
  const std::vector<const v1::Change*> sample = Sample(report);
  EXPECT_EQ(sample.size(), SampleSize());
  std::ptrdiff_t replayed = 0;
  for (const v1::Change* change : sample) {
    const v1::DiffReport again = Run({"witness", change->digest()});
    ASSERT_EQ(again.changes_size(), 1) << change->digest();
    EXPECT_TRUE(MessageDifferencer::Equals(again.changes(0), *change))
        << change->DebugString() << "\n"
        << again.changes(0).DebugString();
    replayed += CountExecuted(*change);
  }
  std::puts(fmt::format("{} witnesses of {} changes from {} to {} executed again", replayed,
                        sample.size(), GetParam().before, GetParam().after)
                .c_str());
}

INSTANTIATE_TEST_SUITE_P(Corpus, Replay, testing::ValuesIn(kPairs), [](const auto& pair) {
  std::string name = pair.param.after;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace leyline
