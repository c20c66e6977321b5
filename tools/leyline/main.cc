// leyline: the command. The only place that makes real clocks, disks and processes.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tools/leyline/commands.h"

namespace leyline {
namespace {

// --color is left to the conventions: NO_COLOR, CLICOLOR_FORCE, TERM, and whether it is a terminal.
bool WantsColour() {
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (set("NO_COLOR")) return false;
  if (set("CLICOLOR_FORCE")) return true;
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

// Longer lines than 100 columns are hard to read; what is no terminal gets 80.
std::size_t Width() {
  winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::clamp<std::size_t>(size.ws_col, 40, 100);
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string ReadStandardInput() {
  std::string bytes;
  char buffer[64 * 1024];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, stdin))
    bytes.append(buffer, got);
  return bytes;
}

bool Write(std::FILE* to, const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), to) == text.size() && std::fflush(to) == 0;
}

int Main(const std::vector<std::string>& arguments) {
  RealFileSystem disk;
  RealProcess process;
  const SystemClock clock;
  World world{.disk = disk,
              .process = process,
              .clock = clock,
              .environment = Environment,
              .input = "",
              .colour = WantsColour(),
              .width = Width(),
              .out = "",
              .err = ""};
  for (const std::string& argument : arguments) {
    if (argument == "-") world.input = ReadStandardInput();
  }
  const ExitCode code =
      RunCommand({DiffCommand(), ValidateCommand(), ImpactCommand(), GateCommand(), MergedCommand(),
                  BreakerStatusCommand(), BreakerResetCommand(), BreakerIsolateCommand(),
                  AuditVerifyCommand(), RulesCommand(), ExplainCommand(), WitnessCommand()},
                 arguments, world);
  const bool written = Write(stdout, world.out);
  Write(stderr, world.err);
  // Findings that reached nobody must not pass a gate.
  return written || code != ExitCode::kPass ? static_cast<int>(code)
                                            : static_cast<int>(ExitCode::kStore);
}

}  // namespace
}  // namespace leyline

int main(int argc, char** argv) { return leyline::Main({argv + 1, argv + argc}); }
