#include "ci/log_clock.h"

#include <algorithm>

#include <fmt/format.h>

namespace leyline {
namespace {

std::string Words(Time own, const Event& last) {
  const int64_t minutes = (last.at.seconds - own.seconds) / 60;
  return fmt::format(
      "the clock of this machine says {}, {} min before event {} of the log ({}): deadlines go by "
      "the later time, and no circuit is probed while clocks disagree",
      FormatTime(own), minutes, last.seq, FormatTime(last.at));
}

}  // namespace

ClockReading ReadClock(std::span<const Event> log, Time own) {
  const auto last = std::max_element(log.begin(), log.end(),
                                     [](const Event& a, const Event& b) { return a.at < b.at; });
  if (last == log.end() || last->at <= own) return {.now = own};
  if (last->at.seconds - own.seconds <= kClockTolerance) return {.now = last->at};
  return {.now = last->at, .trouble = ClockTrouble{own, Words(own, *last)}};
}

}  // namespace leyline
