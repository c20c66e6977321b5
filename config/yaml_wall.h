// The wall around yaml-cpp: its events become our tree, its exceptions become errors.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/yaml.h"

namespace leyline {

// `text` has a good size and good characters already. Nothing when there is no tree to give.
std::optional<YamlNode> ReadEvents(const std::string& file, std::string_view text,
                                   const YamlLimits& limits, Errors& errors);

}  // namespace leyline
