// The sheet that an approver reads: what a proposal asks for, what it does, and where it stands.
#pragma once

#include <string>

#include "ci/gate/status.h"
#include "report/views.h"

namespace leyline {

struct SheetView {
  const GateRequest* request = nullptr;
  const ProposalStatus* status = nullptr;
};

std::string SheetText(const SheetView& view, const TextStyle& style);

// A line for each proposal, and below it what is missing.
std::string StatusText(std::span<const ProposalStatus> all, const TextStyle& style);

}  // namespace leyline
