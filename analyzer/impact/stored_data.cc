#include "analyzer/impact/stored_data.h"

#include <fmt/format.h>

namespace leyline {

Stores StoresOf(std::span<const ChangeImpact> impacts) {
  Stores stores;
  for (const ChangeImpact& impact : impacts) {
    for (const Hit& hit : impact.hits) {
      if (hit.role != Role::kStores || hit.level == Level::kCompatible) continue;
      StoredData& stored = stores[{hit.subsystem, hit.contract}];
      stored.retention_days = hit.retention_days;
      stored.meeting.Join(hit.meeting);
    }
  }
  return stores;
}

std::string RetentionText(int retention_days) {
  if (retention_days == 0) return "for a time that is not said";
  return fmt::format("for {} day{}", retention_days, retention_days == 1 ? "" : "s");
}

}  // namespace leyline
