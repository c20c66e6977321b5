#include "analyzer/impact/roles.h"

#include <algorithm>

namespace leyline {
namespace {

struct RoleRule {
  Role role;
  RoleAbout about;
  bool passes_on;   // re-encoding concerns it even when it does not forward
  bool always_rpc;  // on the rpc surface even if `surfaces` does not say so
  bool is_writer;   // the data is read by others: going first means that they read new data
};

constexpr RoleRule kRules[] = {
    // The owner answers for the contract wherever it is used.
    {Role::kOwns, RoleAbout::kAnything, true, true, false},
    {Role::kWrites, RoleAbout::kData, false, false, true},
    {Role::kReads, RoleAbout::kData, false, false, false},
    // New code reads what was stored, a rollback reads what the new code stored, and a store that
    // rewrites its rows re-encodes what it does not know.
    {Role::kStores, RoleAbout::kData, true, false, false},
    {Role::kServes, RoleAbout::kServices, false, true, false},
    {Role::kCalls, RoleAbout::kServices, false, true, false},
};

// Of these the reader refuses all of a message, whichever fields it uses.
constexpr Effect kRefusals[] = {
    Effect::kParseFailure, Effect::kRequiredMissing, Effect::kUtf8Rejected,   Effect::kNameUnknown,
    Effect::kNothingReads, Effect::kNotAnswered,     Effect::kMessagesDropped};

const RoleRule& RuleOf(Role role) {
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&](const RoleRule& rule) { return rule.role == role; });
  return found == std::end(kRules) ? kRules[0] : *found;
}

template <class List, class Item>
bool Has(const List& list, const Item& item) {
  return std::find(std::begin(list), std::end(list), item) != std::end(list);
}

// The worst levels by direction, of one kind of surface.
struct ByDirection {
  Level of[3] = {Level::kCompatible, Level::kCompatible, Level::kCompatible};
  Level backward() const { return of[0]; }
  Level forward() const { return of[1]; }
  Level round_trip() const { return of[2]; }
};
struct Worst {
  ByDirection data;  // binary, json, text
  ByDirection rpc;
  Level source = Level::kCompatible;
};

Worst WorstOf(const Change& change, const Subsystem& subsystem, const Handling& handling) {
  Worst worst;
  const bool rpc_too = RuleOf(handling.role).always_rpc;
  for (const Verdict& verdict : change.verdicts) {
    const bool is_rpc = verdict.surface == Surface::kRpc;
    if (!Has(subsystem.surfaces, verdict.surface) && !(is_rpc && rpc_too)) continue;
    if (handling.refusals_only && !Has(kRefusals, verdict.effect)) continue;
    if (verdict.surface == Surface::kSource) {
      worst.source = std::max(worst.source, verdict.level);
      continue;
    }
    ByDirection& by = is_rpc ? worst.rpc : worst.data;
    Level& level = by.of[static_cast<std::size_t>(verdict.direction)];
    level = std::max(level, verdict.level);
  }
  return worst;
}

// Of requests the server is the reader, of replies the caller; on the rpc surface the new side is
// the server.
Meeting OfServer(const Worst& worst, bool in_requests, bool in_replies) {
  Meeting meeting{.if_first = worst.rpc.backward(), .if_last = worst.rpc.forward()};
  const Level backward = worst.data.backward();
  const Level forward = worst.data.forward();
  if (in_requests) meeting.Join({.if_first = backward, .if_last = forward});
  if (in_replies) meeting.Join({.if_first = forward, .if_last = backward});
  return meeting;
}

Meeting OfReader(const Worst& worst) {
  return {.if_first = std::max(worst.data.backward(), worst.rpc.backward()),
          .if_last = std::max(worst.data.forward(), worst.rpc.forward())};
}

Meeting Swapped(Meeting meeting) {
  std::swap(meeting.if_first, meeting.if_last);
  return meeting;
}

}  // namespace

void Meeting::Join(const Meeting& other) {
  if_first = std::max(if_first, other.if_first);
  if_last = std::max(if_last, other.if_last);
  passed_on = std::max(passed_on, other.passed_on);
  code = std::max(code, other.code);
}

Order OrderOf(const Meeting& meeting) {
  const bool both = std::min(meeting.if_first, meeting.if_last) >= Level::kUnknown;
  if (both) return Order::kNeither;
  if (meeting.if_first == meeting.if_last) return Order::kAny;
  return meeting.if_first < meeting.if_last ? Order::kReaderFirst : Order::kWriterFirst;
}

RoleAbout AboutOf(Role role) { return RuleOf(role).about; }

Meeting MeetingFor(const Change& change, const Subsystem& subsystem, const Handling& handling) {
  const RoleRule& rule = RuleOf(handling.role);
  const Worst worst = WorstOf(change, subsystem, handling);
  Meeting meeting;
  if (rule.about == RoleAbout::kServices) {
    meeting = OfServer(worst, handling.in_requests, handling.in_replies);
    if (handling.role == Role::kCalls) meeting = Swapped(meeting);
  } else {
    meeting = OfReader(worst);
    if (rule.is_writer) meeting = Swapped(meeting);
  }
  if (rule.passes_on || handling.forwards) {
    meeting.passed_on = std::max(worst.data.round_trip(), worst.rpc.round_trip());
  }
  meeting.code = worst.source;
  return meeting;
}

Meeting MeetingOn(EdgeKind kind, const Change& change, const Subsystem& reader,
                  const Handling& handling) {
  switch (kind) {
    case EdgeKind::kData:
    case EdgeKind::kStored:
      return MeetingFor(change, reader, handling);
    case EdgeKind::kRequest:
      return OfServer(WorstOf(change, reader, handling), handling.in_requests, false);
    case EdgeKind::kReply: {
      if (!handling.in_replies) return {};
      const Worst worst = WorstOf(change, reader, handling);
      return {.if_first = worst.data.backward(), .if_last = worst.data.forward()};
    }
  }
  return {};
}

}  // namespace leyline
