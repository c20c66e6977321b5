// The texts that stand for Timestamp, Duration and a path of a FieldMask in ProtoJSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leyline {

// A point in time since the epoch, or a span: the two fields of Timestamp and Duration.
struct SecondsAndNanos {
  int64_t seconds = 0;
  int32_t nanos = 0;

  bool operator==(const SecondsAndNanos&) const = default;
};

// RFC 3339 in UTC with 0, 3, 6 or 9 digits of a second. Nothing outside the years 1 to 9999.
std::optional<std::string> PrintTimestamp(SecondsAndNanos time);
// Any offset; up to 9 digits; `T` and `Z` in capitals.
std::optional<SecondsAndNanos> ParseTimestamp(std::string_view text);

// Seconds with 0, 3, 6 or 9 digits and the suffix `s`. Nothing beyond 10000 years, or when the
// signs differ.
std::optional<std::string> PrintDuration(SecondsAndNanos span);
std::optional<SecondsAndNanos> ParseDuration(std::string_view text);

// "foo_bar.baz" -> "fooBar.baz". Nothing when the way back would lead elsewhere ("foo_1",
// "fooBar").
std::optional<std::string> PrintMaskPath(std::string_view path);
std::optional<std::string> ParseMaskPath(std::string_view text);

}  // namespace leyline
