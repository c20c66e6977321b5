#include "tools/leyline/help.h"

#include <algorithm>

#include <fmt/format.h>

#include "report/wrap.h"

namespace leyline {
namespace {

constexpr std::size_t kWidth = 80;

struct Exit {
  ExitCode code;
  std::string_view meaning;
};
constexpr Exit kExits[] = {
    {ExitCode::kPass, "pass"},
    {ExitCode::kBlocked, "blocked by findings"},
    {ExitCode::kUsage, "usage or configuration"},
    {ExitCode::kInput, "an input can't be read or compiled"},
    {ExitCode::kStore, "the event log can't be reached"},
    {ExitCode::kCircuitOpen, "blocked by an open circuit"},
    {ExitCode::kBug, "a bug in Leyline"},
    {ExitCode::kOutput, "a report or standard output can't be written"},
};

// Of one command, or of all when `exits` is empty.
std::string ExitCodes(std::vector<ExitCode> exits) {
  std::string out = "Exit codes:\n";
  const bool all = exits.empty();
  exits.insert(exits.end(), {ExitCode::kBug, ExitCode::kOutput});
  for (const Exit& exit : kExits) {
    const bool listed = std::find(exits.begin(), exits.end(), exit.code) != exits.end();
    if (!listed && !all) continue;
    out += fmt::format("  {:<4}{}\n", static_cast<int>(exit.code), exit.meaning);
  }
  return out;
}

constexpr std::string_view kInputs = R"(Inputs:
  DIR                        a folder
  REV:PATH                   a folder of a git revision, as in `git show`
  FILE.binpb|.pb|.desc|.fds  a descriptor set, also a buf image; - is standard input
  .git#ref=REV,subdir=PATH   buf's way to name a git revision
)";

// "  name   help", the help wrapped and hung under itself.
std::string Entry(std::string_view name, std::string_view help, std::size_t indent) {
  const std::string rest(indent, ' ');
  const std::string first = fmt::format("  {:<{}}", name, indent - 2);
  if (first.size() <= indent) return Wrap(help, kWidth, first, rest);
  return first + "\n" + Wrap(help, kWidth, rest, rest);
}

std::string Usage(const Subcommand& command) {
  std::string out = fmt::format("leyline {}", command.name);
  bool options = false;
  for (const Flag& flag : command.flags) {
    if (flag.name.starts_with("-")) {
      options = true;
    } else {
      out += flag.required ? fmt::format(" {}", flag.name) : fmt::format(" [{}]", flag.name);
    }
  }
  return out + (options ? " [options]" : "");
}

bool TakesInput(const Subcommand& command) {
  return std::any_of(command.flags.begin(), command.flags.end(), [](const Flag& flag) {
    return flag.name == "BEFORE" || flag.name == "INPUT";
  });
}

}  // namespace

std::string HelpOfAll(const std::vector<Subcommand>& commands) {
  std::string out =
      "leyline: what a contract change breaks, for whom, whether it is approved,\n"
      "and whether it may merge\n\n"
      "  leyline diff main:. HEAD:.          what changed and what it breaks\n"
      "  leyline gate --against main         may this merge?\n\n"
      "Commands:\n";
  for (const Subcommand& command : commands) out += Entry(command.name, command.summary, 19);
  out += "\n  leyline COMMAND --help shows a command's options and examples\n\n"
         "Environment:\n"
         "  LEYLINE_LOG_FORMAT=json    standard error as JSON, an object a line\n\n";
  return out + ExitCodes({});
}

std::string HelpOfGroup(const std::vector<Subcommand>& commands, std::string_view word) {
  std::string out;
  for (const Subcommand& command : commands) {
    if (command.name.starts_with(fmt::format("{} ", word)))
      out += Entry(command.name, command.summary, 19);
  }
  if (out.empty()) return "";
  return "Commands:\n" + out +
         "\n  leyline COMMAND --help shows a command's options and examples\n";
}

std::string HelpOf(const Subcommand& command) {
  std::string out = fmt::format("{}: {}\n\n{}\nUsage: {}\n", command.name, command.summary,
                                command.examples, Usage(command));
  if (!command.flags.empty()) out += "\nOptions:\n";
  for (const Flag& flag : command.flags) {
    std::string name(flag.name);
    if (!flag.value.empty()) name += fmt::format(" {}", flag.value);
    std::string help(flag.help);
    if (!flag.choices.empty()) help += fmt::format(" ({})", fmt::join(flag.choices, ", "));
    if (flag.list != nullptr) help += "; repeatable";
    out += Entry(name, help, 26);
  }
  if (TakesInput(command)) out += "\n" + std::string(kInputs);
  if (!command.environment.empty()) out += fmt::format("\nEnvironment:\n{}", command.environment);
  return out + "\n" + ExitCodes(command.exits);
}

}  // namespace leyline
