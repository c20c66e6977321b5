// Where Leyline and libprotobuf 3.21 differ on purpose.
#pragma once

#include <span>
#include <string_view>

namespace leyline {

struct Divergence {
  bool leyline_accepts = false;
  std::string_view complaint;  // a part of what the side that refuses says
  std::string_view example;    // the file under cases/ that shows it, with the reason
};

std::span<const Divergence> KnownDivergences();

bool IsKnownDivergence(bool leyline_accepts, std::string_view complaint);

}  // namespace leyline
