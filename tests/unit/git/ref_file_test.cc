// What a push that did not succeed means: nothing is lost only if a race is told from a refusal.
#include "git/ref_file.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

constexpr char kCommit[] = "1111111111111111111111111111111111111111";
constexpr char kSeen[] = "2222222222222222222222222222222222222222";
constexpr char kOther[] = "3333333333333333333333333333333333333333";

// A git whose pushes fail with `complaint`, while the ref is at `tip`.
class ScriptedGit final : public Process {
 public:
  Result<Exit> Run(const Command& command) override {
    for (const std::string& word : command.argv) {
      if (word == "ls-remote") return Exit{0, tip + "\trefs/leyline/log\n", ""};
      if (word == "for-each-ref") return Exit{0, tip + "\n", ""};
      if (word == "push" || word == "update-ref") return Exit{push, "", complaint};
    }
    return Exit{0, std::string(kCommit) + "\n", ""};
  }
  std::string tip = kSeen;
  int push = 1;
  std::string complaint;
};

using Outcome = RefFile::Outcome;

Result<Outcome> WriteWith(ScriptedGit& git, const std::string& remote, Error* why = nullptr) {
  RefFile file(git, "", remote, "refs/leyline/log");
  RefFile::Version seen{kSeen, "old\n"};
  Result<Outcome> outcome = file.Write(seen, "old\nnew\n");
  if (why != nullptr) *why = file.why();
  if (outcome.has_value() && *outcome == Outcome::kWritten) {
    EXPECT_EQ(seen.commit, kCommit);
    EXPECT_EQ(seen.content, "old\nnew\n");
  }
  return outcome;
}

TEST(RefFile, TellsWhatBecameOfAPush) {
  const std::vector<std::pair<std::string, Outcome>> cases = {
      {"! [rejected] x -> refs/leyline/log (stale info)", Outcome::kBusy},
      {"error: cannot lock ref 'refs/leyline/log': Unable to create '...lock': File exists.",
       Outcome::kBusy},
      {"! [remote rejected] x -> refs/leyline/log (failed to update ref)", Outcome::kBusy},
      {"! [remote rejected] x -> refs/leyline/log (pre-receive hook declined)", Outcome::kRefused},
      {"remote: Permission to acme/x denied to bot.", Outcome::kRefused},
      {"fatal: could not read Username for 'https://x': terminal prompts disabled",
       Outcome::kRefused},
      {"error: The requested URL returned error: 403", Outcome::kRefused}};
  for (const auto& [complaint, outcome] : cases) {
    ScriptedGit git;
    git.complaint = complaint;
    Error why;
    const Result<Outcome> result = WriteWith(git, "origin", &why);
    ASSERT_TRUE(result.has_value()) << complaint;
    EXPECT_EQ(*result, outcome) << complaint;
    EXPECT_THAT(why.message, ::testing::HasSubstr("git push of `refs/leyline/log` failed"));
    git.tip = kOther;
    EXPECT_EQ(*WriteWith(git, "origin"), Outcome::kMoved) << "somebody was first: " << complaint;
  }
}

TEST(RefFile, AnAnswerThatGotLostIsFoundAtTheRef) {
  ScriptedGit git;
  git.complaint = "fatal: the remote end hung up unexpectedly";
  const Result<Outcome> lost = WriteWith(git, "origin");
  ASSERT_FALSE(lost.has_value()) << "neither a race nor a refusal";
  EXPECT_EQ(lost.error().front().code, "LG7004");
  git.tip = kCommit;
  EXPECT_EQ(*WriteWith(git, "origin"), Outcome::kWritten);
  EXPECT_EQ(*WriteWith(git, ""), Outcome::kWritten);
  git.push = 0;
  EXPECT_EQ(*WriteWith(git, "origin"), Outcome::kWritten);
}

}  // namespace
}  // namespace leyline
