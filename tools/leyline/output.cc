#include "tools/leyline/output.h"

#include <fmt/format.h>

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
  if (path.ends_with(".proto")) {
    return FailUsage(world, fmt::format("will not write a report to `{}`, a contract", path),
                     "name another file");
  }
  const Renderer* renderer = Find(renderers, std::string_view(output).substr(0, equals));
  const std::string text = renderer->render({.colour = false, .all = flags.all});
  const Status written = world.disk.Write(path, text);
  return written.has_value() ? ExitCode::kPass : Fail(world, written.error());
}

}  // namespace

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
  for (const std::string& output : flags.outputs) {
    const ExitCode code = WriteOne(world, output, flags, renderers);
    if (code != ExitCode::kPass) return code;
  }
  const Renderer* renderer = Find(renderers, flags.format);
  std::string text =
      renderer->render({.colour = world.colour, .all = flags.all, .width = world.width});
  world.out_is_data = flags.format != "text";
  // A report may be large; it is seldom behind something else.
  world.out = world.out.empty() ? std::move(text) : world.out + text;
  return ExitCode::kPass;
}

}  // namespace leyline
