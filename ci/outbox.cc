#include "ci/outbox.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"
#include "ci/breaker.h"
#include "ci/events.h"
#include "ci/log_clock.h"

namespace leyline {
namespace {

constexpr std::size_t kMostNotices = 1000;
constexpr std::size_t kMostWhy = 500;

// A kind of notice that needs no more than the event's type.
struct Plain {
  std::string_view type;
  std::string_view kind;
  Priority priority;
  std::string_view words;
};
constexpr Plain kPlain[] = {
    {event_type::kProposalFirstSeen, "proposal_submitted", Priority::kLow, "was submitted"},
    {event_type::kImplemented, "proposal_implemented", Priority::kLow, "was merged"},
    {event_type::kLogRepaired, "log_repaired", Priority::kHigh,
     "a torn last line of the event log was moved aside"},
};

// What a step of a circuit is called, and how much it matters; nothing when it didn't move.
struct Step {
  std::string_view kind;
  Priority priority;
  std::string_view words;
};
std::optional<Step> StepOf(const BreakerState& before, const BreakerState& after) {
  if (before.generation == after.generation) return std::nullopt;
  switch (after.mode) {
    case BreakerMode::kOpen:
      if (before.mode == BreakerMode::kHalfOpen) {
        return Step{"breaker_reopened", Priority::kHigh, "its probe failed, and it is open again"};
      }
      return Step{"breaker_opened", Priority::kHigh, "too many violations: nothing merges"};
    case BreakerMode::kForcedOpen:
      return Step{"breaker_forced_open", Priority::kCritical, "nothing merges until it is reset"};
    case BreakerMode::kClosed:
      return Step{"breaker_closed", Priority::kMedium, "it is closed again"};
    case BreakerMode::kHalfOpen:
      return std::nullopt;
  }
  return std::nullopt;
}

// Texts come from records, commits and other programs: one line, no controls, of bounded length.
std::string Clean(std::string_view text, std::size_t most = 200) {
  std::string clean = Printable(text);
  if (clean.size() <= most) return clean;
  return std::string(Beginning(clean, most)) + "...";
}

Notice ViolationNotice(const Event& event) {
  const bool critical = !DataOf(event, "critical").empty();
  return {.kind = "violation",
          .priority = critical ? Priority::kCritical : Priority::kMedium,
          .event = event,
          .text = fmt::format("Governance violation in {} by {}: {}", Clean(event.scope),
                              Clean(event.actor), Clean(DataOf(event, "codes")))};
}

Notice StepNotice(const Event& event, const Step& step) {
  std::string text = fmt::format("Circuit {}: {}", Clean(event.scope), step.words);
  if (const std::string_view reason = DataOf(event, "reason"); !reason.empty()) {
    text += fmt::format(" ({}: {})", Clean(event.actor), Clean(reason));
  }
  return {.kind = std::string(step.kind),
          .priority = step.priority,
          .event = event,
          .text = std::move(text)};
}

std::string IdOf(const Notice& notice, const NotifyChannel& channel) {
  const std::string digest = DigestText(
      Sha256OfParts({"leyline.notice.v1", notice.event.hash, notice.kind, channel.name}));
  return "msg_" + digest.substr(digest.find(':') + 1, 32);
}

// What became of a delivery so far.
struct History {
  bool delivered = false;
  int failures = 0;
  std::optional<Time> claimed;
  std::optional<Time> failed;
};

std::map<std::string, History, std::less<>> HistoriesOf(std::span<const Event> log) {
  std::map<std::string, History, std::less<>> histories;
  for (const Event& event : log) {
    if (!event.type.starts_with("notification_")) continue;
    History& history = histories[event.subject];
    if (event.type == event_type::kNotificationClaimed) history.claimed = event.at;
    if (event.type == event_type::kNotificationSent) history.delivered = true;
    if (event.type != event_type::kNotificationFailed) continue;
    ++history.failures;
    history.failed = event.at;
    history.claimed.reset();
  }
  return histories;
}

// One minute after the first failure, twice that after each.
bool IsDue(const History& history, Time now) {
  if (history.claimed.has_value() && now.seconds < history.claimed->seconds + kClaimSeconds) {
    return false;
  }
  if (!history.failed.has_value()) return true;
  const int64_t pause = int64_t{60} << std::min(history.failures - 1, kMostAttempts);
  return now.seconds >= history.failed->seconds + pause;
}

Event About(const Delivery& delivery, const NotifyChannel& channel, Time now, std::string_view type,
            std::string_view why) {
  Event event = {.seq = 0,
                 .at = now,
                 .type = std::string(type),
                 .actor = "leyline",
                 .scope = "",
                 .subject = delivery.id,
                 .data = {{"channel", channel.name}, {"kind", delivery.notice.kind}},
                 .prev = "",
                 .hash = ""};
  if (!why.empty()) event.data.emplace_back("why", Clean(why, kMostWhy));
  return event;
}

}  // namespace

std::vector<Notice> NoticesOf(std::span<const Event> log, const BreakerPolicy& policy) {
  std::vector<Notice> notices;
  std::map<std::string, BreakerState> circuits;
  const std::map<int64_t, Time> disowned = DisownedTimes(log);
  for (Event event : log) {
    const auto timed = disowned.find(event.seq);
    if (timed != disowned.end()) event.at = timed->second;
    for (const Plain& plain : kPlain) {
      if (event.type != plain.type) continue;
      std::string text(plain.words);
      if (!event.subject.empty()) text = fmt::format("Proposal {} {}", Clean(event.subject), text);
      notices.push_back({std::string(plain.kind), plain.priority, event, std::move(text)});
    }
    if (event.scope.empty()) continue;
    BreakerState& state = circuits[event.scope];
    const std::size_t known = state.seen_keys.size();
    AdvanceTo(state, event.at, policy);
    const BreakerState before = state;
    Advance(state, event, policy);
    const bool counted = state.seen_keys.size() > known || !DataOf(event, "critical").empty();
    if (event.type == event_type::kViolation && counted) notices.push_back(ViolationNotice(event));
    if (const auto step = StepOf(before, state)) notices.push_back(StepNotice(event, *step));
  }
  return notices;
}

Outbox OutboxOf(std::span<const Event> log, const std::vector<NotifyChannel>& channels,
                const BreakerPolicy& policy, Time now) {
  Outbox outbox;
  if (channels.empty()) return outbox;
  const auto histories = HistoriesOf(log);
  std::vector<Notice> notices = NoticesOf(log, policy);
  std::erase_if(notices, [&](const Notice& notice) {
    return notice.event.at.seconds <= now.seconds - kNoticeSeconds;
  });
  const std::size_t first = notices.size() - std::min(notices.size(), kMostNotices);
  std::set<std::size_t> tried;  // channels that failed last: one notice tries them
  for (std::size_t n = first; n < notices.size(); ++n) {
    for (std::size_t i = 0; i < channels.size(); ++i) {
      if (notices[n].priority < channels[i].from) continue;
      Delivery delivery{notices[n], i, IdOf(notices[n], channels[i]), 0};
      const auto known = histories.find(delivery.id);
      const History history = known == histories.end() ? History() : known->second;
      delivery.attempts = history.failures;
      if (history.delivered) continue;
      if (history.failures >= kMostAttempts) {
        outbox.given_up.push_back(std::move(delivery));
      } else if (IsDue(history, now) && !tried.contains(i)) {
        if (history.failures > 0) tried.insert(i);
        outbox.due.push_back(std::move(delivery));
      } else {
        ++outbox.waiting;
      }
    }
  }
  return outbox;
}

Event Claimed(const Delivery& delivery, const NotifyChannel& channel, Time now) {
  return About(delivery, channel, now, event_type::kNotificationClaimed, "");
}

Event Delivered(const Delivery& delivery, const NotifyChannel& channel, Time now) {
  return About(delivery, channel, now, event_type::kNotificationSent, "");
}

Event NotDelivered(const Delivery& delivery, const NotifyChannel& channel, Time now,
                   std::string_view why) {
  return About(delivery, channel, now, event_type::kNotificationFailed, why);
}

}  // namespace leyline
