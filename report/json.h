// The messages of contracts/leyline/v1 as ProtoJSON with proto field names, one line.
#pragma once

#include <string>

#include "report/views.h"

namespace leyline {

class JsonWriter;

// Steps its minor part when fields are added, its major part when readers must change.
inline constexpr std::string_view kFormatVersion = "1.0";

std::string ValidateJson(const ValidateView& view);  // leyline.v1.ValidateReport
std::string DiffJson(const DiffView& view);          // leyline.v1.DiffReport
std::string ImpactJson(const ImpactView& view);      // leyline.v1.ImpactReport
std::string GateJson(const GateView& view);          // leyline.v1.GateReport
// The same as a value of an object that is open.
void WriteGate(JsonWriter& json, const GateView& view);

}  // namespace leyline
