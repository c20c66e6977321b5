// Import statements -> files.
#pragma once

#include <memory>
#include <vector>

#include "analyzer/schema/link/problems.h"

namespace leyline {

// Fills Import::file. `files` are sorted by path; reports two files of one path, imports that are
// missing or listed twice, and cycles.
void ResolveImports(const std::vector<std::unique_ptr<File>>& files, Problems& problems);

}  // namespace leyline
