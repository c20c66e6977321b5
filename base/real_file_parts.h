// What reading and writing on the real disk share.
#pragma once

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>

#include "base/result.h"

namespace leyline {

// Closes on scope exit.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

// "cannot open `x`: No such file or directory", from errno.
inline tl::unexpected<Errors> DiskError(ErrorKind kind, std::string_view verb,
                                        const std::string& path) {
  return Fail({.kind = kind,
               .message = fmt::format("cannot {} `{}`: {}", verb, path, std::strerror(errno))});
}

}  // namespace leyline
