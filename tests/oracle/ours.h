// Leyline's front end over sources in memory.
#pragma once

#include <string>

#include "analyzer/schema/snapshot.h"
#include "base/result.h"
#include "tests/oracle/libprotobuf.h"

namespace leyline {

// Parses and links one file and what it imports.
Result<Snapshot> Compile(const Sources& sources, const std::string& path);

}  // namespace leyline
