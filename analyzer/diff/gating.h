// Gating: which verdicts count. One mechanism for the approval policy, the gate and `diff`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"

namespace leyline {

// Directions that count. backward and forward: that one. full: all. strict: all, and not only what
// is worse than COMPATIBLE: every change that can be seen.
enum class Mode : uint8_t { kStrict, kBackward, kForward, kFull };

// As people write them, in the order of their enums.
inline constexpr std::array<std::string_view, 4> kModeWords = {"strict", "backward", "forward",
                                                               "full"};
inline constexpr std::array<std::string_view, 5> kSurfaceWords = {"binary", "json", "text",
                                                                  "source", "rpc"};

inline std::string_view NameOf(Mode mode) { return kModeWords[static_cast<std::size_t>(mode)]; }
inline std::string_view WordOf(Surface surface) {
  return kSurfaceWords[static_cast<std::size_t>(surface)];
}

// By default as `compatibility` is: BACKWARD on binary, json and rpc.
struct Gating {
  Mode mode = Mode::kBackward;
  std::vector<Surface> surfaces = {Surface::kBinary, Surface::kJson, Surface::kRpc};  // sorted

  // Whether a verdict is of one of the mode's directions and on one of the surfaces.
  bool Counts(const Verdict& verdict) const;
  bool HasSurface(Surface surface) const;
};

// The worst level of the verdicts that count; nothing when none does.
std::optional<Level> WorstOf(const Change& change, const Gating& gating);

// Worse than COMPATIBLE among what counts; under strict, every change that is visible on one of the
// surfaces. A change without any verdict is always gated: nothing is known of what it does.
bool IsGated(const Change& change, const Gating& gating);

// COMPATIBLE, CONDITIONAL, or worse (UNKNOWN counts as breaking).
Compatibility CompatibilityOf(Level level);

}  // namespace leyline
