// What buf's breaking rules are about, in surfaces of ours.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"

namespace leyline {

using BufRules = std::set<std::string_view>;

// The rules that a rule or category of buf stands for, older names too; none: buf has no such.
BufRules ExpandBufRule(std::string_view name);

// The surfaces that the rules guard, sorted.
std::vector<Surface> SurfacesOfBuf(const BufRules& rules);

}  // namespace leyline
