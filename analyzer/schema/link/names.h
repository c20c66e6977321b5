// Names: who is whose parent, full names, and what is declared twice.
#pragma once

#include "analyzer/schema/link/problems.h"
#include "analyzer/schema/link/symbols.h"

namespace leyline {

// How many full names a file adds to the table.
struct NameCount {
  std::size_t symbols = 0;
};

// Fills parents, files, full names, json names and oneofs of one file, and reports names declared
// twice in one message, enum or service.
NameCount NameFile(File& file, Problems& problems);

// Adds the file's names to the table; reports what another file or this one declared before.
// Values of top-level enums get their full names from `arena`.
void DeclareFile(File& file, SymbolTable& table, Arena& arena, Problems& problems);

// scope + "." + name, in the arena.
std::string_view JoinNames(Arena& arena, std::string_view scope, std::string_view name);

}  // namespace leyline
