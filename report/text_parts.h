// Pieces that the text renderers share.
#pragma once

#include <string>
#include <string_view>

#include "report/views.h"

namespace leyline {

// Text in a colour, when the style has colours.
enum class Tint : uint8_t { kRed, kYellow, kGreen, kBold, kDim };
std::string Tinted(const TextStyle& style, Tint tint, std::string_view text);

// "BREAKING", "CONDITIONAL", "COMPATIBLE" in its colour, padded to the longest.
std::string LevelLabel(const TextStyle& style, Level level);
Level LevelOf(Compatibility compatibility);

// "dir/a.proto:7:3"; of what is gone, the place it had before.
std::string PlaceOf(const Change& change);

// The block of one change: place, type, sentence, verdicts worse than COMPATIBLE (all with
// style.all). With `gating` only what counts there.
void AppendChange(std::string& out, const Change& change, const TextStyle& style,
                  const Gating* gating = nullptr);

// "binary 088080808010: old writes a = 4294967296, new reads a = 0": of a verdict with a witness.
std::string WitnessLine(const Verdict& verdict);

// "2 breaking, 1 conditional, 14 compatible"
std::string TallyText(const Tally& tally);

// "1 change", "3 changes"
std::string Counted(int32_t count, std::string_view noun);

}  // namespace leyline
