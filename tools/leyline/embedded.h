// Files of the source tree that the command carries.
#pragma once

#include <span>
#include <string_view>

namespace leyline {

struct EmbeddedText {
  std::string_view path;
  std::string_view text;
};

// The policies that ship, "team.yaml"; of policy/profiles.
std::span<const EmbeddedText> Profiles();
// The repository of `leyline demo`; of examples/shop.
std::span<const EmbeddedText> ShopFiles();

}  // namespace leyline
