// What codes and outcomes of a gate stand for.
#include <algorithm>
#include <iterator>

#include "ci/gate/evaluate.h"

namespace leyline {
namespace {

// Families of codes: approvals, coverage, versions; and the records that claim what is not so.
constexpr std::string_view kViolations[] = {"LG4",    "LG5",    "LG6",    "LG3006", "LG3008",
                                            "LG3009", "LG3011", "LG3012", "LG3013", "LG3019"};

constexpr std::string_view kCritical[] = {"LG4012"};

}  // namespace

bool CountsAsViolation(std::string_view code) {
  return std::any_of(std::begin(kViolations), std::end(kViolations),
                     [&](std::string_view family) { return code.starts_with(family); });
}

bool IsCritical(std::string_view code) {
  return std::find(std::begin(kCritical), std::end(kCritical), code) != std::end(kCritical);
}

std::string_view NameOf(GateOutcome outcome) {
  constexpr std::string_view kNames[] = {"PASS", "BLOCKED", "CIRCUIT_OPEN", "UNDECIDED"};
  return kNames[static_cast<std::size_t>(outcome)];
}

}  // namespace leyline
