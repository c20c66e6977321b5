// What every subcommand is made of: its flags, its help, and the world it may touch. CLI11 lives
// behind this wall (command.cc).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/file_system.h"
#include "base/process.h"
#include "tools/leyline/exit_code.h"

namespace leyline {

// The world, made in main and nowhere else. Output is gathered and written when the command ends.
struct World {
  FileSystem& disk;
  Process& process;
  const Clock& clock;
  std::function<std::string(const char*)> environment;  // empty when not set
  std::string input = {};    // standard input, read only when an input is "-"
  bool colour = false;       // standard output is a terminal that wants colour
  std::size_t width = 100;   // its columns
  std::string out = {};      // findings
  std::string err = {};      // errors and notices
  bool out_is_data = false;  // for a program, which takes it as it is
  // What may outlive its command: taking down large models piece by piece costs more than the end
  // of the process.
  std::vector<std::shared_ptr<void>> kept = {};

  template <class Model>
  Model& Keep(Model model) {
    const auto held = std::make_shared<Model>(std::move(model));
    kept.push_back(held);
    return *held;
  }
};

// One flag or positional argument and where its value goes. Exactly one target is set.
struct Flag {
  std::string_view name;   // "--path" or "BEFORE"
  std::string_view value;  // "DIR": for help; empty for switches and positionals
  std::string_view help;
  bool required = false;
  std::string* text = nullptr;
  std::vector<std::string>* list = nullptr;  // repeatable
  bool* on = nullptr;
  // Of a text; of a list, what stands before `=` in FORMAT=PATH.
  std::vector<std::string_view> choices = {};
};

struct Subcommand {
  std::string_view name;      // "diff", or "breaker status"
  std::string_view summary;   // one line
  std::string_view examples;  // "  leyline diff main:. feature:.\n"
  std::vector<Flag> flags;
  std::function<ExitCode(World&)> run;
  std::vector<ExitCode> exits;        // that it can end with, beside a bug
  std::string_view environment = "";  // "  NAME   what it is for\n", of the variables it reads
};

// Finds the subcommand in `arguments` (without the program's name), reads its flags and runs it.
// --help, --version and mistakes are dealt with here.
ExitCode RunCommand(const std::vector<Subcommand>& commands,
                    const std::vector<std::string>& arguments, World& world);

// Prints all errors and gives their exit code.
ExitCode Fail(World& world, const Errors& errors);

// A usage error of one line.
ExitCode FailUsage(World& world, std::string message, std::string fix = "");

}  // namespace leyline
