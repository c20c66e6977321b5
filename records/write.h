// Records as files: what leyline propose and decide write, and ParseProposal and ParseDecision read
// back as the same record.
#pragma once

#include <string>

#include "records/records.h"

namespace leyline {

std::string TextOf(const ChangeProposal& proposal);
std::string TextOf(const GovernanceDecision& decision);

}  // namespace leyline
