// Whether the diff that a proposal shows its readers is the one that merges.
#pragma once

#include <string>
#include <string_view>

namespace leyline {

// What a unified diff shows of a file otherwise than another does: "contracts/a.proto: line `+ x`";
// empty when both add and remove the same lines in each file that `shown` names. Of lines without a
// file each must be among those that change. Places and context don't count, so a rebase changes
// nothing.
std::string DiffMismatch(std::string_view shown, std::string_view actual);

}  // namespace leyline
