// Pieces that the text renderers share.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

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

// A text that begins at column `indent` of its line, broken at `width` and hung under its begin.
std::string Hung(std::string_view text, std::size_t indent, std::size_t width);

// Whom a change hits, and by which paths: a few of many, for `leyline impact` has them all; all, and
// those that notice nothing, with style.all.
void AppendHits(std::string& out, std::span<const Hit> hits, const TextStyle& style);

// Whether a change that counts as compatible is not so in another direction or on another surface.
bool IsWorseElsewhere(const Change& change);

// "binary 088080808010: old writes a = 4294967296, new reads a = 0": of a verdict with a witness.
std::string WitnessLine(const Verdict& verdict);

// "2 breaking, 1 conditional, 14 compatible"
std::string TallyText(const Tally& tally);

// The digests of the changes that the gate asks about.
using Digests = std::unordered_set<std::string_view>;
Digests GatedOf(const GateView& view);

// "3 changes (1 breaking, 0 conditional, 2 compatible), 1 gated; base 0123456789ab of ..."
std::string GateTally(const GateView& view);

// "PASS", "BLOCKED", "BLOCKED by an open circuit"
std::string_view Answer(GateOutcome outcome);

// "ok     ", "note   ", "missing"
std::string_view MarkOf(const Requirement& requirement);

// "1 change", "3 changes"
std::string Counted(int32_t count, std::string_view noun);

}  // namespace leyline
