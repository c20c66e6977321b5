// What people are told, and what of it they have not been told yet. The event log is the outbox: a
// notice follows from an event, and what became of it is an event too. So nothing that the log
// keeps is forgotten, and each notice has one id however often it is tried.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "ci/event_log.h"
#include "config/notifications.h"
#include "policy/policy.h"

namespace leyline {

// Whoever holds a claim delivers; a run that was killed holds it no longer than this.
inline constexpr int64_t kClaimSeconds = 300;
// Older news is none: a channel that is new to an old log is not flooded.
inline constexpr int64_t kNoticeSeconds = int64_t{7} * 24 * 3600;
// After so many failures nobody tries any more, and that is said.
inline constexpr int kMostAttempts = 8;

// Something that somebody should know.
struct Notice {
  std::string kind;  // "violation", "breaker_opened", "breaker_forced_open", "breaker_closed", ...
  Priority priority = Priority::kLow;
  Event event;       // that it follows from
  std::string text;  // a sentence
};

// All notices that follow from a log, oldest first.
std::vector<Notice> NoticesOf(std::span<const Event> log, const BreakerPolicy& policy);

// A notice on its way to a channel.
struct Delivery {
  Notice notice;
  std::size_t channel = 0;  // its index
  std::string id;           // the same at every attempt: "msg_..."
  int attempts = 0;         // that failed
};

struct Outbox {
  // To be tried now. Of a channel that failed nothing is behind the notice that tries it again.
  std::vector<Delivery> due;
  std::vector<Delivery> given_up;  // that failed too often
  std::size_t waiting = 0;         // claimed by another run, or for later
};

Outbox OutboxOf(std::span<const Event> log, const std::vector<NotifyChannel>& channels,
                const BreakerPolicy& policy, Time now);

// The events about a delivery. None of them is of a scope.
Event Claimed(const Delivery& delivery, const NotifyChannel& channel, Time now);
Event Delivered(const Delivery& delivery, const NotifyChannel& channel, Time now);
Event NotDelivered(const Delivery& delivery, const NotifyChannel& channel, Time now,
                   std::string_view why);

}  // namespace leyline
