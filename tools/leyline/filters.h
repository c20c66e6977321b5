// --path and --exclude that do nothing are slips.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/load/source_tree.h"
#include "base/shared_bytes.h"

namespace leyline {

// One input of a command, before its contracts are read.
struct Filtered {
  const SourceTree* tree = nullptr;  // null: a descriptor set
  const SharedBytes* set = nullptr;
};

// One line for each filter that matches no contract of any input, named by its flag; "" when all
// do, and where an input can't be listed, which is an error of its own.
std::string NoticeOfIdle(std::string_view flag, const std::vector<std::string>& filters,
                         const std::vector<Filtered>& inputs,
                         const std::vector<std::string>& roots);

}  // namespace leyline
