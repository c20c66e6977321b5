// The log in a folder: log.jsonl, and `lock`, which is never deleted. flock because it excludes a
// second open by the same process too, and no close of another descriptor drops it (fcntl locks
// do).
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "ci/event_line.h"
#include "ci/event_log.h"

namespace leyline {
namespace {

constexpr int64_t kMaxLogBytes = int64_t{1} << 30;
constexpr int64_t kLockPauseMs = 5;

// Owns a file descriptor. Closing the lock's descriptor releases the lock.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

Descriptor Open(const std::string& path, int flags) {
  constexpr mode_t kMode = 0666;  // the umask decides
  // Without O_NONBLOCK a FIFO in its place would be waited for.
  return Descriptor(open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, kMode));
}

// Whether this run may not write, as against: can't.
bool IsRefusal(int error_number) {
  return error_number == EACCES || error_number == EPERM || error_number == EROFS;
}

Error StoreError(const std::string& path, std::string_view what, int error_number,
                 std::string_view code = "LG7004") {
  return {.kind = ErrorKind::kStore,
          .code = std::string(code),
          .message = fmt::format("can't {} the event log: {}", what, std::strerror(error_number)),
          .where = SourceSpan{path, 0, 0},
          .fix = "check that the folder is there, writable and on a disk with room"};
}

Error NotWritable(const std::string& path, std::string_view what, int error_number) {
  return StoreError(path, what, error_number, IsRefusal(error_number) ? "LG7011" : "LG7004");
}

Error NoLog(const std::string& path) {
  return {.kind = ErrorKind::kStore,
          .code = "LG7008",
          .message = "there is no event log here",
          .where = SourceSpan{path, 0, 0},
          .fix = "mount or restore it; where there never was one, `leyline audit init` makes it"};
}

int64_t BytesOf(const std::string& path) {
  struct stat info{};
  return lstat(path.c_str(), &info) == 0 ? static_cast<int64_t>(info.st_size) : -1;
}

// Waits as long as `log` grows: then others have their turn, and this one will come. A holder who
// does nothing for `patience_ms` is an error.
Status Lock(const Descriptor& lock, const std::string& path, const std::string& log, int operation,
            int64_t patience_ms) {
  int64_t bytes = BytesOf(log);
  for (int64_t idle_ms = 0; idle_ms < patience_ms; idle_ms += kLockPauseMs) {
    if (flock(lock.get(), operation | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK && errno != EINTR) return Fail(StoreError(path, "lock", errno));
    const timespec pause{0, kLockPauseMs * 1'000'000};
    nanosleep(&pause, nullptr);
    const int64_t now = BytesOf(log);
    if (now != bytes) idle_ms = 0;
    bytes = now;
  }
  return Fail(
      {.kind = ErrorKind::kStore,
       .code = "LG7009",
       .message = fmt::format(
           "another process has held the event log for more than {} s and written nothing",
           patience_ms / 1000),
       .where = SourceSpan{path, 0, 0},
       .fix = "find the holder with `fuser` and wait for it or stop it; don't delete the file"});
}

// `size` bytes from `offset`, or an error; fewer when the file ends before.
Result<std::string> ReadRange(const Descriptor& file, const std::string& path, int64_t offset,
                              int64_t size) {
  std::string text(static_cast<std::size_t>(size), '\0');
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t got = pread(file.get(), text.data() + done, text.size() - done,
                              offset + static_cast<int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Fail(StoreError(path, "read", errno));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  text.resize(done);
  return text;
}

Result<int64_t> SizeOf(const Descriptor& file, const std::string& path) {
  struct stat info{};
  if (fstat(file.get(), &info) != 0) return Fail(StoreError(path, "read", errno));
  if (!S_ISREG(info.st_mode)) return Fail(StoreError(path, "use", EINVAL));
  if (info.st_size > kMaxLogBytes) return Fail(StoreError(path, "use", EFBIG));
  return static_cast<int64_t>(info.st_size);
}

bool WriteAll(const Descriptor& file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = write(file.get(), text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

class FolderLog final : public EventStore {
 public:
  FolderLog(std::string folder, MissingLog missing, int64_t patience_ms)
      : folder_(std::move(folder)),
        log_path_(folder_ + "/log.jsonl"),
        lock_path_(folder_ + "/lock"),
        missing_(missing),
        patience_ms_(patience_ms) {}

  std::string label() const override { return "dir:" + folder_; }

  Result<std::vector<Event>> Read() override {
    if (IsLost()) return Fail(NoLog(log_path_));
    const Result<Descriptor> lock = LockForReading();
    if (!lock.has_value()) return Fail(lock.error());
    const Descriptor file = Open(log_path_, O_RDONLY);
    if (!file.is_open()) {
      if (errno == ENOENT && missing_ == MissingLog::kIsEmpty) return std::vector<Event>();
      return Fail(StoreError(log_path_, "open", errno));
    }
    const Result<int64_t> size = SizeOf(file, log_path_);
    if (!size.has_value()) return Fail(size.error());
    const Result<std::string> text = ReadRange(file, log_path_, 0, *size);
    if (!text.has_value()) return Fail(text.error());
    return ParseLog(log_path_, *text);
  }

  Status Append(std::string_view expected_head, std::vector<Event> events) override {
    Result<Writing> writing = Begin();
    if (!writing.has_value()) return Fail(writing.error());
    const Result<LogHead> head = ReadHead(writing->file, writing->size);
    if (!head.has_value()) return Fail(head.error());
    if (head->hash != expected_head) return Fail(Moved());
    return Extend(*writing, *head, std::move(events));
  }

  // All under the lock, so each writer has its turn and none has to decide again.
  Status Record(const DecideEvents& decide) override {
    const bool is_new = missing_ == MissingLog::kIsEmpty && BytesOf(folder_) < 0;
    if (is_new && decide({}).empty()) return {};
    Result<Writing> writing = Begin();
    if (!writing.has_value()) return Fail(writing.error());
    const Result<std::string> text = ReadRange(writing->file, log_path_, 0, writing->size);
    if (!text.has_value()) return Fail(text.error());
    const Result<std::vector<Event>> log = ParseLog(log_path_, *text);
    if (!log.has_value()) return Fail(log.error());
    return Extend(*writing, HeadOf(*log), decide(*log));
  }

  Result<TornTail> Repair() override {
    Result<Writing> writing = Begin();
    if (!writing.has_value()) return Fail(writing.error());
    const Result<std::string> text = ReadRange(writing->file, log_path_, 0, writing->size);
    if (!text.has_value()) return Fail(text.error());
    const std::size_t keep = text->rfind('\n') + 1;  // npos + 1: nothing is whole
    if (keep == text->size()) return TornTail{};
    return MoveAside(writing->file, std::string_view(*text).substr(keep), keep);
  }

 private:
  // The log, held against all others.
  struct Writing {
    Descriptor lock;
    Descriptor file;
    int64_t size = 0;
  };

  Result<Writing> Begin() const {
    if (IsLost()) return Fail(NoLog(log_path_));
    std::error_code made;
    std::filesystem::create_directories(folder_, made);
    if (made) return Fail(NotWritable(folder_, "make the folder of", made.value()));
    Writing writing;
    writing.lock = Open(lock_path_, O_RDWR | O_CREAT);
    if (!writing.lock.is_open()) return Fail(NotWritable(lock_path_, "open the lock of", errno));
    if (Status locked = Lock(writing.lock, lock_path_, log_path_, LOCK_EX, patience_ms_); !locked) {
      return Fail(locked.error());
    }
    writing.file = Open(log_path_, O_RDWR | O_CREAT | O_APPEND);
    if (!writing.file.is_open()) return Fail(NotWritable(log_path_, "open", errno));
    const Result<int64_t> size = SizeOf(writing.file, log_path_);
    if (!size.has_value()) return Fail(size.error());
    writing.size = *size;
    return writing;
  }

  Status Extend(const Writing& writing, const LogHead& head, std::vector<Event> events) const {
    if (events.empty()) return {};
    const Result<std::string> lines = ExtendLog(head, label(), std::move(events));
    if (!lines.has_value()) return Fail(lines.error());
    return Commit(writing.file, writing.size, *lines);
  }

  // The bytes are on the disk elsewhere before they are cut off here.
  Result<TornTail> MoveAside(const Descriptor& file, std::string_view tail,
                             std::size_t keep) const {
    std::string aside = fmt::format("{}.torn-{}", log_path_, keep);
    const Descriptor copy = Open(aside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!copy.is_open()) return Fail(StoreError(aside, "write beside", errno));
    if (!WriteAll(copy, tail) || fsync(copy.get()) != 0) {
      return Fail(StoreError(aside, "write beside", errno));
    }
    if (ftruncate(file.get(), static_cast<off_t>(keep)) != 0 || fsync(file.get()) != 0) {
      return Fail(StoreError(log_path_, "repair", errno));
    }
    return TornTail{tail.size(), std::move(aside)};
  }

  // Asked before anything is opened, which would make it.
  bool IsLost() const {
    if (missing_ == MissingLog::kIsEmpty) return false;
    struct stat info{};
    if (lstat(log_path_.c_str(), &info) != 0) return errno == ENOENT || errno == ENOTDIR;
    return S_ISREG(info.st_mode) && info.st_size == 0;
  }

  // A folder without a lock file was never written to, and one that can't be written to has no
  // writer here: both are read without a lock.
  Result<Descriptor> LockForReading() const {
    Descriptor lock = Open(lock_path_, O_RDONLY | O_CREAT);
    if (!lock.is_open()) lock = Open(lock_path_, O_RDONLY);
    if (!lock.is_open()) return lock;
    if (Status locked = Lock(lock, lock_path_, log_path_, LOCK_SH, patience_ms_); !locked) {
      return Fail(locked.error());
    }
    return lock;
  }

  // Where the log ends, from its last line alone: whoever has `expected_head` has verified the
  // rest.
  Result<LogHead> ReadHead(const Descriptor& file, int64_t size) const {
    if (size == 0) return LogHead{};
    const int64_t start = std::max<int64_t>(0, size - static_cast<int64_t>(kMaxEventLine) - 2);
    const Result<std::string> tail = ReadRange(file, log_path_, start, size - start);
    if (!tail.has_value()) return Fail(tail.error());
    std::string_view rest = *tail;
    if (!rest.ends_with('\n')) return Fail(Torn(rest, start));
    rest.remove_suffix(1);
    const std::size_t before = rest.rfind('\n');
    if (before != std::string_view::npos) rest.remove_prefix(before + 1);
    const Result<Event> last = ParseEventLine(rest, {log_path_, 0, 0});
    if (!last.has_value()) return Fail(last.error());
    return LogHead{last->seq + 1, last->hash};
  }

  Error Torn(std::string_view tail, int64_t start) const {
    const std::size_t end = tail.rfind('\n');
    const int64_t keep = end == std::string_view::npos ? 0 : start + static_cast<int64_t>(end) + 1;
    return TornLine({log_path_, 0, 0}, static_cast<std::size_t>(keep));
  }

  Error Moved() const {
    return {.kind = ErrorKind::kStore,
            .code = "LG7010",
            .message = "the event log has grown since it was read",
            .where = SourceSpan{log_path_, 0, 0},
            .fix = "read it and decide again"};
  }

  // All or nothing as far as the disk lets us: a short write is taken back.
  Status Commit(const Descriptor& file, int64_t size, std::string_view lines) const {
    if (!WriteAll(file, lines)) {
      const int cause = errno;
      if (ftruncate(file.get(), size) != 0) return Fail(StoreError(log_path_, "repair", errno));
      return Fail(StoreError(log_path_, "write to", cause));
    }
    if (fsync(file.get()) != 0) return Fail(StoreError(log_path_, "flush", errno));
    if (size > 0) return {};
    const Descriptor folder = Open(folder_, O_RDONLY | O_DIRECTORY);
    if (folder.is_open() && fsync(folder.get()) != 0) {
      return Fail(StoreError(folder_, "flush the folder of", errno));
    }
    return {};
  }

  std::string folder_;
  std::string log_path_;
  std::string lock_path_;
  MissingLog missing_;
  int64_t patience_ms_;
};

}  // namespace

std::unique_ptr<EventStore> OpenFolderLog(std::string folder, MissingLog missing,
                                          int64_t patience_ms) {
  return std::make_unique<FolderLog>(std::move(folder), missing, patience_ms);
}

}  // namespace leyline
