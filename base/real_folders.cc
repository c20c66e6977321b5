// Whole folders: written beside, then exchanged with the old one by the kernel.
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/folders.h"
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

Status WriteNew(const std::string& path, std::string_view content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (file.get() < 0) return CannotDo("create", path);
  while (!content.empty()) {
    const ssize_t written = ::write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return CannotDo("write", path);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Status WriteTree(const fs::path& folder, const std::vector<NamedFile>& files) {
  std::set<fs::path> made;
  std::error_code why;
  fs::create_directories(folder, why);
  if (why) return CannotDo("create", folder.string(), why);
  for (const NamedFile& file : files) {
    const fs::path path = folder / file.path;
    if (made.insert(path.parent_path()).second) {
      fs::create_directories(path.parent_path(), why);
      if (why) return CannotDo("create", path.parent_path().string(), why);
    }
    if (auto status = WriteNew(path.string(), file.content); !status) return status;
  }
  return {};
}

// Puts `made` in the place of `folder`; what was there is then at `made`.
Status Exchange(const fs::path& made, const fs::path& folder) {
  if (::renameat2(AT_FDCWD, made.c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0) {
    return {};
  }
  if (errno == ENOENT && ::rename(made.c_str(), folder.c_str()) == 0) return {};
  return CannotDo("replace", folder.string());
}

}  // namespace

Status RealFolders::Replace(const std::string& folder, const std::vector<NamedFile>& files) {
  std::error_code why;
  fs::path target = fs::absolute(folder, why).lexically_normal();
  if (!target.has_filename()) target = target.parent_path();
  fs::create_directories(target.parent_path(), why);
  if (why) return CannotDo("create", target.parent_path().string(), why);
  const Descriptor lock(::open(target.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.get() < 0 || ::flock(lock.get(), LOCK_EX) != 0) {
    return CannotDo("lock", target.parent_path().string());
  }
  const fs::path beside =
      target.parent_path() / ("." + target.filename().string() + ".leyline-new");
  fs::remove_all(beside, why);
  auto status = WriteTree(beside, files);
  if (status.has_value()) status = Exchange(beside, target);
  fs::remove_all(beside, why);
  return status;
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

Result<std::string> RealFolders::MakeScratch(const std::string& parent) {
  std::error_code why;
  fs::create_directories(parent, why);
  if (why) return CannotDo("create", parent, why);
  std::string folder = parent + "/scratch-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return CannotDo("create a folder in", parent);
  return folder;
}

void RealFolders::Remove(const std::string& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

}  // namespace leyline
