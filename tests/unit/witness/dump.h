// Witnesses as text, for tests.
#pragma once

#include <string>
#include <vector>

#include "analyzer/diff/change.h"

namespace leyline::testing {

std::string DumpWitness(const Verdict& verdict);
// Both sources and a line for each verdict that isn't COMPATIBLE.
std::string DumpWitnesses(const std::vector<Change>& changes);

}  // namespace leyline::testing
