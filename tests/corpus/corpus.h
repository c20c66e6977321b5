// The cases of the corpus on disk, for all tests that run over them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/schema/snapshot.h"
#include "tools/leyline/case_file.h"

namespace leyline::testing {

std::string ReadText(const std::filesystem::path& path);

// "change_field_type/zigzag.case", sorted.
std::vector<std::string> CasePaths();
CaseFile ReadCaseAt(const std::string& path);

// A side of a case; a failure of the test when it does not compile. No files: an empty snapshot.
Snapshot Load(const Sources& sources, const std::string& side);

// A case with both its sides, which the changes point into.
struct LoadedCase {
  CaseFile file;
  Snapshot before;
  Snapshot after;
};
LoadedCase LoadCase(const std::string& path);

// "change_field_type" of "CHANGE_FIELD_TYPE".
std::string Lower(std::string_view text);

}  // namespace leyline::testing
