// Every format of a command, by name: --format, --output and their help follow from these lists.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "report/views.h"

namespace leyline {

template <class View>
struct ReportFormat {
  std::string_view name;
  std::string (*render)(const View& view, const TextStyle& style);
};

// "text" first.
std::span<const ReportFormat<DiffView>> DiffFormats();
std::span<const ReportFormat<GateView>> GateFormats();

}  // namespace leyline
