// leyline_bench_spawn RUNS OUT ERR PROGRAM ARGUMENT...: runs a program RUNS times, one after the
// other, its output going to two files, and prints what each run took, a JSON object a line.
//
// Small on purpose: a child begins with its parent's peak memory, and start-up is what the small
// cases measure. User, system and peak count the processes that the program waited for; peak is the
// largest of them, not the sum.
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

double Milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

int Fail(const char* what, const char* name, int error_number) {
  std::fprintf(stderr, "leyline_bench_spawn: can't %s `%s`: %s\n", what, name,
               std::strerror(error_number));
  return 2;
}

int RunOnce(const posix_spawn_file_actions_t& files, char** argv) {
  pid_t child = 0;
  const auto start = std::chrono::steady_clock::now();
  const int error_number = posix_spawnp(&child, argv[0], &files, nullptr, argv, environ);
  if (error_number != 0) return Fail("run", argv[0], error_number);
  int status = 0;
  rusage used{};
  while (wait4(child, &status, 0, &used) < 0) {
    if (errno != EINTR) return Fail("wait for", argv[0], errno);
  }
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::printf("{\"wall\":%.3f,\"user\":%.3f,\"sys\":%.3f,\"peak\":%ld,\"exit\":%d}\n", wall.count(),
              Milliseconds(used.ru_utime), Milliseconds(used.ru_stime), used.ru_maxrss, code);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const int runs = argc > 4 ? std::atoi(argv[1]) : 0;
  if (runs <= 0) {
    std::fprintf(stderr, "usage: leyline_bench_spawn RUNS OUT ERR PROGRAM ARGUMENT...\n");
    return 2;
  }
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, argv[2], kFlags, 0666);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, argv[3], kFlags, 0666);
  int result = 0;
  for (int i = 0; i < runs && result == 0; ++i) result = RunOnce(files, argv + 4);
  posix_spawn_file_actions_destroy(&files);
  return result;
}
