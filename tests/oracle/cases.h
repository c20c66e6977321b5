// The small sources under cases/. The first line of each is its verdict: `// want: accept`, or
// `// want: reject LINE:COL text`. A second line `// oracle: differs: REASON` marks a divergence
// that is meant; it is executed like the rest. What follows a line `// file: NAME` is another file,
// which the first one may import.
#pragma once

#include <string>
#include <vector>

#include "tests/oracle/libprotobuf.h"

namespace leyline {

struct Case {
  std::string name;  // "enums_alias.proto", also its import path
  std::string text;  // of the whole case
  Sources sources;
  std::string want;  // "accept", "reject 3:7 text"
  bool differs = false;
  bool edition = false;  // of the first file
};

// All cases, sorted by name.
std::vector<Case> AllCases();

}  // namespace leyline
