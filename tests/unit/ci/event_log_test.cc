#include "ci/event_log.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/strings.h"
#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using testing::At;
using ::testing::HasSubstr;
using testing::LogOf;
using testing::Note;
using testing::ProblemOf;
using ::testing::StartsWith;

std::vector<std::string> LinesOf(const std::string& log) {
  std::vector<std::string> lines;
  for (std::string_view line : Split(log, '\n')) lines.emplace_back(line);
  lines.pop_back();
  return lines;
}

std::string TextOf(const std::vector<std::string>& lines) { return Join(lines, "\n") + "\n"; }

std::string FiveLines() { return LogOf({Note(1, "a"), Note(2, "b"), Note(3, "c"), Note(4, "d")}); }

// The line of an event with its hash made right: what somebody forges who knows the scheme.
std::string Forge(const std::string& prev, int64_t seq, std::string type) {
  Event event = Note(9, std::move(type));
  event.prev = prev;
  event.seq = seq;
  event.hash = EventHash(event);
  return EventLine(event);
}

TEST(EventLog, ReadsBackWithChain) {
  const Result<std::vector<Event>> log = ParseLog("log", FiveLines());
  ASSERT_TRUE(log.has_value()) << Format(log.error().front());
  ASSERT_EQ(log->size(), 5u);
  EXPECT_EQ((*log)[0].type, "log_genesis");
  EXPECT_EQ((*log)[0].prev, GenesisHash("test"));
  for (std::size_t i = 1; i < log->size(); ++i) {
    EXPECT_EQ((*log)[i].seq, static_cast<int64_t>(i));
    EXPECT_EQ((*log)[i].prev, (*log)[i - 1].hash);
  }
  EXPECT_EQ(HeadOf(*log), (LogHead{5, (*log)[4].hash}));
}

TEST(EventLog, EmptyLogIsFine) {
  EXPECT_TRUE(ParseLog("log", "").has_value());
  EXPECT_EQ(HeadOf({}), LogHead{});
}

