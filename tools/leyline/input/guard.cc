#include "tools/leyline/input/guard.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace leyline {

void InputGuard::Note(const std::string& path) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  read_.push_back(path);
}

Result<std::string> InputGuard::Read(const std::string& path, uint64_t limit) const {
  Note(path);
  return disk_.Read(path, limit);
}

Result<SharedBytes> InputGuard::Map(const std::string& path, uint64_t limit) const {
  Note(path);
  return disk_.Map(path, limit);
}

Status InputGuard::Write(const std::string& path, std::string_view content) {
  const auto same = [&](const std::string& input) {
    std::error_code missing;
    return std::filesystem::equivalent(path, input, missing) &&
           std::filesystem::is_regular_file(path, missing);
  };
  if (std::any_of(read_.begin(), read_.end(), same)) {
    return Fail({.kind = ErrorKind::kUsage,
                 .message = fmt::format("will not overwrite `{}`, an input of this run", path),
                 .fix = "name another file"});
  }
  return disk_.Write(path, content);
}

}  // namespace leyline
