// The event log as the gate would use it, for the commands that look after it.
#pragma once

#include <string>
#include <vector>

#include "tools/leyline/event_store.h"
#include "tools/leyline/governance.h"

namespace leyline {

// The rules at the target's tip, the log that they name, and what it says.
struct LogInForce {
  Rules rules;
  OpenedLog log;
  std::vector<Event> events;
};

// `against`: as for the gate.
Result<LogInForce> OpenLogInForce(World& world, Git& git, const std::string& against);

// LG7007: whether a person answers for circuits and clocks: whoever the policy makes answerable;
// where roles.yaml says nothing about persons, anybody who may write the log. `before`: where it
// takes two, those who did the same already; one of the two must stand for the owner.
Status MayAnswer(const LogInForce& opened, const std::string& person,
                 const std::vector<std::string>* before);

// The same log without a look at it or at the policy: to make it, to repair it, also before the
// base has a policy, where the change names it.
Result<OpenedLog> OpenLogUnread(World& world, Git& git, const std::string& against,
                                MissingLog configured = MissingLog::kIsError);

}  // namespace leyline
