// Pieces that the JSON renderers share. For report/json*.cc.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/impact/impact.h"
#include "report/json_writer.h"

namespace leyline {

// Each writes a key and its value, or nothing when there is none.
void WriteLocation(JsonWriter& json, std::string_view key, const std::optional<SourceSpan>& where);
void WriteStrings(JsonWriter& json, std::string_view key, const std::vector<std::string>& values);
void WriteChanges(JsonWriter& json, std::span<const Change> changes);

// The fields of an ImpactReport behind `changes`, into an object that is open.
void WriteImpact(JsonWriter& json, const ImpactReport& impact);

}  // namespace leyline
