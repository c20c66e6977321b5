// Small text tools that more than one room needs.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// The candidate nearest to `word`, for "did you mean": at most a third of its letters may differ.
// Empty when nothing is near.
std::string_view Nearest(std::string_view word, std::span<const std::string_view> candidates);

// ASCII letters only.
std::string ToLower(std::string_view text);

// Without blanks, tabs and line ends around it.
std::string_view Trim(std::string_view text);

bool IsValidUtf8(std::string_view text);

// Control characters, escape sequences, bidirectional controls and invalid UTF-8 as \xNN or \uNNNN,
// so that untrusted text can't steer a terminal or forge a line of output.
std::string Printable(std::string_view text);

// The beginning, of at most that many bytes, without a part of a character at its end.
std::string_view Beginning(std::string_view text, std::size_t most);

std::vector<std::string_view> Split(std::string_view text, char separator);

std::string Join(std::span<const std::string> parts, std::string_view separator);

// Glob over '/'-separated paths or '.'-separated names: `*` within a part, `**` across parts, `?`.
// Linear in pattern times text.
bool GlobMatches(std::string_view pattern, std::string_view text, char separator);

}  // namespace leyline
