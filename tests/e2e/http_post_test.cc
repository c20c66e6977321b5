// What is given to curl and what is not, and which addresses are never asked: with a process that
// only notes what it was told.
#include "tools/leyline/http_post.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/strings.h"
#include "ci/events.h"
#include "ci/outbox.h"
#include "tools/leyline/log_lines.h"
#include "tools/leyline/notify.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class NotedProcess final : public Process {
 public:
  Result<Exit> Run(const Command& command) override {
    commands.push_back(command);
    return command.argv.front() == "getent" ? Exit{hosts.empty() ? 2 : 0, hosts, ""} : curl;
  }
  std::string hosts;
  Exit curl{0, "204", ""};
  std::vector<Command> commands;
};

class HttpPostTest : public testing::Test {
 protected:
  Result<int> Send(const std::string& url, Reach reach = Reach::kPublicOnly,
                   bool is_secret = false) {
    World world{
        .disk = disk_, .process = process_, .clock = clock_, .environment = [](const char*) {
          return std::string();
        }};
    return Post(world, {.url = url,
                        .headers = {{"webhook-signature", "v1,\"secret\\"}},
                        .body = "{}",
                        .reach = reach,
                        .is_secret = is_secret});
  }
  std::string Problem(const std::string& url, Reach reach = Reach::kPublicOnly,
                      bool is_secret = false) {
    const Result<int> sent = Send(url, reach, is_secret);
    return sent.has_value() ? "" : Format(sent.error().front());
  }

  RealFileSystem disk_;
  SystemClock clock_;
  NotedProcess process_;
};

TEST_F(HttpPostTest, GoesToTheAddressThatWasLookedUpAndSecretsAreNoArguments) {
  process_.hosts = "93.184.216.34  STREAM a\n93.184.216.34  DGRAM\n2606:2800:220::1 STREAM\n";
  const Result<int> sent = Send("https://hooks.example:8443/in?key=hidden");
  ASSERT_TRUE(sent.has_value());
  EXPECT_EQ(*sent, 204);
  ASSERT_EQ(process_.commands.size(), 2u);
  const Command& curl = process_.commands[1];
  const std::string arguments = Join(curl.argv, " ");
  EXPECT_THAT(arguments, AllOf(HasSubstr("curl -q "), HasSubstr("--proto =https "),
                               HasSubstr("--noproxy * "), HasSubstr("--max-time 10"),
                               HasSubstr("--limit-rate 1M"), Not(HasSubstr("hidden")),
                               Not(HasSubstr("secret")), Not(HasSubstr("--location"))));
  EXPECT_THAT(curl.input,
              AllOf(HasSubstr("url = \"https://hooks.example:8443/in?key=hidden\"\n"),
                    HasSubstr("header = \"webhook-signature: v1,\\\"secret\\\\\"\n"),
                    HasSubstr("resolve = \"hooks.example:8443:93.184.216.34,2606:2800:220::1\"")));
  EXPECT_THAT(curl.files, testing::ElementsAre("{}"));
}

TEST_F(HttpPostTest, AnAddressOfThisNetworkIsNeverAsked) {
  for (const char* hosts : {"127.0.0.1 STREAM\n", "10.0.0.1 STREAM\n", "::1 STREAM\n",
                            "93.184.216.34 STREAM\n169.254.169.254 STREAM\n"}) {
    process_.hosts = hosts;
    EXPECT_THAT(Problem("https://inner.example/"), HasSubstr("LG9005: inner.example leads to "));
  }
  EXPECT_THAT(Problem("https://[::ffff:10.0.0.1]/"), HasSubstr("which only this network has"));
  EXPECT_THAT(Problem("https://169.254.169.254/latest"), HasSubstr("169.254.169.254 leads to"));
  EXPECT_THAT(Problem("http://93.184.216.34/"), HasSubstr("the address is not https://"));
  EXPECT_THAT(Problem("https://user@host/"), HasSubstr("the address is not https://"));
  for (const Command& command : process_.commands) EXPECT_EQ(command.argv.front(), "getent");
  process_.commands.clear();
  EXPECT_EQ(Problem("http://127.0.0.1:8080/", Reach::kPrivateToo), "");
  EXPECT_THAT(Join(process_.commands.at(0).argv, " "), HasSubstr("--proto =http,https"));
}

TEST_F(HttpPostTest, WhatFailsIsSaidWithoutTheSecret) {
  EXPECT_THAT(Problem("https://nowhere.example/"), HasSubstr("nowhere.example has no address"));
  EXPECT_THAT(Problem("https://nowhere.example/", Reach::kPublicOnly, true),
              HasSubstr("the host has no address"));
  process_.hosts = "93.184.216.34 STREAM\n";
  process_.curl = {28, "000", "curl: (28) hooks.example timed out\n"};
  EXPECT_THAT(Problem("https://hooks.example/x"),
              HasSubstr("curl ended with 28: curl: (28) hooks.example timed out (fix: the next"));
  EXPECT_THAT(Problem("https://hooks.example/x", Reach::kPublicOnly, true),
              AllOf(HasSubstr("curl ended with 28"), Not(HasSubstr("hooks.example"))));
}

