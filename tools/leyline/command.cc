#include "tools/leyline/command.h"

#include <algorithm>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/strings.h"
#include "tools/leyline/help.h"

namespace leyline {
namespace {

// The command whose words stand at the front of the arguments, and how many words that are.
struct Found {
  const Subcommand* command = nullptr;
  std::size_t words = 0;
};

Found FindCommand(const std::vector<Subcommand>& commands,
                  const std::vector<std::string>& arguments) {
  Found best;
  for (const Subcommand& command : commands) {
    const std::vector<std::string_view> words = Split(command.name, ' ');
    if (words.size() > arguments.size() || words.size() <= best.words) continue;
    if (std::equal(words.begin(), words.end(), arguments.begin())) best = {&command, words.size()};
  }
  return best;
}

ExitCode UnknownCommand(const std::vector<Subcommand>& commands,
                        const std::vector<std::string>& arguments, World& world) {
  std::vector<std::string_view> names;
  std::string given = arguments[0];
  for (const Subcommand& command : commands) {
    names.push_back(command.name);
    // `leyline breaker`: the first word is right and the second is missing or wrong.
    if (command.name.starts_with(arguments[0] + " ") && arguments.size() > 1) {
      given = arguments[0] + " " + arguments[1];
    }
  }
  std::string near(Nearest(given, names));
  for (const Subcommand& command : commands) {
    if (near.empty() && command.name.starts_with(given + " ")) near = command.name;
  }
  return FailUsage(world, fmt::format("unknown command `{}`", given),
                   near.empty() ? "leyline --help lists the commands"
                                : fmt::format("did you mean `leyline {}`?", near));
}

CLI::Option* Declare(CLI::App& app, const Flag& flag) {
  const std::string name(flag.name);
  CLI::Option* option = nullptr;
  if (flag.on != nullptr) option = app.add_flag(name, *flag.on);
  if (flag.list != nullptr) option = app.add_option(name, *flag.list)->allow_extra_args(false);
  if (flag.text != nullptr) option = app.add_option(name, *flag.text);
  if (flag.required) option->required();
  return option;
}

// "" when no flag was given an empty value, which is a variable that a script forgot to set.
std::string EmptyValue(const Subcommand& command, const std::vector<CLI::Option*>& options) {
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (command.flags[i].on != nullptr) continue;
    for (const std::string& value : options[i]->results()) {
      if (value.empty()) return fmt::format("{} is empty", command.flags[i].name);
    }
  }
  return "";
}

bool IsHelp(const std::string& word) { return word == "--help" || word == "-h"; }

// What the parser had no use for, without the `--` that ends the options.
std::vector<std::string> ExtrasOf(const CLI::App& app) {
  std::vector<std::string> extras = app.remaining();
  const auto mark = std::find(extras.begin(), extras.end(), "--");
  if (mark != extras.end()) extras.erase(mark);
  return extras;
}

// "" when `word` is one of the flag's choices.
std::string WrongWord(const Flag& flag, std::string_view word) {
  if (std::find(flag.choices.begin(), flag.choices.end(), word) != flag.choices.end()) return "";
  const std::string_view near = Nearest(word, flag.choices);
  return fmt::format("{} is one of {}, not `{}`{}", flag.name, fmt::join(flag.choices, ", "), word,
                     near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
}

// "" when all values have the form FORMAT=PATH, and each path stands once.
std::string WrongPair(const Flag& flag) {
  std::set<std::string_view> paths;
  for (std::string_view pair : *flag.list) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals + 1 == pair.size()) {
      return fmt::format("{} wants {}, not `{}`", flag.name, flag.value, pair);
    }
    if (std::string wrong = WrongWord(flag, pair.substr(0, equals)); !wrong.empty()) return wrong;
    const std::string_view path = pair.substr(equals + 1);
    if (!paths.insert(path).second) return fmt::format("{} names `{}` twice", flag.name, path);
  }
  return "";
}

