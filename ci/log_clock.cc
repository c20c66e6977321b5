#include "ci/log_clock.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "ci/breaker.h"
#include "ci/events.h"
#include "records/people.h"

namespace leyline {
namespace {

std::string Words(Time own, const Event& last) {
  const int64_t minutes = (last.at.seconds - own.seconds) / 60;
  return fmt::format(
      "the clock of this machine says {}, {} min before event {} of the log ({}): deadlines go by "
      "the later time, and no circuit is probed while clocks disagree; if the event's time is "
      "wrong, "
      "two persons say so: leyline audit disown {} --reason TEXT",
      FormatTime(own), minutes, last.seq, FormatTime(last.at), last.seq);
}

}  // namespace

std::map<int64_t, Time> DisownedTimes(std::span<const Event> log) {
  std::map<int64_t, std::vector<const Event*>> said;  // by whom, of each seq
  for (const Event& event : log) {
    if (event.type != event_type::kTimeDisowned || event.actor.empty()) continue;
    std::vector<const Event*>& all = said[NumberOf(event, "seq", -1)];
    const bool again = std::any_of(all.begin(), all.end(), [&](const Event* other) {
      return IsSamePerson(other->actor, event.actor);
    });
    if (!again) all.push_back(&event);
  }
  std::map<int64_t, Time> disowned;
  if (said.empty()) return disowned;
  for (const Event& event : log) {
    const auto found = said.find(event.seq);
    if (found == said.end()) continue;
    std::vector<const Event*>& persons = found->second;
    std::erase_if(persons, [&](const Event* one) {
      return one->at.seconds + kClockTolerance >= event.at.seconds || one->seq <= event.seq;
    });
    if (persons.size() < kPersonsForCritical) continue;
    disowned.emplace(event.seq, persons[kPersonsForCritical - 1]->at);
  }
  return disowned;
}

ClockReading ReadClock(std::span<const Event> log, Time own) {
  const std::map<int64_t, Time> disowned = DisownedTimes(log);
  const Event* last = nullptr;
  for (const Event& event : log) {
    if (disowned.contains(event.seq)) continue;
    if (last == nullptr || last->at < event.at) last = &event;
  }
  if (last == nullptr || last->at <= own) return {.now = own};
  if (last->at.seconds - own.seconds <= kClockTolerance) return {.now = last->at};
  return {.now = last->at, .trouble = ClockTrouble{own, Words(own, *last)}};
}

}  // namespace leyline
