// Writing: what is a regular file, or nothing yet, is replaced in one step; a device, a FIFO, a
// socket or a descriptor of ours is written to, never replaced.
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

#include "base/file_system.h"
#include "base/real_file_parts.h"

namespace leyline {
namespace {

constexpr int kLinkLimit = 40;

tl::unexpected<Errors> CannotDo(std::string_view verb, const std::string& path) {
  return DiskError(ErrorKind::kOutput, verb, path);
}

Status WriteAll(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return CannotDo("write", path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// Standard output or error when `info` is the same thing: another open of a regular file would
// begin at its start, and a socket can't be opened at all. -1: neither.
int StandardStream(const struct stat& info) {
  for (int fd : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat ours{};
    if (::fstat(fd, &ours) == 0 && ours.st_dev == info.st_dev && ours.st_ino == info.st_ino)
      return fd;
  }
  return -1;
}

Status WriteThrough(const std::string& path, std::string_view content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0) return CannotDo("open", path);
  return WriteAll(file.get(), content, path);
}

// Whether a path names an open descriptor rather than a file: "/dev/fd/63".
bool NamesDescriptor(std::string_view path) {
  return path.starts_with("/proc/") || path.starts_with("/dev/fd/");
}

// Where the links at the end of `path` lead, also when nothing is there yet.
Result<std::string> TargetOf(const std::string& path) {
  std::filesystem::path target = path;
  for (int hops = 0; hops < kLinkLimit; ++hops) {
    std::error_code none;
    const std::filesystem::path next = std::filesystem::read_symlink(target, none);
    if (none || NamesDescriptor(target.string())) return target.string();
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  errno = ELOOP;
  return CannotDo("open", path);
}

Status Replace(const std::string& path, std::string_view content, mode_t mode) {
  const std::filesystem::path target(path);
  std::error_code ignored;
  if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path(), ignored);
  std::string temporary = path + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return CannotDo("create a file beside", path);
  Status written = WriteAll(file.get(), content, path);
  if (written.has_value() && (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0 ||
                              ::rename(temporary.c_str(), path.c_str()) != 0)) {
    written = CannotDo("write", path);
  }
  if (!written.has_value()) {
    ::unlink(temporary.c_str());
    return written;
  }
  const std::string parent = target.has_parent_path() ? target.parent_path().string() : ".";
  const Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) ::fsync(folder.get());
  return {};
}

}  // namespace

Status RealFileSystem::Write(const std::string& path, std::string_view content) {
  struct stat info{};
  const bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists) {
    if (const int fd = StandardStream(info); fd >= 0) return WriteAll(fd, content, path);
    if (!S_ISREG(info.st_mode)) return WriteThrough(path, content);
  }
  auto target = TargetOf(path);
  if (!target) return Fail(target.error());
  if (NamesDescriptor(*target)) return WriteThrough(path, content);
  return Replace(*target, content, exists ? info.st_mode & 07777 : 0644);
}

}  // namespace leyline
