// Whole folders: written beside, then exchanged with the old one by the kernel.
#include <fcntl.h>
#include <filesystem>
#include <linux/openat2.h>
#include <mutex>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <vector>

#include "base/digest.h"
#include "base/folders.h"
#include "base/parallel.h"
#include "base/real_file_parts.h"

namespace leyline {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Errors> CannotDo(std::string_view verb, const std::string& path) {
  return DiskError(ErrorKind::kOutput, verb, path);
}

tl::unexpected<Errors> CannotDo(std::string_view verb, const std::string& path,
                                const std::error_code& why) {
  errno = why.value();
  return CannotDo(verb, path);
}

int OpenFolder(const fs::path& folder) {
  return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

// A file below a folder, however its path is meant to lead elsewhere: no link is followed. -1 also
// where the kernel can't promise that.
int OpenBelow(int folder, const std::string& path) {
  open_how how{};
  how.flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
  return static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &how, sizeof how));
}

// A folder with all that is in it, best effort; of a link only the link. What lies at its top is
// removed side by side.
void RemoveAll(const fs::path& folder) {
  std::error_code ignored;
  std::vector<fs::path> entries;
  if (fs::symlink_status(folder, ignored).type() == fs::file_type::directory) {
    for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end;
         at.increment(ignored)) {
      entries.push_back(at->path());
    }
  }
  const auto remove = [&](std::size_t i) {
    std::error_code none;
    fs::remove_all(entries[i], none);
  };
  ParallelFor(entries.size(), 0, remove, Job::kLong);
  fs::remove_all(folder, ignored);
}

// Whether a regular file that has no other name has the digest.
bool HasDigest(int file, std::string_view digest) {
  struct stat info{};
  if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode) || info.st_nlink != 1) return false;
  std::string content(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const ssize_t got = ::read(file, content.data() + size, content.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    size += static_cast<std::size_t>(got);
  }
  return DigestText(Sha256Of(content)) == digest;
}

// An open folder that is locked until it is closed; without one (-1) with errno.
std::unique_ptr<Descriptor> Lock(const fs::path& folder) {
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0 || ::flock(opened, LOCK_EX) == 0) return std::make_unique<Descriptor>(opened);
  const int why = errno;
  ::close(opened);
  errno = why;
  return std::make_unique<Descriptor>(-1);
}

constexpr std::string_view kScratch = "leyline-scratch-";

// Whether the folder itself is there, is of this user, and is locked by nobody: then it is of a run
// that was killed. Where all may write, others may have put anything under such a name.
bool IsLeft(const fs::path& folder) {
  const Descriptor opened(OpenFolder(folder));
  struct stat info{};
  return opened.get() >= 0 && ::fstat(opened.get(), &info) == 0 && info.st_uid == ::geteuid() &&
         ::flock(opened.get(), LOCK_EX | LOCK_NB) == 0;
}

void RemoveLeft(const fs::path& parent) {
  std::error_code ignored;
  for (fs::directory_iterator at(parent, ignored), end; !ignored && at != end;
       at.increment(ignored)) {
    const bool named = at->path().filename().string().starts_with(kScratch);
    if (named && IsLeft(at->path())) RemoveAll(at->path());
  }
}

class RealScratchFolder final : public ScratchFolder {
 public:
  RealScratchFolder(std::string folder, std::unique_ptr<Descriptor> lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}
  RealScratchFolder(const RealScratchFolder&) = delete;
  RealScratchFolder& operator=(const RealScratchFolder&) = delete;
  ~RealScratchFolder() override { RemoveAll(folder_); }

  Result<std::string> Add() override {
    std::string folder = folder_ + "/XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) return CannotDo("create a folder in", folder_);
    return folder;
  }

 private:
  std::string folder_;
  std::unique_ptr<Descriptor> lock_;
};

class RealNewFolder final : public NewFolder {
 public:
  RealNewFolder(std::unique_ptr<Descriptor> lock, fs::path target, fs::path beside)
      : lock_(std::move(lock)),
        target_(std::move(target)),
        beside_(std::move(beside)),
        old_(OpenFolder(target_)),
        new_(OpenFolder(beside_)) {}
  RealNewFolder(const RealNewFolder&) = delete;
  RealNewFolder& operator=(const RealNewFolder&) = delete;
  ~RealNewFolder() override { RemoveAll(beside_); }

