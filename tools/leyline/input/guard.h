// A disk that never writes over what the same run has read.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "base/file_system.h"

namespace leyline {

class InputGuard final : public FileSystem {
 public:
  explicit InputGuard(FileSystem& disk) : disk_(disk) {}

  FileType TypeOf(const std::string& path) const override { return disk_.TypeOf(path); }
  std::string Canonical(const std::string& path) const override { return disk_.Canonical(path); }
  Result<std::string> Read(const std::string& path, uint64_t limit) const override;
  Result<SharedBytes> Map(const std::string& path, uint64_t limit) const override;
  Result<std::vector<DirEntry>> List(const std::string& path) const override {
    return disk_.List(path);
  }
  // A usage error for a file that was read, under whichever name.
  Status Write(const std::string& path, std::string_view content) override;

 private:
  void Note(const std::string& path) const;

  FileSystem& disk_;
  mutable std::mutex mutex_;
  mutable std::vector<std::string> read_;
};

}  // namespace leyline
