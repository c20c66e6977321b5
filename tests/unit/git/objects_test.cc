// In all kinds of repositories, and when git gives up.
#include "git/objects.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "git/tree.h"
#include "tests/unit/git/repository.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

// What every clone of the repository must say, however its objects are kept.
void ExpectsTheSame(Git& git, const std::string& where) {
  const auto commit = git.Resolve("v1");
  ASSERT_TRUE(commit.has_value()) << where << ": " << Format(commit.error().front());
  const auto entry = git.trees().At(*commit, "dir/b c.proto");
  ASSERT_TRUE(entry.has_value() && entry->has_value()) << where;
  EXPECT_EQ((*entry)->object, git.ListTree(*commit, "")->at(1).object) << where;
  const auto blobs = git.ReadBlobs({(*entry)->object});
  ASSERT_TRUE(blobs.has_value()) << where << ": " << Format(blobs.error().front());
  EXPECT_THAT(*blobs, ElementsAre("two")) << where;
}

class ObjectsTest : public GitTest {};

TEST_F(ObjectsTest, AreReadHoweverTheyAreKept) {
  ExpectsTheSame(git_, "loose");
  Shell("git config uploadpack.allowFilter true && git gc -q");
  ExpectsTheSame(git_, "packed while a process reads");
  Shell("git clone -q --shared . ../alternates && git clone -q --bare . ../bare.git");
  Shell("git worktree add -q ../worktree v1");
  Shell("git clone -q --depth 1 file://\"$PWD\" ../shallow && git -C ../shallow fetch -q --tags");
  Shell("git clone -q --no-checkout --filter=blob:none file://\"$PWD\" ../partial");
  Shell("git clone -q --no-checkout --filter=tree:0 file://\"$PWD\" ../treeless");
  for (const char* kind :
       {"repo", "alternates", "bare.git", "worktree", "shallow", "partial", "treeless"}) {
    Git git(process_, folder_ + "/" + kind);
    ExpectsTheSame(git, kind);
  }
}

TEST_F(ObjectsTest, OfSha256AreReadToo) {
  Shell("git init -q --object-format=sha256 -b main ../sha256 && cp -r a.proto dir ../sha256");
  Shell(
      "cd ../sha256 && git config user.email a@x && git config user.name A && git add -A && "
      "git commit -qm first && git tag v1");
  Git git(process_, folder_ + "/sha256");
  ExpectsTheSame(git, "sha256");
  EXPECT_EQ(git.Resolve("v1")->size(), 64u);
}

TEST_F(ObjectsTest, AreWhatTheyAreAndNotWhatReplacesThem) {
  Shell("git replace HEAD:a.proto \"HEAD:dir/b c.proto\"");
  const std::string id = *git_.Ids({"HEAD:a.proto"}).map([](auto ids) { return ids.front(); });
  EXPECT_THAT(*git_.ReadBlobs({id}), ElementsAre("one"));
}

TEST_F(ObjectsTest, HaveAnyNameThatGitTakes) {
  const auto objects = git_.objects().Read(
      {"HEAD:dir/b c.proto", "gone", "HEAD:a.proto\nHEAD:a.proto", "v1^{tree}", "x 1", ""});
  ASSERT_TRUE(objects.has_value());
  EXPECT_EQ(objects->at(0).bytes, "two");
  EXPECT_EQ(objects->at(1).id, "");
  EXPECT_EQ(objects->at(1).answer, "gone missing");
  EXPECT_EQ(objects->at(2).id, "") << "two lines are no name";
  EXPECT_EQ(objects->at(3).type, "tree");
  EXPECT_EQ(objects->at(4).answer, "x 1 missing");
  EXPECT_EQ(objects->at(5).type, "");
  EXPECT_EQ(git_.objects().Read({"HEAD:a.proto"})->front().bytes, "one") << "all was answered";
  EXPECT_TRUE(git_.objects().Read({})->empty());
}

TEST_F(ObjectsTest, ComeToSeveralThreads) {
  Write("large.proto", std::string(3 << 20, 'x'));
  Shell("git add -A && git commit -qm large");
  std::atomic<int> right = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        const auto objects =
            git_.objects().Read({"HEAD:large.proto", "HEAD:a.proto", "HEAD:large.proto"});
        const bool is_right = objects.has_value() && objects->at(1).bytes == "one" &&
                              objects->at(2).bytes.size() == 3u << 20;
        right += is_right ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(right, 4);
}

// Talks, and ends before it said all.
class Broken final : public Process {
 public:
  explicit Broken(std::string says) : says_(std::move(says)) {}
  Result<Exit> Run(const Command& command) override { return process_.Run(command); }
  Result<std::unique_ptr<Dialogue>> Start(const Command&) override {
    if (says_.empty()) return process_.Start({.argv = {"no-such-program"}});
    return process_.Start({.argv = {"printf", says_}});
  }

 private:
  RealProcess process_;
  std::string says_;
};

TEST_F(ObjectsTest, ThatAreTooLargeAreNotKept) {
  Shell("head -c 300000 /dev/zero >large && git add large && git commit -qm large");
  const std::string large = Shell("git rev-parse HEAD:large").substr(0, 40);
  const auto blobs = git_.ReadBlobs({large, large}, 70000);
  ASSERT_TRUE(blobs.has_value());
  EXPECT_EQ((*blobs)[0].size(), 70000U);
  EXPECT_EQ((*blobs)[1].size(), 70000U) << "what follows is found";
}

TEST_F(ObjectsTest, ThatGitDoesNotGiveAreNamed) {
  const std::string id(40, 'a');
  EXPECT_THAT(git_.ReadBlobs({id}).error().front(),
              AllOf(Field(&Error::code, "LG9001"),
                    Field(&Error::message, HasSubstr("`" + id + "`: " + id + " missing"))));
  const std::string tree = Shell("git rev-parse HEAD^{tree}").substr(0, 40);
  EXPECT_THAT(git_.ReadBlobs({tree}).error().front().message, HasSubstr("tree"));
  for (const char* says : {"aa blob 3\\nonly", "aa blob 9\\nab", "aa blob", "\\n\\n"}) {
    Broken broken(says);
    const auto blobs = Git(broken, folder_ + "/repo").ReadBlobs({id, id, id});
    ASSERT_FALSE(blobs.has_value()) << says;
    EXPECT_THAT(blobs.error().front(), AllOf(Field(&Error::code, "LG9001"),
                                             Field(&Error::message, HasSubstr("ended too soon"))))
        << says;
  }
  Broken cut("aa blob");
  EXPECT_EQ(Git(cut, folder_ + "/repo").Resolve("main").error().front().code, "LG9001")
      << "what git did not answer is no name that is not there";
  Broken missing("");
  EXPECT_THAT(Git(missing, folder_ + "/repo").Resolve("main").error().front().message,
              HasSubstr("cannot start `no-such-program`"));
}

}  // namespace
}  // namespace leyline
