// What the parts of the policy's reader share.
#pragma once

#include <string>

#include "policy/policy.h"

namespace leyline {

// Reads `key` into `target` when it is there and good; else the default stays.
template <class T>
void ReadInteger(YamlMap& map, std::string_view key, YamlRange range, std::string_view code,
                 T& target) {
  const std::optional<int64_t> value = map.Integer(key, range.lowest, range.highest, code);
  if (value.has_value()) target = static_cast<T>(*value);
}

void ReadBreaker(YamlMap& parent, const std::string& file, BreakerPolicy& breaker, Errors& errors);

}  // namespace leyline
