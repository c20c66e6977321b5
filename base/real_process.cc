#include <cerrno>
#include <cstring>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/process.h"
#include "base/real_file_parts.h"
#include "base/real_process_parts.h"

extern char** environ;

namespace leyline {
namespace {

// Far from those that the program gets, so that handing out one closes no other.
constexpr int kFirstMemoryFile = 64;
constexpr int kFirstHandedOut = 10;

// A text that a program can open as a file.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content) {
    const int made = ::memfd_create("leyline", MFD_CLOEXEC);
    if (made < 0) return;
    file_ = ::fcntl(made, F_DUPFD_CLOEXEC, kFirstMemoryFile);
    ::close(made);
    while (file_ >= 0 && !content.empty()) {
      const ssize_t written = ::write(file_, content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) {
        Close();
        return;
      }
      content.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  MemoryFile(MemoryFile&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { Close(); }
  int file() const { return file_; }

 private:
  void Close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }
  int file_ = -1;
};

// Nothing, with errno, when there is no room for them.
std::optional<std::vector<MemoryFile>> MakeFiles(const std::vector<std::string>& contents) {
  std::vector<MemoryFile> files;
  for (const std::string& content : contents) {
    if (files.emplace_back(content).file() < 0) return std::nullopt;
  }
  return files;
}

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// The inherited environment with the command's additions put in their place.
std::vector<std::string> EnvironmentOf(const Command& command) {
  std::vector<std::string> all = command.environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view inherited = *entry;
    const std::string_view name = inherited.substr(0, inherited.find('=') + 1);
    bool replaced = false;
    for (const std::string& added : command.environment) replaced |= added.starts_with(name);
    if (!replaced) all.emplace_back(inherited);
  }
  return all;
}

// Appends what is there; false at the end of the stream.
bool Drain(int fd, std::string& to) {
  char buffer[64 * 1024];
  const ssize_t got = ::read(fd, buffer, sizeof buffer);
  if (got > 0) to.append(buffer, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

// Feeds the input and reads both outputs until all three are done, so that none can block another;
// or until the program goes beyond a limit.
Excess Converse(const Command& command, Moment end, Pipe& in, Pipe& out, Pipe& err, Exit& result) {
  std::string_view input = command.input;
  ::fcntl(in.write_end(), F_SETFL, O_NONBLOCK);
  bool out_open = true;
  bool err_open = true;
  if (input.empty()) in.CloseWrite();
  while (out_open || err_open) {
    pollfd waits[3] = {{out_open ? out.read_end() : -1, POLLIN, 0},
                       {err_open ? err.read_end() : -1, POLLIN, 0},
                       {input.empty() ? -1 : in.write_end(), POLLOUT, 0}};
    if (WaitUntil(end) == 0) return Excess::kTime;
    if (::poll(waits, 3, WaitUntil(end)) < 0 && errno != EINTR) return Excess::kNone;
    if (waits[0].revents != 0) out_open = Drain(out.read_end(), result.out);
    if (waits[1].revents != 0) err_open = Drain(err.read_end(), result.err);
    if (result.out.size() + result.err.size() > command.limits.output) return Excess::kOutput;
    if (waits[2].revents == 0) continue;
    const ssize_t written = ::write(in.write_end(), input.data(), input.size());
    if (written > 0) input.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EAGAIN && errno != EINTR) input = {};  // the reader is gone
    if (input.empty()) in.CloseWrite();
  }
  return Excess::kNone;
}

// Whether a person sits at this process.
bool HasTerminal() {
  static const bool has = [] {
    const Descriptor terminal(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC));
    return terminal.get() >= 0;
  }();
  return has;
}

// The pid of the started program, or -1 with errno set.
pid_t Spawn(const Command& command, const Streams& streams, bool leads_group,
            const sigset_t& signals) {
  const auto files = MakeFiles(command.files);
  if (!files.has_value()) return -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, streams.in, 0);
  posix_spawn_file_actions_adddup2(&actions, streams.out, 1);
  posix_spawn_file_actions_adddup2(&actions, streams.err, 2);
  for (std::size_t i = 0; i < files->size(); ++i) {
    posix_spawn_file_actions_adddup2(&actions, (*files)[i].file(),
                                     kFirstHandedOut + static_cast<int>(i));
  }
  if (!command.folder.empty()) {
    posix_spawn_file_actions_addchdir_np(&actions, command.folder.c_str());
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &signals);
  const int of_group = leads_group ? POSIX_SPAWN_SETPGROUP : 0;
  posix_spawnattr_setflags(&attributes, static_cast<int16_t>(POSIX_SPAWN_SETSIGMASK | of_group));
  const std::vector<std::string> environment = EnvironmentOf(command);
  std::vector<char*> argv = Pointers(command.argv);
  std::vector<char*> env = Pointers(environment);
  pid_t pid = -1;
  const int problem = ::posix_spawnp(&pid, argv[0], &actions, &attributes, argv.data(), env.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (problem == 0) return pid;
  errno = problem;
  return -1;
}

}  // namespace

std::string PathOfFile(std::size_t index) {
  return fmt::format("/dev/fd/{}", kFirstHandedOut + static_cast<int>(index));
}

bool Program::Start(const Command& command, const Streams& streams) {
  leads_group_ = command.terminal == Terminal::kNone || !HasTerminal();
  // None comes between the start and the note of it.
  sigset_t passed;
  sigset_t saved;
  sigemptyset(&passed);
  for (const int signal : kPassedOn) sigaddset(&passed, signal);
  pthread_sigmask(SIG_BLOCK, &passed, &saved);
  pid_ = Spawn(command, streams, leads_group_, saved);
  const int problem = errno;
  if (pid_ >= 0 && leads_group_) HoldGroup(pid_);
  pthread_sigmask(SIG_SETMASK, &saved, nullptr);
  errno = problem;
  return pid_ >= 0;
}

Error CannotStart(const Command& command) {
  return {.kind = ErrorKind::kInput,
          .code = "",
          .message = fmt::format("cannot start `{}`: {}", command.argv[0], std::strerror(errno)),
          .where = std::nullopt,
          .fix = fmt::format("install `{}` and put it in PATH", command.argv[0])};
}

Result<Exit> RealProcess::Run(const Command& command) {
  const Moment end = After(command.limits.time);
  Pipe in;
  Pipe out;
  Pipe err;
  Program program;
  const bool started = in.ok() && out.ok() && err.ok() &&
                       program.Start(command, {in.read_end(), out.write_end(), err.write_end()});
  if (!started) return Fail(CannotStart(command));
  in.CloseRead();
  out.CloseWrite();
  err.CloseWrite();
  const HoldBrokenPipe guard;
  Exit result;
  const Excess excess = Converse(command, end, in, out, err, result);
  if (excess != Excess::kNone) return Fail(TookTooMuch(command, excess));
  const std::optional<int> code = program.ExitBy(end);
  if (!code.has_value()) return Fail(TookTooMuch(command, Excess::kTime));
  result.code = *code;
  return result;
}

}  // namespace leyline
