#include "config/notifications.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/leyline_yaml.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<Config> Parse(const std::string& channels) {
  return ParseConfig("leyline.yaml", "version: 1\nnotifications:\n" + channels);
}

TEST(Notifications, ReadEveryKey) {
  const Result<Config> config = Parse(R"(  - {name: out, type: log}
  - {name: audit, type: file, path: notices.jsonl, from: medium}
  - {name: mail, type: command, command: [sendmail, -t, -t]}
  - {name: ops, type: webhook, url: "https://hooks.example/x", secret_env: HOOK_SECRET, from: high}
  - {name: chat, type: webhook, url_env: SLACK_URL, format: slack, from: critical}
  - {name: inner, type: webhook, url: "http://10.0.0.7:8080/", allow_private: true}
)");
  ASSERT_TRUE(config.has_value()) << Format(config.error().front());
  const std::vector<NotifyChannel>& channels = config->notifications;
  ASSERT_EQ(channels.size(), 6u);
  EXPECT_EQ(channels[0].type, NotifyType::kLog);
  EXPECT_EQ(channels[0].from, Priority::kLow);
  EXPECT_EQ(channels[1].path, "notices.jsonl");
  EXPECT_EQ(channels[1].from, Priority::kMedium);
  EXPECT_THAT(channels[2].command, ElementsAre("sendmail", "-t", "-t"));
  EXPECT_EQ(channels[3].url, "https://hooks.example/x");
  EXPECT_EQ(channels[3].secret_env, "HOOK_SECRET");
  EXPECT_EQ(channels[3].reach, Reach::kPublicOnly);
  EXPECT_EQ(channels[4].url_env, "SLACK_URL");
  EXPECT_EQ(channels[4].format, WebhookFormat::kSlack);
  EXPECT_EQ(channels[4].from, Priority::kCritical);
  EXPECT_EQ(channels[5].reach, Reach::kPrivateToo);
  EXPECT_EQ(NameOf(channels[5].type), "webhook");
}

TEST(Notifications, AreRefusedWithPlaceAndFix) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"  - {type: log}", "the channel has no `name`"},
      {"  - {name: a}", "the channel has no `type`"},
      {"  - {name: a, type: smoke}", "`smoke`"},
      {"  - {name: a, type: file}", "`path`"},
      {"  - {name: a, type: command}", "`command`"},
      {"  - {name: a, type: command, command: []}", "`command` is empty"},
      {"  - {name: a, type: webhook}", "needs either `url` or `url_env`"},
      {"  - {name: a, type: webhook, url: \"https://a/\", url_env: B}", "needs either"},
      {"  - {name: a, type: webhook, url: \"http://a/\"}", "must begin with https://"},
      {"  - {name: a, type: webhook, url_env: \"https://hooks/secret\"}",
       "is no variable's name (fix: name the environment variable"},
      {"  - {name: a, type: log, path: x}", "`path` is of type `file`, this is `log`"},
      {"  - {name: a, type: log, from: loud}", "`loud`"},
      {"  - {name: a, type: log}\n  - {name: a, type: log}", "two channels are called `a`"},
      {"  - {name: a, type: log, loud: true}", "LG1010"},
  };
  for (const auto& [channels, problem] : cases) {
    const Result<Config> config = Parse(channels + "\n");
    ASSERT_FALSE(config.has_value()) << channels;
    EXPECT_THAT(Format(config.error().front()), HasSubstr(problem)) << channels;
    EXPECT_THAT(Format(config.error().front()), HasSubstr("leyline.yaml:")) << channels;
  }
  const Result<Config> numbers = Parse("  - {name: 1, type: log}\n  - {name: 2, type: log}\n");
  ASSERT_FALSE(numbers.has_value());
  EXPECT_EQ(numbers.error().size(), 2u) << "names that can't be read are not alike, too";
}

}  // namespace
}  // namespace leyline
