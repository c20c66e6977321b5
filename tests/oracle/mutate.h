// Random damage to .proto sources, reproducible from a seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// The tokens of a source, as views of it: identifiers, numbers, strings, single punctuation marks.
// Comments and white space are not among them.
std::vector<std::string_view> TokensOf(std::string_view source);

// The source after one random edit: a token or statement deleted, doubled, moved, or (mostly)
// replaced by another one of its kind.
std::string Mutate(std::string_view source, std::mt19937_64& random);

// The lines of `after` that differ from `before`, with a line of context.
std::string DifferentLines(std::string_view before, std::string_view after);

}  // namespace leyline
