// Whether a policy can be met by the people there are.
#pragma once

#include "base/result.h"
#include "policy/policy.h"
#include "records/people.h"

namespace leyline {

// LG2005 when fewer persons than `min_approvals` could ever approve, LG2007 when roles.yaml has
// roles or keys and doesn't know a name of the policy. Empty when all is well.
Errors CheckAgainstPeople(const Policy& policy, const People& people);

}  // namespace leyline
