// A few changes and what goes with them, for the renderers' tests.
#pragma once

#include <vector>

#include "report/views.h"

namespace leyline {

// A removed field (breaking in json), an added one (compatible), with hostile text in a name.
std::vector<Change> SampleChanges();
ImpactReport SampleImpact();

// A blocked gate run over SampleChanges; owns all that its view borrows.
struct SampleGate {
  SampleGate();
  std::vector<Change> changes = SampleChanges();
  ImpactReport impact = SampleImpact();
  Policy policy;
  GateRequest request;
  GateVerdict verdict;
  GateView view() const;
};

}  // namespace leyline
