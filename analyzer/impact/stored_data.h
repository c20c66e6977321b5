// Stored data that a change touches. For rollout.cc and complexity.cc.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>

#include "analyzer/impact/impact.h"

namespace leyline {

struct StoredData {
  int retention_days = 0;  // 0: not said
  Meeting meeting;
};

// By subsystem and contract: those that the new version can't read, or that the old one can't read
// after a rollback.
using Stores = std::map<std::pair<std::string, std::string>, StoredData>;
Stores StoresOf(std::span<const ChangeImpact> impacts);

// "for 90 days", "for a time that is not said"
std::string RetentionText(int retention_days);

}  // namespace leyline
