// leyline: the command. The only place that makes real clocks, disks and processes.
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <sys/ioctl.h>
#include <unistd.h>

#include "analyzer/schema/load.h"
#include "base/heap.h"
#include "base/mapped_bytes.h"
#include "base/standard_streams.h"
#include "tools/leyline/bindings/bindings.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/doctor/doctor.h"
#include "tools/leyline/input/guard.h"
#include "tools/leyline/log_lines.h"
#include "tools/leyline/trace.h"

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

// Of the terminal, or as $COLUMNS says where there is none. Longer lines than 100 columns are hard
// to read.
std::size_t Columns() {
  winsize size = {};
  std::size_t columns = 100;
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) {
    columns = size.ws_col;
  } else if (const char* said = std::getenv("COLUMNS")) {
    const std::string_view digits = said;
    std::from_chars(digits.data(), digits.data() + digits.size(), columns);
  }
  return std::clamp<std::size_t>(columns, 40, 100);
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// A descriptor set.
Result<std::string> ReadStandardInput() {
  std::string bytes;
  char buffer[64 * 1024];
  while (true) {
    const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      return Fail({.kind = ErrorKind::kInput,
                   .message = std::string("cannot read standard input: ") + std::strerror(errno)});
    }
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() <= kDescriptorSetLimit) continue;
    return Fail({.kind = ErrorKind::kInput,
                 .code = "LG1001",
                 .message = "standard input is larger than the limit of " +
                            std::to_string(kDescriptorSetLimit) + " bytes",
                 .fix = "give it a descriptor set"});
  }
}

// Nothing can be asked for any more, and no destructor may ask for it.
[[noreturn]] void RunOutOfMemory() {
  constexpr std::string_view kWords = "error: leyline ran out of memory\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kWords.data(), kWords.size());
  ::_exit(static_cast<int>(ExitCode::kBug));
}

// 0, or the errno of what went wrong.
int Write(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(to, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// Findings that reached nobody must not pass a gate, nor look like findings that did. A reader that
// went away (`| head`) knows what it did and is told nothing.
ExitCode Deliver(World& world, ExitCode code) {
  if (!world.environment("GITHUB_ACTIONS").empty() || !world.environment("TF_BUILD").empty()) {
    if (!world.out_is_data) world.out = WithoutJobCommands(world.out);
    world.err = WithoutJobCommands(world.err);
  }
  const int problem = Write(STDOUT_FILENO, world.out);
  if (problem != 0 && problem != EPIPE) {
    world.err += Format({.kind = ErrorKind::kOutput,
                         .message = std::string("cannot write standard output: ") +
                                    std::strerror(problem)}) +
                 "\n";
  }
  if (world.environment("LEYLINE_LOG_FORMAT") == "json") {
    world.err = AsLogLines(world.err, world.clock.Now(), TraceparentOf(world));
  }
  Write(STDERR_FILENO, world.err);
  const bool verdict =
      code == ExitCode::kPass || code == ExitCode::kBlocked || code == ExitCode::kCircuitOpen;
  return problem != 0 && verdict ? ExitCode::kOutput : code;
}

int Main(const std::vector<std::string>& arguments) {
  PrepareHeap();
  std::set_new_handler(RunOutOfMemory);
  ExitOnCutFile(static_cast<int>(ExitCode::kInput));
  OccupyStandardStreams();
  PassSignalsOn();
  RealFileSystem real_disk;
  InputGuard disk(real_disk);
  RealProcess process;
  RealFolders folders;
  const SystemClock clock;
  World world{.disk = disk,
              .process = process,
              .clock = clock,
              .environment = Environment,
              .colour = WantsColour(),
              .width = Columns()};
  if (std::find(arguments.begin(), arguments.end(), "-") != arguments.end()) {
    auto input = ReadStandardInput();
    if (!input) return static_cast<int>(Deliver(world, Fail(world, input.error())));
    world.input = std::move(*input);
  }
  const ExitCode code = RunCommand({DiffCommand(),
                                    ValidateCommand(),
                                    ImpactCommand(),
                                    GateCommand(folders),
                                    ProposeCommand(),
                                    RenewCommand(),
                                    ReviewCommand(),
                                    ApproveCommand(),
                                    RejectCommand(),
                                    DeferCommand(),
                                    RevokeCommand(),
                                    DecideCommand(),
                                    StatusCommand(),
                                    PolicyCheckCommand(),
                                    PolicyExplainCommand(),
                                    MergedCommand(),
                                    BreakerStatusCommand(),
                                    BreakerResetCommand(),
                                    BreakerIsolateCommand(),
                                    AuditInitCommand(),
                                    AuditVerifyCommand(),
                                    AuditCheckpointCommand(),
                                    AuditReconcileCommand(),
                                    AuditShowCommand(),
                                    AuditExportCommand(),
                                    AuditDisownCommand(),
                                    AuditRepairCommand(),
                                    NotifyCommand(),
                                    MetricsCommand(),
                                    RulesCommand(),
                                    ExplainCommand(),
                                    WitnessCommand(),
                                    BindingsCommand(folders),
                                    SchemaCommand(),
                                    WithdrawCommand(),
                                    ResolveCommand(),
                                    ReopenCommand(),
                                    BypassCommand(),
                                    InitCommand(),
                                    DoctorCommand(folders),
                                    DemoCommand(folders)},
                                   arguments, world);
  const auto status = static_cast<int>(Deliver(world, code));
#ifdef NDEBUG  // what looks for leaks, or counts coverage, does so while a process is taken down
  ::_exit(status);
#endif
  return status;
}

}  // namespace
}  // namespace leyline

int main(int argc, char** argv) { return leyline::Main({argv + 1, argv + argc}); }
