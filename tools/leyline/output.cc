#include "tools/leyline/output.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

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
  if (auto may = MayWriteTo(path); !may) return Fail(world, may.error());
  const Renderer* renderer = Find(renderers, std::string_view(output).substr(0, equals));
  const std::string text = renderer->render({.colour = false, .all = flags.all});
  const Status written = world.disk.Write(path, text);
  return written.has_value() ? ExitCode::kPass : Fail(world, written.error());
}

// How the names of what is no report end.
constexpr std::pair<std::string_view, std::string_view> kOthers[] = {
    {".proto", "a contract"},
    {".yaml", "a file of settings or records"},
    {".yml", "a file of settings"},
    {".sig", "a signature"},
    {"log.jsonl", "an event log"},
};

}  // namespace

Status MayWriteTo(const std::string& path) {
  std::error_code problem;
  // Behind links, as far as it exists.
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, problem);
  const auto refuse = [&](std::string_view what) {
    return Fail({.kind = ErrorKind::kUsage,
                 .message = fmt::format("will not write to `{}`, {}", path, what),
                 .fix = "name another file"});
  };
  for (const std::filesystem::path& name : {std::filesystem::path(path), real}) {
    for (const auto& [end, what] : kOthers) {
      if (name.filename().string().ends_with(end)) return refuse(what);
    }
    const bool is_gits = std::find(name.begin(), name.end(), ".git") != name.end();
    if (is_gits) return refuse("which is inside of git's own folder");
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
  for (const std::string& output : flags.outputs) {
    const ExitCode code = WriteOne(world, output, flags, renderers);
    if (code != ExitCode::kPass) return code;
  }
  const Renderer* renderer = Find(renderers, flags.format);
  std::string text =
      renderer->render({.colour = world.colour, .all = flags.all, .width = world.width});
  world.out_is_data = flags.format != "text" && flags.format != "lines";
  // A report may be large; it is seldom behind something else.
  world.out = world.out.empty() ? std::move(text) : world.out + text;
  return ExitCode::kPass;
}

}  // namespace leyline
