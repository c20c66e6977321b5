// governance/roles.yaml: the principals, and what each is called in commits and records.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "records/people.h"

namespace leyline {

class YamlShape;

Result<People> ParseRoles(const std::string& file, std::string_view text);
// What the file may hold.
YamlShape RolesShape();

}  // namespace leyline
