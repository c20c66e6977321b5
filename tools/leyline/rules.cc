#include <cctype>
#include <memory>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "base/strings.h"
#include "report/codes.h"
#include "report/rule_page.h"
#include "report/wrap.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/example.h"

namespace leyline {
namespace {

RuleView ViewOf(const Rule& rule, const Example& example) {
  return {.rule = &rule,
          .stem = StemOf(rule),
          .shows = example.shows,
          .before = &example.before,
          .after = &example.after,
          .changes = example.changes};
}

ExitCode RunIndex(World& world) {
  std::vector<Example> examples;
  examples.reserve(AllRules().size());
  std::vector<RuleView> views;
  for (const Rule* rule : AllRules()) {
    Result<Example> example = ExampleOf(*rule, world.disk);
    if (!example) return Fail(world, example.error());
    views.push_back(ViewOf(*rule, examples.emplace_back(std::move(*example))));
  }
  world.out += RuleIndexMarkdown(views);
  return ExitCode::kPass;
}

ExitCode RunRules(World& world, const std::string& format) {
  if (format == "markdown") return RunIndex(world);
  constexpr std::size_t kIndent = 27;
  for (const Rule* rule : AllRules()) {
    world.out += Wrap(rule->summary, world.width, fmt::format("{:<{}}", rule->id, kIndent),
                      std::string(kIndent, ' '));
  }
  return ExitCode::kPass;
}

std::string Upper(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

ExitCode NothingIs(World& world, const std::string& name) {
  std::vector<std::string_view> ids;
  for (const Rule* each : AllRules()) ids.push_back(each->id);
  for (const Code& each : AllCodes()) ids.push_back(each.id);
  const std::string_view near = Nearest(Upper(name), ids);
  return FailUsage(world, fmt::format("there is no rule or code `{}`", name),
                   near.empty() ? "leyline rules lists the rules, docs/codes.md the codes"
                                : fmt::format("did you mean `{}`?", near));
}

ExitCode RunExplain(World& world, const std::string& name, const std::string& format) {
  const std::string id = Upper(name);
  if (const Code* code = FindCode(id)) {
    world.out += fmt::format("{}: {}\n\nWhat to do\n  {}\n", code->id, code->meaning, code->fix);
    return ExitCode::kPass;
  }
  const Rule* rule = FindRule(id);
  if (rule == nullptr) return NothingIs(world, name);
  const Result<Example> example = ExampleOf(*rule, world.disk);
  if (!example) return Fail(world, example.error());
  const RuleView view = ViewOf(*rule, *example);
  world.out += format == "markdown"
                   ? RuleMarkdown(view)
                   : RuleText(view, {.colour = world.colour, .all = false, .width = world.width});
  return ExitCode::kPass;
}

Flag FormatFlag(std::string& format) {
  return {.name = "--format",
          .value = "FORMAT",
          .help = "how to print",
          .text = &format,
          .choices = {"text", "markdown"}};
}

}  // namespace

Subcommand RulesCommand() {
  auto format = std::make_shared<std::string>("text");
  return {.name = "rules",
          .summary = "all change types, a line each",
          .examples = "  leyline rules\n",
          .flags = {FormatFlag(*format)},
          .run = [format](World& world) { return RunRules(world, *format); },
          .exits = {ExitCode::kPass, ExitCode::kUsage}};
}

Subcommand ExplainCommand() {
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("text");
  return {.name = "explain",
          .summary =
              "what a change type breaks, the safe way to evolve, and an example; what a "
              "code means",
          .examples = "  leyline explain REMOVE_FIELD\n  leyline explain LG5001\n",
          .flags = {{.name = "ID",
                     .value = "",
                     .help = "a change type, as `leyline rules` lists them, or a code",
                     .required = true,
                     .text = id.get()},
                    FormatFlag(*format)},
          .run = [id, format](World& world) { return RunExplain(world, *id, *format); },
          .exits = {ExitCode::kPass, ExitCode::kUsage}};
}

}  // namespace leyline
