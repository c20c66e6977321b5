// What the tests of ci/ share.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "ci/event_log.h"
#include "ci/events.h"

namespace leyline::testing {

inline constexpr int64_t kStart = 1'767'225'600;  // 2026-01-01T00:00:00Z

inline Time At(int64_t seconds) { return {kStart + seconds}; }

inline Event Note(int64_t seconds, std::string type, std::string scope = "main/team") {
  return {.seq = 0,
          .at = At(seconds),
          .type = std::move(type),
          .actor = "alice",
          .scope = std::move(scope),
          .subject = "",
          .data = {},
          .prev = "",
          .hash = ""};
}

// The text of a log with these events after the genesis.
inline std::string LogOf(std::vector<Event> events) {
  events.insert(events.begin(), LogGenesis({At(0), "alice", ""}, "test"));
  const Result<std::string> text = ExtendLog({}, "test", std::move(events));
  EXPECT_TRUE(text.has_value());
  return text.has_value() ? *text : "";
}

// "LG8001: message" of the only error; empty when there is none.
template <class T>
std::string ProblemOf(const Result<T>& result) {
  if (result.has_value()) return "";
  EXPECT_EQ(result.error().size(), 1u);
  return result.error().front().code + ": " + result.error().front().message;
}

}  // namespace leyline::testing
