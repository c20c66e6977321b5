// How programs end: by themselves, at a limit, or with this process.
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <limits>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <fmt/format.h>

#include "base/process.h"
#include "base/real_file_parts.h"
#include "base/real_process_parts.h"

namespace leyline {
namespace {

using std::chrono::milliseconds;

// For what a program does at its end, and for the kernel.
constexpr std::chrono::seconds kGrace(1);
// Where the kernel can't tell of an end (Linux before 5.3).
constexpr milliseconds kLookAgain(10);

// The leaders of groups; 0: free. More than these at a time outlive a signal.
std::array<std::atomic<pid_t>, 256> held_groups = {};

void Replace(pid_t was, pid_t is) {
  for (std::atomic<pid_t>& group : held_groups) {
    pid_t expected = was;
    if (group.compare_exchange_strong(expected, is)) return;
  }
}

// The signal's own effect follows: its handler is gone by now, and it waits while this one runs.
void PassOn(int signal) {
  for (const std::atomic<pid_t>& group : held_groups) {
    const pid_t leader = group.load();
    if (leader != 0) ::kill(-leader, signal);
  }
  ::raise(signal);
}

std::string Words(milliseconds time) {
  return time % std::chrono::seconds(1) == milliseconds(0)
             ? fmt::format("{} s", time.count() / 1000)
             : fmt::format("{} ms", time.count());
}

}  // namespace

void HoldGroup(pid_t leader) { Replace(0, leader); }

void LetGroupGo(pid_t leader) { Replace(leader, 0); }

void PassSignalsOn() {
  for (const int signal : kPassedOn) {
    struct sigaction old = {};
    // One that is ignored (nohup) stays so.
    if (::sigaction(signal, nullptr, &old) != 0 || old.sa_handler != SIG_DFL) continue;
    struct sigaction passing = {};
    passing.sa_handler = &PassOn;
    passing.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(signal, &passing, nullptr);
  }
}

int WaitUntil(Moment end) {
  const Moment left = end - SystemClock().Ticks();
  return static_cast<int>(std::clamp<Moment>(left, 0, std::numeric_limits<int>::max()));
}

bool Program::EndsBy(Moment end) const {
  const Descriptor tells(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  while (true) {
    siginfo_t ended = {};
    const int asked = ::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT);
    if (asked == 0 && ended.si_pid == pid_) return true;
    if (WaitUntil(end) == 0) return false;
    pollfd wait = {tells.get(), POLLIN, 0};
    const int most = WaitUntil(end);
    ::poll(&wait, 1,
           tells.get() >= 0 ? most : std::min(most, static_cast<int>(kLookAgain.count())));
  }
}

// Nobody else gets its number before: it is let go first.
int Program::Reap() {
  if (leads_group_) LetGroupGo(pid_);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) continue;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::optional<int> Program::ExitBy(Moment end) {
  if (pid_ < 0 || !EndsBy(end)) return std::nullopt;
  return Reap();
}

void Program::Signal(int signal) const { ::kill(leads_group_ ? -pid_ : pid_, signal); }

void Program::Kill() {
  if (pid_ < 0) return;
  Signal(SIGTERM);
  EndsBy(After(kGrace));
  // Also when it has ended: others of its group may have heard nothing.
  Signal(SIGKILL);
  if (EndsBy(After(kGrace))) Reap();
  pid_ = -1;
}

Error TookTooMuch(const Command& command, Excess excess) {
  const std::string what = excess == Excess::kTime
                               ? "took longer than " + Words(command.limits.time)
                               : fmt::format("wrote more than {} bytes", command.limits.output);
  return {.kind = ErrorKind::kInput,
          .code = "LG9006",
          .message = fmt::format("`{}` {}, and was ended", command.argv[0], what),
          .where = std::nullopt,
          .fix = excess == Excess::kTime ? "run it by hand to see what it waits for"
                                         : "run it by hand to see what it writes"};
}

}  // namespace leyline