TEST(EventLog, EachByteIsGuarded) {
  const std::string log = FiveLines();
  for (std::size_t i = 0; i < log.size(); ++i) {
    std::string altered = log;
    altered[i] = altered[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(ParseLog("log", altered).has_value()) << "byte " << i;
  }
}

TEST(EventLog, AlteredContent) {
  std::string log = FiveLines();
  log.replace(log.find("\"type\":\"b\""), 10, "\"type\":\"B\"");
  const Result<std::vector<Event>> read = ParseLog("log", log);
  EXPECT_THAT(ProblemOf(read),
              StartsWith("LG8001: event 2 was altered: its content has hash sha256:"));
  EXPECT_EQ(read.error().front().where, (SourceSpan{"log", 3, 1}));
  EXPECT_EQ(read.error().front().kind, ErrorKind::kStore);
}

TEST(EventLog, LostLineIsAGap) {
  std::vector<std::string> lines = LinesOf(FiveLines());
  lines.erase(lines.begin() + 2);
  const Result<std::vector<Event>> read = ParseLog("log", TextOf(lines));
  EXPECT_EQ(ProblemOf(read), "LG8002: event 3 follows event 1: lines are missing or out of order");
  EXPECT_EQ(read.error().front().where, (SourceSpan{"log", 3, 1}));
}

TEST(EventLog, SwappedLines) {
  std::vector<std::string> lines = LinesOf(FiveLines());
  std::swap(lines[2], lines[3]);
  EXPECT_EQ(ProblemOf(ParseLog("log", TextOf(lines))),
            "LG8002: event 3 follows event 1: lines are missing or out of order");
}

TEST(EventLog, RepeatedLine) {
  std::vector<std::string> lines = LinesOf(FiveLines());
  lines.push_back(lines[2]);
  const Result<std::vector<Event>> read = ParseLog("log", TextOf(lines));
  EXPECT_EQ(ProblemOf(read), "LG8002: event 2 repeats line 3");
  EXPECT_EQ(read.error().front().where, (SourceSpan{"log", 6, 1}));
}

TEST(EventLog, SkippedNumber) {
  const std::string log = FiveLines();
  const std::string head = HeadOf(*ParseLog("log", log)).hash;
  EXPECT_EQ(ProblemOf(ParseLog("log", log + Forge(head, 6, "e") + "\n")),
            "LG8002: event 6 follows event 4, expected 5");
}

TEST(EventLog, Fork) {
  const std::string log = FiveLines();
  const std::string parent = (*ParseLog("log", log))[2].hash;
  const Result<std::vector<Event>> read = ParseLog("log", log + Forge(parent, 3, "e") + "\n");
  EXPECT_EQ(ProblemOf(read), "LG8003: the log forks: event 3 continues line 3, as line 4 does");
  EXPECT_EQ(read.error().front().where, (SourceSpan{"log", 6, 1}));
}

TEST(EventLog, BrokenChain) {
  const std::string log = FiveLines();
  EXPECT_THAT(
      ProblemOf(ParseLog("log", log + Forge("sha256:00", 5, "e") + "\n")),
      StartsWith("LG8001: the chain breaks: `prev` of event 5 is sha256:00, event 4 has hash"));
}

TEST(EventLog, TornTailNamesTheRepair) {
  const std::string log = FiveLines();
  const std::size_t whole = log.size();
  const std::string torn = log + LinesOf(log)[1].substr(0, 40);
  const Result<std::vector<Event>> read = ParseLog("a/log.jsonl", torn);
  EXPECT_EQ(ProblemOf(read),
            "LG8005: the last line is torn: a writer was stopped before the event was complete");
  EXPECT_EQ(read.error().front().where, (SourceSpan{"a/log.jsonl", 6, 1}));
  EXPECT_EQ(read.error().front().fix,
            "no acknowledged event is lost; `leyline audit repair` moves "
            "what follows byte " +
                std::to_string(whole) + " aside");
  EXPECT_TRUE(ParseLog("log", torn.substr(0, whole)).has_value());
}

TEST(EventLog, WrongGenesis) {
  EXPECT_EQ(ProblemOf(ParseLog("log", Forge(GenesisHash("x"), 0, "a") + "\n")),
            "LG8006: the first event is `a`, expected `log_genesis`");
  EXPECT_EQ(ProblemOf(ParseLog("log", Forge(GenesisHash("x"), 0, "log_genesis") + "\n")),
            "LG8006: `prev` of the first event is not the hash of its log id");
  EXPECT_EQ(ProblemOf(ParseLog("log", Forge(GenesisHash(""), 1, "log_genesis") + "\n")),
            "LG8002: the log starts with event 1, expected 0");
  const std::string log = FiveLines();
  const std::string head = HeadOf(*ParseLog("log", log)).hash;
  EXPECT_EQ(ProblemOf(ParseLog("log", log + Forge(head, 5, "log_genesis") + "\n")),
            "LG8006: a second genesis");
}

TEST(EventLog, UnreadableLine) {
  const std::vector<std::string> lines = {"", "{}", "\r", std::string(3, '\0'), "[1]"};
  for (const std::string& line : lines) {
    const Result<std::vector<Event>> read = ParseLog("log", FiveLines() + line + "\n");
    EXPECT_THAT(ProblemOf(read), StartsWith("LG8008: not an event: ")) << line;
    EXPECT_EQ(read.error().front().where->line, 6);
  }
}

TEST(ExtendLog, StartsALogOfItsOwn) {
  const Result<std::string> text = ExtendLog({}, "dir:x", {Note(1, "a")});
  ASSERT_TRUE(text.has_value());
  const Result<std::vector<Event>> log = ParseLog("log", *text);
  ASSERT_TRUE(log.has_value()) << Format(log.error().front());
  ASSERT_EQ(log->size(), 2u);
  EXPECT_EQ((*log)[0].type, "log_genesis");
  EXPECT_THAT(std::string(DataOf((*log)[0], "log_id")), StartsWith("sha256:"));
  EXPECT_EQ((*log)[0].at, At(1));
  EXPECT_NE(*text, *ExtendLog({}, "dir:y", {Note(1, "a")})) << "another log has another id";
}

TEST(ExtendLog, NothingStaysNothing) { EXPECT_EQ(*ExtendLog({}, "x", {}), ""); }

TEST(ExtendLog, RefusesWhatNoReaderTakes) {
  Event latin1 = Note(1, "a");
  latin1.actor = "Jos\xe9";
  EXPECT_EQ(ProblemOf(ExtendLog({}, "x", {latin1})),
            "LG8008: not an event: the line is not valid UTF-8");
  Event unsorted = Note(1, "a");
  unsorted.data = {{"b", ""}, {"a", ""}};
  EXPECT_THAT(ProblemOf(ExtendLog({}, "x", {unsorted})),
              HasSubstr("`a` of `data` is repeated or out of"));
  Event early = Note(1, "a");
  early.at = {0};
  EXPECT_THAT(ProblemOf(ExtendLog({}, "x", {early})), HasSubstr("1970-01-01T00:00:00Z"));
}

TEST(CheckAnchor, FindsACutTail) {
  const std::vector<Event> log = *ParseLog("log", FiveLines());
  const LogHead anchor = HeadOf(log);
  EXPECT_TRUE(CheckAnchor("log", log, anchor).has_value());
  EXPECT_TRUE(CheckAnchor("log", log, {}).has_value());
  EXPECT_TRUE(CheckAnchor("log", log, {2, log[1].hash}).has_value()) << "the log has grown since";
  const std::span<const Event> cut(log.data(), 3);
  EXPECT_EQ(ProblemOf(CheckAnchor("log", cut, anchor)),
            "LG8004: the log has 3 events, the anchor says 5");
  EXPECT_EQ(ProblemOf(CheckAnchor("log", log, {5, "sha256:0"})),
            "LG8003: the log forks before the anchor: event 4 has hash " + log[4].hash +
                ", the anchor says sha256:0");
}

// A store in memory in front of which others append.
class BusyStore final : public EventStore {
 public:
  explicit BusyStore(int intruders) : intruders_(intruders) {}
  std::string label() const override { return "busy"; }
  Result<std::vector<Event>> Read() override { return ParseLog("busy", text_); }
  Status Append(std::string_view expected_head, std::vector<Event> events) override {
    if (intruders_-- > 0) Write({Note(0, "intruder")});
    if (HeadOf(*Read()).hash != expected_head) {
      return Fail({.kind = ErrorKind::kStore,
                   .code = "LG7010",
                   .message = "moved",
                   .where = std::nullopt,
                   .fix = ""});
    }
    Write(std::move(events));
    return {};
  }

 private:
  void Write(std::vector<Event> events) {
    text_ += *ExtendLog(HeadOf(*Read()), "busy", std::move(events));
  }
  int intruders_;
  std::string text_;
};

TEST(RecordEvents, DecidesAnewWhenTheLogMoved) {
  BusyStore store(3);
  std::vector<std::size_t> seen;
  const Status status = RecordEvents(store, [&](std::span<const Event> log) {
    seen.push_back(log.size());
    return std::vector<Event>{Note(1, "mine")};
  });
  EXPECT_TRUE(status.has_value());
  EXPECT_THAT(seen, ::testing::ElementsAre(0, 2, 3, 4));
  const std::vector<Event> log = *store.Read();
  ASSERT_EQ(log.size(), 5u);
  EXPECT_EQ(log[4].type, "mine");
}

TEST(RecordEvents, ACrowdNeverLosesAnEvent) {
  constexpr int kIntruders = 2 * kIdleTries;
  BusyStore store(kIntruders);
  int calls = 0;
  const Status status = RecordEvents(store, [&](std::span<const Event>) {
    ++calls;
    return std::vector<Event>{Note(1, "mine")};
  });
  EXPECT_TRUE(status.has_value()) << "as long as others make progress there is a turn to come";
  EXPECT_EQ(calls, kIntruders + 1);
  EXPECT_EQ(store.Read()->back().type, "mine");
}

// A store that says that others were first, and doesn't move: a lock that nobody holds any more.
class StuckStore final : public EventStore {
 public:
  explicit StuckStore(std::string code) : code_(std::move(code)) {}
  std::string label() const override { return "stuck"; }
  Result<std::vector<Event>> Read() override { return std::vector<Event>(); }
  Status Append(std::string_view, std::vector<Event>) override {
    return Fail({.kind = ErrorKind::kStore, .code = code_, .message = "held"});
  }
  std::vector<int> waits;

 protected:
  void BackOff(int tries) override { waits.push_back(tries); }

 private:
  std::string code_;
};

TEST(RecordEvents, GivesUpWhereNothingMoves) {
  for (const std::string code : {"LG7009", "LG7010"}) {
    StuckStore store(code);
    const Status status =
        RecordEvents(store, [](auto) { return std::vector<Event>{Note(1, "mine")}; });
    EXPECT_EQ(ProblemOf(status), code + ": held");
    EXPECT_EQ(store.waits.size(), std::size_t{kIdleTries - 1});
    EXPECT_EQ(store.waits.front(), 1);
  }
  StuckStore broken("LG7004");
  EXPECT_EQ(
      ProblemOf(RecordEvents(broken, [](auto) { return std::vector<Event>{Note(1, "mine")}; })),
      "LG7004: held");
  EXPECT_TRUE(broken.waits.empty()) << "what is no race is not tried again";
}

TEST(RecordIfWritable, WhatKeepsEventsOutIsAnError) {
  for (const std::string code : {"LG7004", "LG7009", "LG7010"}) {
    StuckStore store(code);
    const Result<Recorded> result = RecordIfWritable(
        store, [](std::span<const Event>) { return std::vector<Event>{Note(1, "mine")}; });
    EXPECT_EQ(ProblemOf(result), code + ": held") << "a gate that can't record doesn't pass";
  }
}

// A log that can't be written; what it holds may change, or get lost, when somebody tries.
class ReadOnlyStore final : public EventStore {
 public:
  explicit ReadOnlyStore(std::string later) : later_(std::move(later)) {}
  std::string label() const override { return "read-only"; }
  Result<std::vector<Event>> Read() override { return ParseLog("read-only", text_); }
  Status Append(std::string_view, std::vector<Event>) override {
    text_ = later_;
    return Fail({.kind = ErrorKind::kStore, .code = "LG7011", .message = "can't write"});
  }

 private:
  std::string text_;
  std::string later_;
};

TEST(RecordIfWritable, WhatCanNotBeWrittenStandsOnTheLogAsItIs) {
  const std::string later = *ExtendLog({}, "read-only", {Note(0, "theirs")});
  ReadOnlyStore store(later);
  std::vector<std::size_t> seen;
  const DecideEvents decide = [&](std::span<const Event> log) {
    seen.push_back(log.size());
    return std::vector<Event>{Note(1, "mine")};
  };
  const Result<Recorded> result = RecordIfWritable(store, decide);
  ASSERT_TRUE(result.has_value());
  EXPECT_FALSE(result->recorded);
  EXPECT_EQ(result->why_not[0].code, "LG7011");
  EXPECT_THAT(seen, ::testing::ElementsAre(0, 2)) << "the last word is on the log as it is now";
}

TEST(RecordIfWritable, ALogThatCanNoLongerBeReadIsAnError) {
  ReadOnlyStore store("torn");
  const Result<Recorded> result = RecordIfWritable(
      store, [](std::span<const Event>) { return std::vector<Event>{Note(1, "mine")}; });
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error()[0].code, "LG8005");
  EXPECT_EQ(result.error()[0].kind, ErrorKind::kStore);
}

TEST(RecordIfWritable, WhatIsWrittenIsRecorded) {
  BusyStore store(1);
  const Result<Recorded> result = RecordIfWritable(
      store, [](std::span<const Event>) { return std::vector<Event>{Note(1, "mine")}; });
  ASSERT_TRUE(result.has_value());
  EXPECT_TRUE(result->recorded);
  EXPECT_EQ(store.Read()->back().type, "mine");
}

TEST(RecordEvents, NoEventsWriteNothing) {
  BusyStore store(0);
  EXPECT_TRUE(RecordEvents(store, [](auto) { return std::vector<Event>(); }).has_value());
  EXPECT_TRUE(store.Read()->empty());
}

}  // namespace
}  // namespace leyline
