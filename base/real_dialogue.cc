#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/mman.h>

#include <fmt/format.h>

#include "base/process.h"
#include "base/real_file_parts.h"
#include "base/real_process_parts.h"
#include "base/strings.h"

namespace leyline {
namespace {

// For a program whose input has ended; longer than it needs.
constexpr std::chrono::seconds kGoodbye(5);

constexpr int kAhead = 1 << 20;  // bytes of answers

class RealDialogue final : public Dialogue {
 public:
  // Null, with errno, when it can't be started.
  static std::unique_ptr<RealDialogue> Start(const Command& command) {
    std::unique_ptr<RealDialogue> made(new RealDialogue(command));
    const Streams streams{made->in_.read_end(), made->out_.write_end(), made->said_.get()};
    const bool started = made->in_.ok() && made->out_.ok() && made->said_.get() >= 0 &&
                         made->program_.Start(command, streams);
    if (!started) return nullptr;
    made->in_.CloseRead();
    made->out_.CloseWrite();
    for (const int end : {made->in_.write_end(), made->out_.read_end()}) {
      ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    // The program gets ahead; where so much may not be had, it waits for us more often.
    ::fcntl(made->out_.read_end(), F_SETPIPE_SZ, kAhead);
    return made;
  }

  ~RealDialogue() override {
    in_.CloseWrite();
    out_.CloseRead();
    program_.ExitBy(After(kGoodbye));
  }

  Status Send(std::string_view request) override {
    const HoldBrokenPipe guard;
    while (!request.empty()) {
      const ssize_t written = ::write(in_.write_end(), request.data(), request.size());
      if (written > 0) request.remove_prefix(static_cast<std::size_t>(written));
      if (written >= 0 || errno == EINTR) continue;
      if (errno != EAGAIN || !WaitForRoom()) return Fail(Why());
    }
    return {};
  }

  Result<std::string> ReadLine() override {
    std::size_t looked = 0;
    for (;;) {
      const std::size_t end = Kept().find('\n', looked);
      if (end != std::string_view::npos) {
        std::string line(Kept().substr(0, end));
        taken_ += end + 1;
        return line;
      }
      looked = Kept().size();
      if (!Keep()) return Fail(Why());
    }
  }

  Result<std::string> ReadBytes(std::size_t size) override {
    std::string bytes;
    bytes.reserve(size);
    bytes.append(Kept().substr(0, size));
    taken_ += bytes.size();
    std::size_t have = bytes.size();
    bytes.resize(size);
    while (have < size) {
      const std::size_t got = ReadSome(bytes.data() + have, size - have);
      if (got == 0) return Fail(Why());
      have += got;
    }
    return bytes;
  }

 private:
  explicit RealDialogue(const Command& command)
      : command_{.argv = {command.argv[0]}, .limits = command.limits},
        said_(::memfd_create("stderr", MFD_CLOEXEC)) {}

  // Answered, and not yet taken.
  std::string_view Kept() const { return std::string_view(kept_).substr(taken_); }

  // False, after a while, when nothing comes to be read, and there is no room to be written to.
  bool Wait(pollfd* waits, nfds_t count) {
    const Moment end = After(command_.limits.time);
    int ready = 0;
    do {
      ready = ::poll(waits, count, WaitUntil(end));
    } while (ready < 0 && errno == EINTR);
    if (ready == 0) excess_ = Excess::kTime;
    return ready > 0;
  }

  // How many bytes came; 0 when none will.
  std::size_t ReadSome(char* to, std::size_t most) {
    while (true) {
      const ssize_t got = ::read(out_.read_end(), to, most);
      if (got >= 0) return static_cast<std::size_t>(got);
      pollfd wait = {out_.read_end(), POLLIN, 0};
      if (errno != EINTR && (errno != EAGAIN || !Wait(&wait, 1))) return 0;
    }
  }

  // Keeps what comes next; false at the end of the answers. Little at a time: what is asked for by
  // size is better read to where it belongs.
  bool Keep() {
    char part[4096];
    const std::size_t got = ReadSome(part, sizeof part);
    if (got == 0) return false;
    kept_.erase(0, taken_);
    taken_ = 0;
    kept_.append(part, got);
    if (kept_.size() > command_.limits.output) excess_ = Excess::kOutput;
    return excess_ == Excess::kNone;
  }

  // Until there is room for more of a request; false when the program ended.
  bool WaitForRoom() {
    pollfd waits[2] = {{out_.read_end(), POLLIN, 0}, {in_.write_end(), POLLOUT, 0}};
    return Wait(waits, 2) && (waits[0].revents == 0 || Keep());
  }

  // Why nothing more will come.
  Error Why() {
    if (excess_ == Excess::kNone) return Ended();
    program_.Kill();
    return TookTooMuch(command_, excess_);
  }

  // With the last line that it left on standard error.
  Error Ended() const {
    char tail[4096];
    const off_t end = ::lseek(said_.get(), 0, SEEK_END);
    const off_t from = std::max<off_t>(0, end - static_cast<off_t>(sizeof tail));
    const ssize_t got = ::pread(said_.get(), tail, sizeof tail, from);
    std::string_view said(tail, got > 0 ? static_cast<std::size_t>(got) : 0);
    while (said.ends_with('\n')) said.remove_suffix(1);
    said = said.substr(said.rfind('\n') + 1);
    return {.kind = ErrorKind::kInput,
            .message = fmt::format("`{}` ended too soon{}{}", command_.argv[0],
                                   said.empty() ? "" : ": ", Printable(said))};
  }

  const Command command_;  // its name and limits
  Descriptor said_;        // its standard error
  Pipe in_;
  Pipe out_;
  Program program_;
  Excess excess_ = Excess::kNone;
  std::string kept_;
  std::size_t taken_ = 0;  // of kept_
};

}  // namespace

Result<std::unique_ptr<Dialogue>> Process::Start(const Command& command) {
  return Fail({.kind = ErrorKind::kInput,
               .message = fmt::format("`{}` can't be talked to here", command.argv[0])});
}

Result<std::unique_ptr<Dialogue>> RealProcess::Start(const Command& command) {
  std::unique_ptr<Dialogue> dialogue = RealDialogue::Start(command);
  if (dialogue == nullptr) return Fail(CannotStart(command));
  return dialogue;
}

}  // namespace leyline
