#include "tools/leyline/output.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

const Renderer* Find(const std::vector<Renderer>& renderers, std::string_view format) {
  for (const Renderer& renderer : renderers) {
    if (renderer.format == format) return &renderer;
  }
  return nullptr;
}

// `output` is FORMAT=PATH, with a format that the command has.
ExitCode WriteOne(World& world, const std::string& output, const OutputFlags& flags,
                  const std::vector<Renderer>& renderers) {
  const std::size_t equals = output.find('=');
  std::string path = output.substr(equals + 1);
  if (path == "-") path = "/dev/stdout";
  if (auto may = MayWriteTo(world, path); !may) return Fail(world, may.error());
  const Renderer* renderer = Find(renderers, std::string_view(output).substr(0, equals));
  const std::string text = renderer->render({.colour = false, .all = flags.all});
  const Status written = world.disk.Write(path, text);
  return written.has_value() ? ExitCode::kPass : Fail(world, written.error());
}

// How the names of what is no report end.
constexpr std::pair<std::string_view, std::string_view> kOthers[] = {
    {".proto", "a contract"},       {".yaml", "a file of settings or records"},
    {".yml", "a file of settings"}, {".sig", "a signature"},
    {"log.jsonl", "an event log"},
};

}  // namespace

Status MayWriteTo(const World& world, const std::string& path) {
  const auto refuse = [&](std::string_view what) {
    return Fail({.kind = ErrorKind::kUsage,
                 .message = fmt::format("will not write to `{}`, {}", path, what),
                 .fix = "name another file"});
  };
  for (const std::string& name : {path, world.disk.Canonical(path)}) {
    for (const auto& [end, what] : kOthers) {
      if (name.ends_with(end)) return refuse(what);
    }
    const std::vector<std::string_view> parts = Split(name, '/');
    if (std::find(parts.begin(), parts.end(), ".git") != parts.end())
      return refuse("which is inside of git's own folder");
  }
  return {};
}

std::vector<Flag> OutputFlagsOf(OutputFlags& flags, std::vector<std::string_view> formats) {
  return {{.name = "--format",
           .value = "FORMAT",
           .help = "how to print",
           .text = &flags.format,
           .choices = formats},
          {.name = "--output",
           .value = "FORMAT=PATH",
           .help = "also write to a file, replaced in one step, its folder made where it is "
                   "missing, or to a device or FIFO; - is standard output",
           .list = &flags.outputs,
           .choices = std::move(formats)}};
}

Flag AllFlagOf(OutputFlags& flags) {
  return {.name = "--all", .value = "", .help = "show compatible changes too", .on = &flags.all};
}

ExitCode Show(World& world, const OutputFlags& flags, const std::vector<Renderer>& renderers) {
  // All that can be written is: what stands there from an earlier run would be believed.
  ExitCode first = ExitCode::kPass;
  for (const std::string& output : flags.outputs) {
    const ExitCode code = WriteOne(world, output, flags, renderers);
    if (first == ExitCode::kPass) first = code;
  }
  if (first != ExitCode::kPass) return first;
  const Renderer* renderer = Find(renderers, flags.format);
  std::string text =
      renderer->render({.colour = world.colour, .all = flags.all, .width = world.width});
  world.out_is_data = flags.format != "text" && flags.format != "lines";
  // A report may be large; it is seldom behind something else.
  world.out = world.out.empty() ? std::move(text) : world.out + text;
  return ExitCode::kPass;
}

}  // namespace leyline
