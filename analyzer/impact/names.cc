#include "analyzer/impact/impact.h"

namespace leyline {

std::string_view NameOf(Risk risk) {
  switch (risk) {
    case Risk::kLow:
      return "LOW";
    case Risk::kMedium:
      return "MEDIUM";
    case Risk::kHigh:
      return "HIGH";
    case Risk::kCritical:
      return "CRITICAL";
  }
  return "CRITICAL";
}

std::string_view NameOf(Role role) {
  switch (role) {
    case Role::kOwns:
      return "owns";
    case Role::kWrites:
      return "writes";
    case Role::kReads:
      return "reads";
    case Role::kStores:
      return "stores";
    case Role::kServes:
      return "serves";
    case Role::kCalls:
      return "calls";
  }
  return "reads";
}

}  // namespace leyline
