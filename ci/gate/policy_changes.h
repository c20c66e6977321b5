// Changes to the rules themselves: policy, subsystems, roles, leyline.yaml. Judged like changes of
// contracts, by the rules that are in force at the base.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "policy/policy.h"

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

inline constexpr std::string_view kChangePolicy = "CHANGE_POLICY";

// Whether all that the file changes is `current_version`, by one: the step that mode `strict` asks
// for. `base` is the policy in force, which was read from the file's `before`.
bool IsVersionBump(const Policy& base, const GovernedFile& file);

}  // namespace leyline
