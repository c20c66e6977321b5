// A comment for a pull or merge request, or the summary of a job.
#pragma once

#include <string>
#include <string_view>

#include "report/views.h"

namespace leyline {

// The first line of a comment, by which the next run finds it to replace it.
inline constexpr std::string_view kDiffComment = "<!-- leyline:diff -->";
inline constexpr std::string_view kGateComment = "<!-- leyline:gate -->";

// GitHub takes 65,536 characters; what doesn't fit is counted.
inline constexpr std::size_t kMostMarkdown = 60'000;

std::string DiffMarkdown(const DiffView& view, const TextStyle& style);
std::string GateMarkdown(const GateView& view, const TextStyle& style);

}  // namespace leyline