  bool Keep(const std::string& path, std::string_view digest) override {
    const Descriptor file(OpenBelow(old_.get(), path));
    return file.get() >= 0 && HasDigest(file.get(), digest) && MakeParentOf(path).has_value() &&
           ::linkat(old_.get(), path.c_str(), new_.get(), path.c_str(), 0) == 0;
  }

  Status Write(const std::string& path, std::string_view content) override {
    if (auto status = MakeParentOf(path); !status) return status;
    constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    int opened = ::openat(new_.get(), path.c_str(), kFlags, 0644);
    if (opened < 0 && errno == EEXIST && ::unlinkat(new_.get(), path.c_str(), 0) == 0) {
      opened = ::openat(new_.get(), path.c_str(), kFlags, 0644);
    }
    const Descriptor file(opened);
    if (file.get() < 0) return CannotDo("create", (target_ / path).string());
    while (!content.empty()) {
      const ssize_t written = ::write(file.get(), content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return CannotDo("write", (target_ / path).string());
      content.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }

  Status Put() override {
    if (::renameat2(AT_FDCWD, beside_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) == 0) {
      return {};
    }
    if (errno == ENOENT && ::rename(beside_.c_str(), target_.c_str()) == 0) return {};
    return CannotDo("replace", target_.string());
  }

 private:
  Status MakeParentOf(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) return {};
    const std::string parent = path.substr(0, slash);
    const std::lock_guard<std::mutex> guard(mutex_);
    if (made_.contains(parent)) return {};
    std::error_code why;
    fs::create_directories(beside_ / parent, why);
    if (why) return CannotDo("create", (target_ / parent).string(), why);
    made_.insert(parent);
    return {};
  }

  std::unique_ptr<Descriptor> lock_;
  fs::path target_;
  fs::path beside_;  // what becomes the folder; afterwards what it was
  Descriptor old_;
  Descriptor new_;
  std::mutex mutex_;
  std::set<std::string> made_;  // below `beside_`
};

}  // namespace

Result<std::unique_ptr<NewFolder>> RealFolders::Renew(const std::string& folder) {
  std::error_code why;
  fs::path target = fs::absolute(folder, why).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  fs::create_directories(target.parent_path(), why);
  if (why) return CannotDo("create", target.parent_path().string(), why);
  auto lock = Lock(target.parent_path());
  if (lock->get() < 0) return CannotDo("lock", target.parent_path().string());
  fs::path beside = target.parent_path() / ("." + target.filename().string() + ".leyline-new");
  fs::remove_all(beside, why);
  fs::create_directory(beside, why);
  if (why) return CannotDo("create", beside.string(), why);
  return std::make_unique<RealNewFolder>(std::move(lock), std::move(target), std::move(beside));
}

void RealFolders::Keep(const std::string& path, std::string_view content) {
  std::error_code ignored;
  fs::create_directories(fs::path(path).parent_path(), ignored);
  std::string temporary = path + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return;
  const ssize_t written = ::write(file.get(), content.data(), content.size());
  if (written != static_cast<ssize_t>(content.size()) ||
      ::rename(temporary.c_str(), path.c_str()) != 0) {
    ::unlink(temporary.c_str());
  }
}

void RealFolders::Remove(const std::string& folder) { RemoveAll(folder); }

Result<std::unique_ptr<ScratchFolder>> RealFolders::MakeScratch(const std::string& parent) {
  std::error_code why;
  fs::create_directories(parent, why);
  if (why) return CannotDo("create", parent, why);
  RemoveLeft(parent);
  // Gets its name once it is locked, so that no other run takes it for one that was left.
  std::string made = parent + "/leyline-making-XXXXXX";
  if (::mkdtemp(made.data()) == nullptr) return CannotDo("create a folder in", parent);
  auto lock = Lock(made);
  std::string folder = fmt::format("{}/{}{}", parent, kScratch, made.substr(made.size() - 6));
  if (lock->get() < 0 || ::rename(made.c_str(), folder.c_str()) != 0) {
    const auto error = CannotDo("create", folder);
    RemoveAll(made);
    return error;
  }
  return std::make_unique<RealScratchFolder>(std::move(folder), std::move(lock));
}

}  // namespace leyline
