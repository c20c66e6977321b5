// What an edit of the rules makes easier to get past.
#pragma once

#include <string>
#include <vector>

#include "policy/policy.h"
#include "records/people.h"

namespace leyline {

// "`min_approvals` 2 -> 1", "new approver `mallory`": one entry for each setting that asks for less
// than before. Empty when the edit only tightens.
std::vector<std::string> Weakenings(const Policy& before, const Policy& after);

// Of who is who: persons who come behind a role, keys that come, and what no longer binds one.
std::vector<std::string> Weakenings(const People& before, const People& after);

}  // namespace leyline
