// Two versions of contracts as text -> what the rules say about them as text.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "analyzer/schema/snapshot.h"

namespace leyline {

using Sources = std::map<std::string, std::string>;

// Fails the test when the sources don't compile. Files below google/ are imports, not governed.
Snapshot Compiled(const Sources& sources);

// A file "a.proto" of package t; `syntax` is "proto2", "proto3" or an edition's year.
Sources One(std::string_view syntax, std::string_view body);

// One line a change and one a surface: "backward | forward | round trip", where
//   "="         is compatible, "= EFFECT" compatible with an effect,
//   "! EFFECT"  breaking, "? EFFECT: condition" conditional; silent ones end with "(silent)".
std::string DiffText(const Sources& before, const Sources& after);

}  // namespace leyline
