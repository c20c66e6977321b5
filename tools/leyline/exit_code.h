// The exit codes of every subcommand. Only 0 lets a merge through.
#pragma once

#include "base/error.h"

namespace leyline {

enum class ExitCode : uint8_t {
  kPass = 0,
  kBlocked = 1,      // findings block
  kUsage = 2,        // usage or configuration
  kInput = 3,        // an input can't be read or compiled
  kStore = 4,        // the event log or service can't be reached
  kCircuitOpen = 5,  // blocked by an open circuit
  kBug = 70,         // a bug in Leyline
  kOutput = 74,      // a report or standard output can't be written
};

// The code of the gravest error: 70 > 3 > 2 > 4 > 74.
ExitCode CodeOf(const Errors& errors);

}  // namespace leyline
