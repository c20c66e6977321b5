// --format and --output: which renderers run and where their text goes.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/formats.h"
#include "report/views.h"
#include "tools/leyline/command.h"

namespace leyline {

// One way to show a command's result.
struct Renderer {
  std::string_view format;  // "json"
  std::function<std::string(const TextStyle&)> render;
};

struct OutputFlags {
  std::string format = "text";
  std::vector<std::string> outputs;  // "json=report.json"
  bool all = false;
};
// The names of a command's formats.
template <class View>
std::vector<std::string_view> NamesOf(std::span<const ReportFormat<View>> formats) {
  std::vector<std::string_view> names;
  for (const ReportFormat<View>& format : formats) names.push_back(format.name);
  return names;
}

// The formats, of one view.
template <class View>
std::vector<Renderer> RenderersOf(std::span<const ReportFormat<View>> formats, const View& view) {
  std::vector<Renderer> renderers;
  for (const ReportFormat<View>& format : formats) {
    renderers.push_back({format.name, [&view, render = format.render](const TextStyle& style) {
                           return render(view, style);
                         }});
  }
  return renderers;
}

// `formats`: what the command has, "text" first.
std::vector<Flag> OutputFlagsOf(OutputFlags& flags, std::vector<std::string_view> formats);
// For commands that hide what is compatible.
Flag AllFlagOf(OutputFlags& flags);

// Whether a file that the command makes may have that path: not where contracts, settings, records,
// logs or git's own files are.
Status MayWriteTo(const World& world, const std::string& path);

// Renders to standard output and to the files that --output names; kPass unless that fails.
ExitCode Show(World& world, const OutputFlags& flags, const std::vector<Renderer>& renderers);

}  // namespace leyline
