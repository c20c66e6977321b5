#include "tools/leyline/trace.h"

#include "ci/trace.h"

namespace leyline {

std::string TraceparentOf(const World& world) {
  std::string value = world.environment("TRACEPARENT");
  return IsTraceparent(value) ? value : "";
}

}  // namespace leyline
