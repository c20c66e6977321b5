// A case: a file with an introduction, both versions of the contracts, and all changes between
// them.
//
//   One or more lines that say what the case shows.
//   -- before/a.proto --
//   ...
//   -- after/a.proto --
//   ...
//   -- want --
//   REMOVE_FIELD t.M.a BREAKING_CHANGE
//   ...
#pragma once

#include <string>
#include <string_view>

#include "analyzer/schema/load/memory_tree.h"

namespace leyline {

struct CaseFile {
  std::string intro;
  std::string head;  // all up to the line `-- want --`, as it stands in the file
  Sources before;
  Sources after;
  std::string want;      // empty: no change is wanted
  std::string mistakes;  // what is wrong with the file itself; empty when it is fine
};

CaseFile ReadCase(std::string_view text);

// The file's text with another `want`.
std::string WriteCase(const CaseFile& file, const std::string& want);

}  // namespace leyline
