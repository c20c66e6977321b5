#include "base/standard_streams.h"

#include <cstdlib>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>

namespace leyline {

void OccupyStandardStreams() {
  for (int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0) continue;
    if (::open("/dev/null", O_RDONLY) != fd) std::abort();
  }
}

}  // namespace leyline
