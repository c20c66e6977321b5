// What running a program once and talking to one share.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

#include "base/clock.h"
#include "base/process.h"

namespace leyline {

class Pipe {
 public:
  Pipe() {
    ok_ = ::pipe2(ends_, O_CLOEXEC) == 0;
    // A wish: a larger pipe saves changes between the two processes.
    if (ok_) ::fcntl(ends_[0], F_SETPIPE_SZ, 1 << 20);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    Close(0);
    Close(1);
  }
  bool ok() const { return ok_; }
  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void CloseRead() { Close(0); }
  void CloseWrite() { Close(1); }

 private:
  void Close(int end) {
    if (ends_[end] >= 0) ::close(ends_[end]);
    ends_[end] = -1;
  }
  int ends_[2] = {-1, -1};
  bool ok_ = false;
};

// What a program gets as standard input, output and error output.
struct Streams {
  int in = -1;
  int out = -1;
  int err = -1;
};

// In ticks of the system's clock.
using Moment = int64_t;

inline Moment After(std::chrono::milliseconds time) { return SystemClock().Ticks() + time.count(); }

// What poll may wait until then: milliseconds.
int WaitUntil(Moment end);

// A program that was started. Whatever becomes of this, it does not go on after it, unless not even
// SIGKILL ends it.
class Program {
 public:
  Program() = default;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() { Kill(); }

  // False, with errno, when it can't be started.
  bool Start(const Command& command, const Streams& streams);
  // Its exit status, 128 + N after signal N; nothing when it has not ended by then.
  std::optional<int> ExitBy(Moment end);
  // Ends it and its group: first so that it can take its locks away, then for good.
  void Kill();

 private:
  bool EndsBy(Moment end) const;
  void Signal(int signal) const;
  int Reap();

  pid_t pid_ = -1;
  bool leads_group_ = false;
};

// What ends a process that does not expect it.
inline constexpr int kPassedOn[] = {SIGINT, SIGTERM, SIGHUP};

// The group that a program leads is one that PassSignalsOn reaches, until it is let go.
void HoldGroup(pid_t leader);
void LetGroupGo(pid_t leader);

// Why a program could not be started, from errno.
Error CannotStart(const Command& command);

enum class Excess { kNone, kTime, kOutput };

// LG9006: which limit a program went beyond.
Error TookTooMuch(const Command& command, Excess excess);

// While it lives, writing to a program that has ended is an error code and not a signal. Of this
// thread only: others may be doing the same.
class HoldBrokenPipe {
 public:
  HoldBrokenPipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &saved_);
  }
  HoldBrokenPipe(const HoldBrokenPipe&) = delete;
  HoldBrokenPipe& operator=(const HoldBrokenPipe&) = delete;
  ~HoldBrokenPipe() {
    constexpr timespec kNow{};
    while (sigtimedwait(&pipe_, nullptr, &kNow) > 0) continue;
    pthread_sigmask(SIG_SETMASK, &saved_, nullptr);
  }

 private:
  sigset_t pipe_{};
  sigset_t saved_{};
};

}  // namespace leyline
