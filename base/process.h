// The seam to other programs: an argument vector, never a shell.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leyline {

// What a program may take. One that takes more is ended with all that it started: LG9006.
struct Limits {
  // Of one run; of a dialogue, between two parts of its answers. The longest honest ones, half of a
  // huge repository's bindings or a fetch over a slow network, take a few minutes.
  std::chrono::milliseconds time = std::chrono::minutes(10);
  // Bytes of both outputs together, which are kept in memory; of a dialogue, that nobody took yet.
  std::size_t output = std::size_t{1} << 30;
};

// Whether a program may ask a person, for a passphrase say. A terminal listens to one process group
// only: where there is one, such a program stays in ours, and is ended without what it started.
enum class Terminal : uint8_t { kMayAsk, kNone };

struct Command {
  std::vector<std::string> argv;              // argv[0] is looked up in PATH
  std::string folder = {};                    // working folder; empty: the current one
  std::string input = {};                     // standard input; closed after it is written
  std::vector<std::string> environment = {};  // "NAME=value", added to the inherited ones
  // Contents for a program that takes files only. In memory, gone when it ends; PathOfFile names
  // them in argv.
  std::vector<std::string> files = {};
  Limits limits = {};
  Terminal terminal = Terminal::kMayAsk;
};

// Where a program finds `files[index]`.
std::string PathOfFile(std::size_t index);

struct Exit {
  int code = 0;  // the exit status; 128 + N after signal N
  std::string out;
  std::string err;
};

// A program that is asked again and again. Not for several threads at once.
class Dialogue {
 public:
  // Ends its input, and waits for its end.
  virtual ~Dialogue() = default;
  // What it answers meanwhile is kept, so that large data never blocks.
  virtual Status Send(std::string_view request) = 0;
  // What it answers next: a line without its end, or so many bytes. It is an error when the program
  // ends before, or takes more than it may.
  virtual Result<std::string> ReadLine() = 0;
  virtual Result<std::string> ReadBytes(std::size_t size) = 0;
};

class Process {
 public:
  virtual ~Process() = default;
  // Fails only when the program can't be started, or takes more than it may; a non-zero exit is a
  // value. May be called from several threads.
  virtual Result<Exit> Run(const Command& command) = 0;
  // Starts a program to talk to; its error output goes nowhere. Fails only when it can't be
  // started. The command has no input of its own.
  virtual Result<std::unique_ptr<Dialogue>> Start(const Command& command);
};

// Passes a signal that ends this process (SIGINT, SIGTERM, SIGHUP) on to the programs that run in
// groups of their own, which the terminal and the job's runner would not reach.
void PassSignalsOn();

// posix_spawn; reads both pipes while it writes, so large data never blocks.
class RealProcess final : public Process {
 public:
  Result<Exit> Run(const Command& command) override;
  Result<std::unique_ptr<Dialogue>> Start(const Command& command) override;
};

}  // namespace leyline