// A machine on which each program takes nine seconds.
class SlowMachine final : public Process, public Clock {
 public:
  Result<Exit> Run(const Command& command) override {
    run.push_back(Join(command.argv, " "));
    ticks_ += 9'000;
    return Exit{};
  }
  Time Now() const override { return {1'767'225'600 + ticks_ / 1000}; }
  int64_t Ticks() const override { return ticks_; }
  std::vector<std::string> run;

 private:
  int64_t ticks_ = 0;
};

TEST(Telling, EndsWithItsPatienceAndTheRestWaits) {
  const std::string folder = testing::TempDir() + "leyline_patience";
  std::filesystem::remove_all(folder);
  const auto log = OpenFolderLog(folder);
  SlowMachine machine;
  const Status recorded = log->Record([&](std::span<const Event>) {
    return std::vector<Event>{*BreakerIsolated({machine.Now(), "olga", "main/team"}, "freeze")};
  });
  ASSERT_TRUE(recorded.has_value());
  Rules rules;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    NotifyChannel channel;
    channel.name = name;
    channel.type = NotifyType::kCommand;
    channel.command = {name};
    rules.config.notifications.push_back(channel);
  }
  RealFileSystem disk;
  World world{.disk = disk, .process = machine, .clock = machine, .environment = [](const char*) {
                return std::string();
              }};
  Git git(machine, "");
  const NotifyResult passing = DeliverNotices(world, git, rules, *log);
  EXPECT_EQ(machine.run.size(), 3u) << "after 27 s nobody is begun with";
  EXPECT_EQ(passing.delivered, 3u);
  EXPECT_EQ(passing.waiting, 2u);
  EXPECT_THAT(world.err, HasSubstr("2 notices wait: telling people took 20 s; `leyline notify`"));
  const auto events = log->Read();
  ASSERT_TRUE(events.has_value());
  EXPECT_EQ(OutboxOf(*events, rules.config.notifications, {}, machine.Now()).waiting, 2u)
      << "claimed by this run, and nobody else's before that ends";
  std::filesystem::remove_all(folder);
}

// A program that does not end is ended, and the reason is told.
TEST(Telling, AProgramHasHalfAMinute) {
  class Hanging final : public Process, public Clock {
   public:
    Time Now() const override { return {1'767'225'600}; }
    Result<Exit> Run(const Command& command) override {
      Command shorter = command;
      EXPECT_EQ(command.limits.time, std::chrono::seconds(30));
      EXPECT_EQ(command.terminal, Terminal::kNone);
      shorter.limits.time = std::chrono::milliseconds(20);
      return real_.Run(shorter);
    }

   private:
    RealProcess real_;
  };
  Hanging process;
  const std::string folder = testing::TempDir() + "leyline_hanging";
  std::filesystem::remove_all(folder);
  const auto log = OpenFolderLog(folder);
  ASSERT_TRUE(log->Record([&](std::span<const Event>) {
                   return std::vector<Event>{
                       *BreakerIsolated({process.Now(), "olga", "main/team"}, "freeze")};
                 })
                  .has_value());
  Rules rules;
  NotifyChannel channel;
  channel.name = "slow";
  channel.type = NotifyType::kCommand;
  channel.command = {"sleep", "1000"};
  rules.config.notifications.push_back(channel);
  RealFileSystem disk;
  World world{.disk = disk, .process = process, .clock = process, .environment = [](const char*) {
                return std::string();
              }};
  Git git(process, "");
  EXPECT_EQ(DeliverNotices(world, git, rules, *log).failed, 1u);
  EXPECT_THAT(world.err, HasSubstr("LG9005: `sleep` took longer than 20 ms, and was ended"));
  std::filesystem::remove_all(folder);
}

TEST(LogLines, OfAJobAreNoCommandsOfIts) {
  EXPECT_EQ(
      WithoutJobCommands("::error::x/a.proto:1:2: ::no\n \t::add-mask::e\n a::b ##[add-mask]e "
                         "##vso[task.x]y ## [\n:::\n::"),
      ": :error::x/a.proto:1:2: ::no\n \t: :add-mask::e\n a::b ## [add-mask]e "
      "##vso [task.x]y ## [\n: ::\n: :");
  EXPECT_EQ(WithoutJobCommands("a: b\n\n"), "a: b\n\n");
  EXPECT_EQ(WithoutJobCommands("\u00a0::error::x\n\u3000\r::add-mask::y\n\u00ad::z"),
            "\u00a0: :error::x\n\u3000\r: :add-mask::y\n\u00ad: :z")
      << "runners leave out all white space of Unicode";
}

TEST(LogLines, HaveALevelACodeAndTheTrace) {
  constexpr Time kNow{1'767'225'600};
  const std::string lines = AsLogLines(
      "event log: x\nfile:1:2: error LG1005: \"no\"\n\nnot delivered to `ops`\n"
      "LG8009: event 7\nerror: bad LGxyz\n{\"type\":\"leyline.violation\"}\n",
      kNow, "00-trace");
  EXPECT_EQ(lines,
            "{\"ts\":\"2026-01-01T00:00:00Z\",\"level\":\"info\",\"message\":\"event log: x\","
            "\"traceparent\":\"00-trace\"}\n"
            "{\"ts\":\"2026-01-01T00:00:00Z\",\"level\":\"error\",\"code\":\"LG1005\","
            "\"message\":\"file:1:2: error LG1005: \\\"no\\\"\",\"traceparent\":\"00-trace\"}\n"
            "{\"ts\":\"2026-01-01T00:00:00Z\",\"level\":\"warning\",\"message\":\"not delivered to "
            "`ops`\",\"traceparent\":\"00-trace\"}\n"
            "{\"ts\":\"2026-01-01T00:00:00Z\",\"level\":\"warning\",\"code\":\"LG8009\","
            "\"message\":\"LG8009: event 7\",\"traceparent\":\"00-trace\"}\n"
            "{\"ts\":\"2026-01-01T00:00:00Z\",\"level\":\"error\",\"message\":\"error: bad LGxyz\","
            "\"traceparent\":\"00-trace\"}\n"
            "{\"type\":\"leyline.violation\"}\n");
  EXPECT_THAT(AsLogLines("", kNow, ""), IsEmpty());
}

}  // namespace
}  // namespace leyline
