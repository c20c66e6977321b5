// What running a program once and talking to one share.
#pragma once

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

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

// The pid of the started program, or -1 with errno set.
pid_t Spawn(const Command& command, const Streams& streams);

// Waits for a program's end: its exit status; 128 + N after signal N.
int WaitFor(pid_t pid);

// Why a program could not be started, from errno.
Error CannotStart(const Command& command);

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