// "" when every flag that has choices keeps to them.
std::string WrongChoice(const Subcommand& command) {
  for (const Flag& flag : command.flags) {
    if (flag.choices.empty()) continue;
    std::string wrong;
    if (flag.list != nullptr) wrong = WrongPair(flag);
    if (flag.text != nullptr && !flag.text->empty()) wrong = WrongWord(flag, *flag.text);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

ExitCode Misused(const Subcommand& command, World& world, const std::string& problem) {
  return FailUsage(world, fmt::format("leyline {}: {}", command.name, problem),
                   fmt::format("leyline {} --help shows how it is used", command.name));
}

// The mistake in words of ours: CLI11 names neither the command nor what was near.
std::string Describe(const Subcommand& command, const CLI::App& app, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const std::string_view what = error.what();
    const std::string_view name = what.substr(0, what.find(':'));
    const bool twice = what.substr(name.size()).starts_with(": At Most");
    return fmt::format("{} {}", name, twice ? "is given twice" : "needs a value");
  }
  for (const std::string& word : ExtrasOf(app)) {
    if (!word.starts_with("-")) return fmt::format("unexpected argument `{}`", word);
    std::vector<std::string_view> names;
    for (const Flag& flag : command.flags) {
      if (flag.name.starts_with("-")) names.push_back(flag.name);
    }
    const std::string_view near = Nearest(word.substr(0, word.find('=')), names);
    if (near.empty()) return fmt::format("unknown option `{}`", word);
    return fmt::format("unknown option `{}`; did you mean `{}`?", word, near);
  }
  for (const Flag& flag : command.flags) {
    const bool missing = (flag.text != nullptr && flag.text->empty()) ||
                         (flag.list != nullptr && flag.list->empty());
    if (flag.required && missing) return fmt::format("{} is missing", flag.name);
  }
  return error.what();
}

ExitCode Run(const Subcommand& command, std::vector<std::string> arguments, World& world) {
  const auto options_end = std::find(arguments.begin(), arguments.end(), "--");
  if (std::any_of(arguments.begin(), options_end, IsHelp)) {
    world.out += HelpOf(command);
    return ExitCode::kPass;
  }
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<CLI::Option*> options;
  for (const Flag& flag : command.flags) options.push_back(Declare(app, flag));
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
  try {
    app.parse(arguments);
    if (auto extras = ExtrasOf(app); !extras.empty()) throw CLI::ExtrasError(std::move(extras));
  } catch (const CLI::ParseError& error) {
    return Misused(command, world, Describe(command, app, error));
  }
  std::string wrong = EmptyValue(command, options);
  if (wrong.empty()) wrong = WrongChoice(command);
  if (!wrong.empty()) return Misused(command, world, wrong);
  return command.run(world);
}

}  // namespace

ExitCode RunCommand(const std::vector<Subcommand>& commands, const std::vector<std::string>& given,
                    World& world) {
  std::vector<std::string> arguments = given;
  if (arguments.size() > 1 && arguments[0] == "help") {  // `help diff` is `diff --help`
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  if (arguments.empty()) {
    world.err += HelpOfAll(commands);
    return ExitCode::kUsage;
  }
  if (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help") {
    world.out += HelpOfAll(commands);
    return ExitCode::kPass;
  }
  if (arguments[0] == "--version") {
    world.out += fmt::format("leyline {}\n", LEYLINE_VERSION);
    return ExitCode::kPass;
  }
  const Found found = FindCommand(commands, arguments);
  if (found.command == nullptr) {
    if (arguments.size() > 1 && IsHelp(arguments[1])) {
      if (const std::string help = HelpOfGroup(commands, arguments[0]); !help.empty()) {
        world.out += help;
        return ExitCode::kPass;
      }
    }
    return UnknownCommand(commands, arguments, world);
  }
  const auto first = arguments.begin() + static_cast<std::ptrdiff_t>(found.words);
  return Run(*found.command, {first, arguments.end()}, world);
}

ExitCode Fail(World& world, const Errors& errors) {
  constexpr std::size_t kShown = 20;  // one cause may have any number of errors
  const std::size_t shown = errors.size() > kShown + 1 ? kShown : errors.size();
  for (std::size_t i = 0; i < shown; ++i) world.err += Format(errors[i]) + "\n";
  if (shown < errors.size()) {
    world.err += fmt::format("and {} more errors\n", errors.size() - shown);
  }
  return CodeOf(errors);
}

ExitCode FailUsage(World& world, std::string message, std::string fix) {
  return Fail(world, {{.kind = ErrorKind::kUsage,
                       .code = "",
                       .message = std::move(message),
                       .where = std::nullopt,
                       .fix = std::move(fix)}});
}

}  // namespace leyline
