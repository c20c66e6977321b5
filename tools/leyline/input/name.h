// What an input is, going by its name.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "tools/leyline/command.h"

namespace leyline {

// A revision as named on the command line.
struct RevisionName {
  std::string repository;  // the folder that git runs in
  std::string revision;
  std::string path;
};

// "REV:PATH" or buf's form; nothing for what is on disk.
Result<std::optional<RevisionName>> ReadRevision(const World& world, const std::string& input);

bool IsFolder(const World& world, const std::string& input);

// "a.binpb", or "-".
bool NamesDescriptorSet(std::string_view input);

}  // namespace leyline
