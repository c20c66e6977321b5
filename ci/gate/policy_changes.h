// Changes to the rules themselves: policy, subsystems, roles, leyline.yaml. Judged like changes of
// contracts, by the rules that are in force at the base.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"

namespace leyline {

// One governance file on both sides; nothing where it does not exist.
struct GovernedFile {
  std::string path;
  std::optional<std::string> before;
  std::optional<std::string> after;
};

// One CHANGE_POLICY for each file whose bytes differ: contract and element are its path, the facts
// are the digests of its bytes, so that an approval binds to exactly that text.
std::vector<Change> PolicyChanges(const std::vector<GovernedFile>& files);

}  // namespace leyline
