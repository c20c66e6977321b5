#include "tools/leyline/notify.h"

#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "analyzer/witness/proto_json/base64.h"
#include "base/digest.h"
#include "base/strings.h"
#include "ci/log_clock.h"
#include "ci/outbox.h"
#include "report/notification.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/http_post.h"
#include "tools/leyline/log_in_force.h"
#include "tools/leyline/trace.h"

namespace leyline {
namespace {

constexpr std::size_t kMostAtOnce = 100;
constexpr std::string_view kSecretPrefix = "whsec_";
constexpr Limits kOfACommand = {.time = std::chrono::seconds(30), .output = 1 << 20};

Error Undelivered(std::string message, std::string fix = "") {
  return {.kind = ErrorKind::kOutput,
          .code = "LG9005",
          .message = std::move(message),
          .where = std::nullopt,
          .fix = std::move(fix)};
}

Result<std::string> Secret(World& world, const std::string& variable) {
  std::string value = world.environment(variable.c_str());
  if (!value.empty()) return value;
  return Fail(Undelivered(fmt::format("the variable `{}` is not set", variable),
                          "give it to the job as a secret"));
}

// The headers of Standard Webhooks.
Result<std::vector<std::pair<std::string, std::string>>> HeadersFor(World& world,
                                                                    const NotifyChannel& channel,
                                                                    const std::string& id,
                                                                    const std::string& body) {
  std::vector<std::pair<std::string, std::string>> headers = {{"content-type", "application/json"}};
  if (const std::string trace = TraceparentOf(world); !trace.empty()) {
    headers.emplace_back("traceparent", trace);
  }
  if (channel.format == WebhookFormat::kSlack) return headers;
  const std::string time = std::to_string(world.clock.Now().seconds);
  headers.emplace_back("webhook-id", id);
  headers.emplace_back("webhook-timestamp", time);
  if (channel.secret_env.empty()) return headers;
  auto secret = Secret(world, channel.secret_env);
  if (!secret) return Fail(secret.error());
  std::string key = *secret;
  if (key.starts_with(kSecretPrefix)) {
    const auto bytes = DecodeBase64(std::string_view(key).substr(kSecretPrefix.size()));
    if (!bytes.has_value()) {
      return Fail(Undelivered(
          fmt::format("the variable `{}` is whsec_ and no base64", channel.secret_env)));
    }
    key = *bytes;
  }
  const Sha256 mac = HmacSha256(key, fmt::format("{}.{}.{}", id, time, body));
  headers.emplace_back("webhook-signature",
                       "v1," + EncodeBase64(std::string(mac.begin(), mac.end())));
  return headers;
}

Status SendWebhook(World& world, const NotifyChannel& channel, const std::string& id,
                   std::string body) {
  HttpPost post{.url = channel.url, .headers = {}, .body = "", .reach = channel.reach};
  if (!channel.url_env.empty()) {
    auto url = Secret(world, channel.url_env);
    if (!url) return Fail(url.error());
    post.url = std::move(*url);
    post.is_secret = true;
  }
  auto headers = HeadersFor(world, channel, id, body);
  if (!headers) return Fail(headers.error());
  post.headers = std::move(*headers);
  post.body = std::move(body);
  auto status = Post(world, post);
  if (!status) return Fail(status.error());
  if (*status >= 200 && *status < 300) return {};
  return Fail(Undelivered(fmt::format("the server answered {}", *status),
                          "look at the server; the next gate, or `leyline notify`, tries again"));
}

// What the program writes goes nowhere: it may hold secrets, and the log keeps what it is told.
Status SendToProgram(World& world, std::vector<std::string> argv, std::string line) {
  auto exit = world.process.Run({.argv = std::move(argv),
                                 .input = std::move(line),
                                 .limits = kOfACommand,
                                 .terminal = Terminal::kNone});
  constexpr std::string_view kByHand = "run it by hand with a line of JSON";
  if (!exit) return Fail(Undelivered(exit.error().front().message, std::string(kByHand)));
  if (exit->code == 0) return {};
  const std::string why =
      exit->code == 127 ? "127: it is not there, or what it runs" : std::to_string(exit->code);
  return Fail(Undelivered("the program ended with " + why, std::string(kByHand)));
}

// One that knows where relative paths begin.
class Courier {
 public:
  Courier(World& world, Git& git, const Rules& rules)
      : world_(world), git_(git), rules_(rules), trace_(TraceparentOf(world)) {}

  Status Send(const Delivery& delivery) {
    const NotifyChannel& channel = rules_.config.notifications[delivery.channel];
    const NotificationView view{&delivery, rules_.config.repository, rules_.policy.owner, trace_};
    std::string body =
        channel.format == WebhookFormat::kSlack ? NotificationSlack(view) : NotificationJson(view);
    switch (channel.type) {
      case NotifyType::kLog:
        world_.err += body + "\n";
        return {};
      case NotifyType::kFile:
        return Append(channel.path, body + "\n");
      case NotifyType::kCommand:
        return SendToProgram(world_, channel.command, body + "\n");
      case NotifyType::kWebhook:
        return SendWebhook(world_, channel, delivery.id, std::move(body));
    }
    return {};
  }

