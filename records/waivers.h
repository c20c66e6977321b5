// Waivers: findings that were accepted for a while. governance/waivers.yaml of the base.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace leyline {

class YamlShape;

struct Waiver {
  std::string change_type;
  std::string element;
  std::string digest;  // of the one change that is meant; empty: of whatever happens to the element
  std::string owner;   // who accepted it
  std::string reason;
  Time expires;
  SourceSpan where = {};
};

Result<std::vector<Waiver>> ParseWaivers(const std::string& file, std::string_view text);
YamlShape WaiversShape();

}  // namespace leyline
