#include <algorithm>
#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/file_system.h"
#include "base/mapped_bytes.h"
#include "base/real_file_parts.h"

namespace leyline {
namespace {

tl::unexpected<Errors> CannotDo(std::string_view verb, const std::string& path) {
  return DiskError(ErrorKind::kInput, verb, path);
}

tl::unexpected<Errors> WillNotWait(const std::string& path) {
  return Fail({.kind = ErrorKind::kInput,
               .code = "LG1002",
               .message = fmt::format("`{}` is a FIFO, on which nobody may ever write", path),
               .fix = "name a regular file"});
}

FileType TypeOfMode(mode_t mode) {
  if (S_ISREG(mode)) return FileType::kRegular;
  if (S_ISDIR(mode)) return FileType::kDirectory;
  if (S_ISLNK(mode)) return FileType::kSymlink;
  return FileType::kOther;
}

struct Unmap {
  std::size_t size;
  void operator()(const void* mapped) const { ::munmap(const_cast<void*>(mapped), size); }
};

volatile std::sig_atomic_t cut_file_exit_code = 1;

// Nothing but what a signal handler may do.
void SayFileWasCut(int /*signal*/) {
  constexpr std::string_view kWords =
      "error: an input file was cut short while it was read (fix: run this again once whatever "
      "writes it is done)\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kWords.data(), kWords.size());
  ::_exit(cut_file_exit_code);
}

}  // namespace

void ExitOnCutFile(int exit_code) {
  cut_file_exit_code = exit_code;
  struct sigaction action{};
  action.sa_handler = SayFileWasCut;
  ::sigaction(SIGBUS, &action, nullptr);
}

void ReleasePages(const SharedBytes& bytes) {
  if (std::get_deleter<Unmap>(bytes.owner) == nullptr) return;
  // Of a mapping that is never written to. Where the kernel declines, they stay.
  ::madvise(const_cast<char*>(bytes.bytes.data()), bytes.bytes.size(), MADV_DONTNEED);
}

FileType RealFileSystem::TypeOf(const std::string& path) const {
  struct stat info{};
  if (::lstat(path.c_str(), &info) != 0) return FileType::kMissing;
  return TypeOfMode(info.st_mode);
}

std::string RealFileSystem::Canonical(const std::string& path) const {
  std::error_code ignored;
  return std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored)
      .string();
}

Result<std::string> RealFileSystem::Read(const std::string& path, uint64_t limit) const {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return CannotDo("open", path);
  struct stat info{};
  const bool is_known = ::fstat(file.get(), &info) == 0;
  if (is_known && S_ISFIFO(info.st_mode)) return WillNotWait(path);
  // A regular file ends there; of others, and those that are made as they are read, nothing is
  // said.
  const off_t end = is_known && S_ISREG(info.st_mode) ? info.st_size : 0;
  std::string content;
  char buffer[64 * 1024];
  while (true) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return CannotDo("read", path);
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() <= limit) {
      if (std::cmp_equal(content.size(), end)) return content;
      continue;
    }
    return Fail({.kind = ErrorKind::kInput,
                 .code = "LG1001",
                 .message = fmt::format("`{}` is larger than the limit of {} bytes", path, limit),
                 .where = std::nullopt,
                 .fix = ""});
  }
}

Result<SharedBytes> RealFileSystem::Map(const std::string& path, uint64_t limit) const {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return CannotDo("open", path);
  struct stat info{};
  const bool can_map = ::fstat(file.get(), &info) == 0 && S_ISREG(info.st_mode) &&
                       info.st_size > 0 && static_cast<uint64_t>(info.st_size) <= limit;
  if (!can_map) return FileSystem::Map(path, limit);
  const auto size = static_cast<std::size_t>(info.st_size);
  void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (start == MAP_FAILED) return FileSystem::Map(path, limit);
  return SharedBytes({start, Unmap{size}}, {static_cast<const char*>(start), size});
}

Result<std::vector<DirEntry>> RealFileSystem::List(const std::string& path) const {
  DIR* folder = ::opendir(path.c_str());
  if (folder == nullptr) return CannotDo("list", path);
  std::vector<DirEntry> entries;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    FileType type = FileType::kOther;
    if (entry->d_type == DT_REG) type = FileType::kRegular;
    if (entry->d_type == DT_DIR) type = FileType::kDirectory;
    if (entry->d_type == DT_LNK) type = FileType::kSymlink;
    if (entry->d_type == DT_UNKNOWN) type = TypeOf(path + "/" + std::string(name));
    entries.push_back({std::string(name), type});
  }
  ::closedir(folder);
  std::sort(entries.begin(), entries.end(),
            [](const DirEntry& a, const DirEntry& b) { return a.name < b.name; });
  return entries;
}

}  // namespace leyline
