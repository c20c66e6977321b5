// The violation report: what a blocked run leaves behind so that people can act without the job's
// log: whom it concerns, what to do by hand, and the whole report of the gate.
#pragma once

#include <string>
#include <vector>

#include "report/views.h"

namespace leyline {

struct ViolationView {
  GateView gate;
  std::string run;          // the change request, or the digest of the change set
  std::string owner;        // of the policy
  std::string traceparent;  // of the run; may be empty
};

// What people can do, in order: each once, commands as they are typed.
std::vector<std::string> ManualSteps(const GateView& view);

std::string ViolationMarkdown(const ViolationView& view);
std::string ViolationJson(const ViolationView& view);  // leyline.v1.ViolationReport

}  // namespace leyline
