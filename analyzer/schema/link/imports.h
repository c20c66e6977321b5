// Import statements -> files.
#pragma once

#include <memory>
#include <span>

#include "analyzer/schema/link/problems.h"

namespace leyline {

// Fills Import::file of `own`, which are among `files`; of the others it is filled already. Both
// are sorted by path. Reports two files of one path, imports that are missing or listed twice, and
// cycles.
void ResolveImports(std::span<const std::shared_ptr<File>> files, std::span<File* const> own,
                    Problems& problems);

}  // namespace leyline
