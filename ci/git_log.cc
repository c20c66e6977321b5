// The log under a ref: one commit an append, each with the whole log. Two runs that append at once
// both name the commit that they saw; one of them is told that it moved, and decides again.
#include "ci/git_log.h"

#include <utility>

#include "ci/event_log.h"

namespace leyline {
namespace {

class GitLog final : public EventStore {
 public:
  GitLog(RefFile file, std::string label, MissingLog missing, WaitForOthers wait)
      : file_(std::move(file)),
        label_(std::move(label)),
        missing_(missing),
        wait_(std::move(wait)) {}

  std::string label() const override { return label_; }

  Result<std::vector<Event>> Read() override {
    auto version = file_.Read();
    if (!version) return Fail(version.error());
    seen_ = std::move(*version);
    if (seen_.content.empty() && missing_ == MissingLog::kIsError) return Fail(NoLog());
    auto events = ParseLog(label_, seen_.content);
    if (events.has_value()) head_ = HeadOf(*events);
    return events;
  }

  Status Append(std::string_view expected_head, std::vector<Event> events) override {
    if (head_.hash != expected_head || seen_.commit.empty()) {
      const auto log = Read();
      if (!log) return Fail(log.error());
      if (head_.hash != expected_head) return Fail(Moved());
    }
    auto lines = ExtendLog(head_, label_, std::move(events));
    if (!lines) return Fail(lines.error());
    auto outcome = file_.Write(seen_, seen_.content + *lines);
    if (!outcome) return Fail(outcome.error());
    switch (*outcome) {
      case RefFile::Outcome::kMoved:
        return Fail(Moved());
      case RefFile::Outcome::kBusy:
        return Fail(Coded("LG7009"));
      case RefFile::Outcome::kRefused:
        return Fail(Coded("LG7011"));
      case RefFile::Outcome::kWritten:
        break;
    }
    head_ = {.next_seq = -1, .hash = "written"};  // the next append reads first
    return {};
  }

 protected:
  void BackOff(int tries) override { wait_(tries); }

 private:
  Error NoLog() const {
    return {.kind = ErrorKind::kStore,
            .code = "LG7008",
            .message = "there is no event log here",
            .where = SourceSpan{label_, 0, 0},
            .fix = "restore the ref; where there never was one, `leyline audit init` makes it"};
  }

  Error Coded(std::string code) const {
    Error error = file_.why();
    error.code = std::move(code);
    return error;
  }

  Error Moved() const {
    return {.kind = ErrorKind::kStore,
            .code = "LG7010",
            .message = "the event log has grown since it was read",
            .where = SourceSpan{label_, 0, 0},
            .fix = "read it and decide again"};
  }

  RefFile file_;
  std::string label_;
  MissingLog missing_;
  WaitForOthers wait_;
  RefFile::Version seen_;  // by the last Read
  LogHead head_;           // of it
};

}  // namespace

std::unique_ptr<EventStore> OpenGitLog(RefFile file, std::string label, MissingLog missing,
                                       WaitForOthers wait) {
  return std::make_unique<GitLog>(std::move(file), std::move(label), missing, std::move(wait));
}

}  // namespace leyline
