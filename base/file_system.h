// The seam to the disk. Paths are UTF-8 with '/'.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/shared_bytes.h"

namespace leyline {

enum class FileType : uint8_t { kMissing, kRegular, kDirectory, kSymlink, kOther };

struct DirEntry {
  std::string name;
  FileType type = FileType::kRegular;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // Does not follow a symlink at `path` itself.
  virtual FileType TypeOf(const std::string& path) const = 0;

  // The absolute path of what `path` leads to, behind all links as far as it exists; without `.`
  // and `..`.
  virtual std::string Canonical(const std::string& path) const { return path; }

  // The whole file, at most `limit` bytes; a larger file is an error that names the limit.
  virtual Result<std::string> Read(const std::string& path, uint64_t limit) const = 0;

  // The same for large files that are read in parts: may be mapped into memory, and must not be cut
  // short while it is held.
  virtual Result<SharedBytes> Map(const std::string& path, uint64_t limit) const {
    auto content = Read(path, limit);
    if (!content) return Fail(content.error());
    return SharedBytes(std::move(*content));
  }

  // Sorted by name, without "." and "..".
  virtual Result<std::vector<DirEntry>> List(const std::string& path) const = 0;

  // A regular file, also a new one, is replaced in one step: temporary file, fsync, rename, fsync
  // of the folder; missing folders are made. A link's target is written, not the link. Anything
  // else (a device, a FIFO, "/dev/stdout") is opened and written to. Errors are of kOutput.
  virtual Status Write(const std::string& path, std::string_view content) = 0;
};

class RealFileSystem final : public FileSystem {
 public:
  FileType TypeOf(const std::string& path) const override;
  std::string Canonical(const std::string& path) const override;
  Result<std::string> Read(const std::string& path, uint64_t limit) const override;
  Result<SharedBytes> Map(const std::string& path, uint64_t limit) const override;
  Result<std::vector<DirEntry>> List(const std::string& path) const override;
  Status Write(const std::string& path, std::string_view content) override;
};

}  // namespace leyline
