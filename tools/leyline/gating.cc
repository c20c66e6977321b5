#include "tools/leyline/gating.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/views.h"

namespace leyline {
namespace {

Error Misused(std::string message, std::string fix) {
  return {.kind = ErrorKind::kUsage, .message = std::move(message), .fix = std::move(fix)};
}

Error UnknownSurface(std::string_view word) {
  const std::string_view near = Nearest(word, kSurfaceWords);
  return Misused(
      fmt::format("--surfaces: `{}` is none of {}", word, fmt::join(kSurfaceWords, ", ")),
      near.empty() ? "write them with commas: --surfaces binary,json"
                   : fmt::format("did you mean `{}`?", near));
}

Result<std::vector<Surface>> ReadSurfaces(std::string_view text) {
  std::vector<Surface> surfaces;
  for (std::string_view word : Split(text, ',')) {
    const auto* at = std::find(kSurfaceWords.begin(), kSurfaceWords.end(), word);
    if (at == kSurfaceWords.end()) return Fail(UnknownSurface(word));
    const auto surface = static_cast<Surface>(at - kSurfaceWords.begin());
    if (std::find(surfaces.begin(), surfaces.end(), surface) != surfaces.end()) {
      return Fail(Misused(fmt::format("--surfaces names `{}` twice", word), "remove one of them"));
    }
    surfaces.push_back(surface);
  }
  std::sort(surfaces.begin(), surfaces.end());
  return surfaces;
}

}  // namespace

std::vector<Flag> GatingFlagsOf(GatingFlags& flags) {
  return {{.name = "--mode",
           .value = "MODE",
           .help = "judge by these directions only: backward = new readers, old data; forward = "
                   "old readers, new data; full = all; strict = all, compatible changes too",
           .text = &flags.mode,
           .choices = {kModeWords.begin(), kModeWords.end()}},
          {.name = "--surfaces",
           .value = "LIST",
           .help = "judge by these surfaces only, with commas: binary, json, text, source, rpc; "
                   "else binary,json,rpc",
           .text = &flags.surfaces}};
}

Result<std::optional<Gating>> ReadGating(const GatingFlags& flags) {
  if (flags.mode.empty() && flags.surfaces.empty()) return std::optional<Gating>();
  Gating gating;
  if (!flags.mode.empty()) {
    const auto* at = std::find(kModeWords.begin(), kModeWords.end(), flags.mode);
    gating.mode = static_cast<Mode>(at - kModeWords.begin());
  }
  if (!flags.surfaces.empty()) {
    auto surfaces = ReadSurfaces(flags.surfaces);
    if (!surfaces) return Fail(surfaces.error());
    gating.surfaces = std::move(*surfaces);
  }
  return std::optional<Gating>(std::move(gating));
}

bool Fails(const Change& change, std::string_view fail_on, const Gating& gating) {
  if (fail_on.empty()) return false;
  if (gating.mode == Mode::kStrict) return IsGated(change, gating);
  const Compatibility limit =
      fail_on == "breaking" ? Compatibility::kBreakingChange : Compatibility::kConditional;
  return CompatibilityOf(change, &gating) >= limit;
}

}  // namespace leyline
