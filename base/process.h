// The seam to other programs: an argument vector, never a shell.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leyline {

struct Command {
  std::vector<std::string> argv;              // argv[0] is looked up in PATH
  std::string folder = {};                    // working folder; empty: the current one
  std::string input = {};                     // standard input; closed after it is written
  std::vector<std::string> environment = {};  // "NAME=value", added to the inherited ones
  // Contents for a program that takes files only. In memory, gone when it ends; PathOfFile names
  // them in argv.
  std::vector<std::string> files = {};
};

// Where a program finds `files[index]`.
std::string PathOfFile(std::size_t index);

struct Exit {
  int code = 0;  // the exit status; 128 + N after signal N
  std::string out;
  std::string err;
};

class Process {
 public:
  virtual ~Process() = default;
  // Fails only when the program can't be started; a non-zero exit is a value. May be called from
  // several threads.
  virtual Result<Exit> Run(const Command& command) = 0;
};

// posix_spawn; reads both pipes while it writes, so large data never blocks.
class RealProcess final : public Process {
 public:
  Result<Exit> Run(const Command& command) override;
};

}  // namespace leyline
