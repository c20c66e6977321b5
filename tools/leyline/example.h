// The example of a rule: the case `example.case` of its folder in tests/corpus, which the build
// embeds. What it shows is found anew each time, so it is never older than the rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/rules/rule.h"
#include "analyzer/schema/load/memory_tree.h"
#include "base/file_system.h"

namespace leyline {

struct Example {
  std::string shows;  // one or more sentences
  Sources before;
  Sources after;
  std::vector<Change> changes;
};

Result<Example> ExampleOf(const Rule& rule, const FileSystem& disk);

// "remove_field" of REMOVE_FIELD: the stem of a rule's files, folders and page.
std::string StemOf(const Rule& rule);

// The embedded text; empty when there is none. In a source that the build makes.
std::string_view ExampleText(std::string_view stem);

}  // namespace leyline