 private:
  // One write at the end, so that lines of runs at once stay whole.
  Status Append(const std::string& path, std::string line) {
    std::string whole = path;
    if (!path.starts_with('/')) {
      auto common = git_.CommonDir();
      if (!common) return Fail(common.error());
      whole = *common + "/" + path;
    }
    if (SendToProgram(world_, {"tee", "-a", "--", whole}, std::move(line))) return {};
    return Fail(Undelivered(fmt::format("can't append to `{}`", Printable(whole)),
                            "see whether its folder is there and may be written"));
  }

  World& world_;
  Git& git_;
  const Rules& rules_;
  const std::string trace_;
};

// What is to be sent by this run and nobody else.
Result<Outbox> Claim(World& world, const Rules& rules, EventStore& store) {
  Outbox outbox;
  const Status claimed = RecordEvents(store, [&](std::span<const Event> log) {
    const Time now = ReadClock(log, world.clock.Now()).cautious();
    outbox = OutboxOf(log, rules.config.notifications, rules.policy.breaker, now);
    if (outbox.due.size() > kMostAtOnce) {
      outbox.waiting += outbox.due.size() - kMostAtOnce;
      outbox.due.resize(kMostAtOnce);
    }
    std::vector<Event> events;
    for (const Delivery& delivery : outbox.due) {
      events.push_back(Claimed(delivery, rules.config.notifications[delivery.channel], now));
    }
    return events;
  });
  if (!claimed) return Fail(claimed.error());
  return outbox;
}

// Sends what is due, and counts; the events are what became of it.
std::vector<Event> SendAll(World& world, Courier courier, const std::vector<Delivery>& due,
                           const std::vector<NotifyChannel>& channels, Patience patience,
                           NotifyResult& result) {
  std::vector<Event> outcomes;
  std::set<std::size_t> down;  // channels that failed: the rest of theirs waits
  std::size_t late = 0;
  const Time now = world.clock.Now();
  const int64_t end = world.clock.Ticks() + static_cast<int64_t>(patience);
  for (const Delivery& delivery : due) {
    const NotifyChannel& channel = channels[delivery.channel];
    const bool is_late = world.clock.Ticks() >= end;
    if (is_late || down.contains(delivery.channel)) {
      ++result.waiting;
      late += is_late ? 1 : 0;
      continue;
    }
    const Status sent = courier.Send(delivery);
    if (sent.has_value()) {
      outcomes.push_back(Delivered(delivery, channel, now));
      ++result.delivered;
      continue;
    }
    const Error& error = sent.error().front();
    outcomes.push_back(NotDelivered(delivery, channel, now, error.message));
    world.err +=
        fmt::format("not delivered to `{}` ({}, attempt {} of {}): {}\n", channel.name,
                    delivery.notice.kind, delivery.attempts + 1, kMostAttempts, Format(error));
    down.insert(delivery.channel);
    ++result.failed;
  }
  if (late > 0) {
    world.err +=
        fmt::format("{} notices wait: telling people took {} s; `leyline notify` goes on\n", late,
                    static_cast<int64_t>(patience) / 1000);
  }
  return outcomes;
}

}  // namespace

NotifyResult DeliverNotices(World& world, Git& git, const Rules& rules, EventStore& store,
                            Patience patience) {
  NotifyResult result;
  const std::vector<NotifyChannel>& channels = rules.config.notifications;
  if (channels.empty()) return result;
  const auto outbox = Claim(world, rules, store);
  if (!outbox) {
    world.err += "nobody was told: " + Format(outbox.error().front()) + "\n";
    return result;
  }
  result.waiting = outbox->waiting;
  result.given_up = outbox->given_up.size();
  const std::vector<Event> outcomes =
      SendAll(world, Courier(world, git, rules), outbox->due, channels, patience, result);
  const Status recorded = RecordEvents(store, [&](std::span<const Event>) { return outcomes; });
  if (!recorded) {
    world.err += "what was delivered is not recorded, so it will be sent again: " +
                 Format(recorded.error().front()) + "\n";
  }
  return result;
}

namespace {

ExitCode RunNotify(World& world, const std::string& against) {
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, against);
  if (!opened) return Fail(world, opened.error());
  if (opened->rules.config.notifications.empty()) {
    world.out += "leyline.yaml names nobody to tell: see `notifications`\n";
    return ExitCode::kPass;
  }
  const NotifyResult result =
      DeliverNotices(world, git, opened->rules, *opened->log.store, Patience::kAsItsJob);
  world.out += fmt::format("{} delivered, {} failed, {} wait, {} given up\n", result.delivered,
                           result.failed, result.waiting, result.given_up);
  world.err += opened->log.note + "\n";
  return result.failed + result.given_up == 0 ? ExitCode::kPass : ExitCode::kBlocked;
}

}  // namespace

Subcommand NotifyCommand() {
  const auto against = std::make_shared<std::string>();
  return {.name = "notify",
          .summary = "tells the channels of leyline.yaml what they have not been told yet",
          .examples = "  leyline notify    # a job that runs each hour, for what failed\n",
          .flags = {{.name = "--against",
                     .value = "REV",
                     .help = "the branch whose leyline.yaml names the log and the channels; as for "
                             "gate",
                     .text = against.get()}},
          .run = [against](World& world) { return RunNotify(world, *against); },
          .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                    ExitCode::kStore},
          .environment =
              "  TRACEPARENT                the trace that this run belongs to; it is passed on\n"
              "  those that `url_env` and `secret_env` of a channel name\n"};
}

}  // namespace leyline
