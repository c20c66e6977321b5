// Time as a value: seconds since 1970-01-01T00:00:00Z. Only tools/ reads a real clock.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace leyline {

struct Time {
  int64_t seconds = 0;
  auto operator<=>(const Time&) const = default;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() const = 0;
  // Milliseconds since some moment, which never go back: how long something took.
  virtual int64_t Ticks() const { return Now().seconds * 1000; }
};

class SystemClock final : public Clock {
 public:
  Time Now() const override;
  int64_t Ticks() const override;
};

// "2026-11-25T09:51:00Z"
std::string FormatTime(Time time);

// RFC 3339 in UTC with `Z` and whole seconds; anything else is an error with code LG1015.
Result<Time> ParseTime(std::string_view text);

}  // namespace leyline
