// Files that two versions have in common: parsed and linked once.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "analyzer/schema/snapshot.h"

namespace leyline {

// By import path.
using SharedFiles = std::unordered_map<std::string_view, std::shared_ptr<File>>;

// Of a linked version the files that link to the same in the other one: those that are the same
// there, and all that they import. `is_same` says it of a file alone; `has` whether the other
// version has something at an import path, and is asked of imports that this one leaves open.
SharedFiles FilesInCommon(const Snapshot& version, const std::function<bool(const File&)>& is_same,
                          const std::function<bool(std::string_view)>& has);

}  // namespace leyline
