// What a user names on the command line, opened: a folder, a folder of a revision, a descriptor
// set.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/schema/load/source_tree.h"
#include "base/result.h"
#include "config/leyline_yaml.h"
#include "git/git.h"
#include "tools/leyline/command.h"
#include "tools/leyline/input/name.h"

namespace leyline {

// An input before its contracts are read.
struct Opened {
  std::string name;
  std::shared_ptr<Git> git;          // when it is a revision
  std::unique_ptr<SourceTree> tree;  // null: a descriptor set
  SharedBytes set;
  std::string place;    // PATH of REV:PATH, or the folder; without "." and "/" behind
  bool is_top = false;  // has a leyline.yaml
  Errors missing = {};  // why there is nothing at `place`, where that may mean that all was removed
};

// The repositories that one command reads, so that what is open of one serves both its sides.
using Repositories = std::map<std::string, std::shared_ptr<Git>>;

// "" for ".", and no "/" behind.
std::string CleanPlace(std::string path);

// An input that is not there is open and empty, with why in `missing`, where the other side may
// show that all was removed or is new.
Result<Opened> Open(World& world, const std::string& input, Repositories& repositories);
Result<Opened> Open(World& world, const std::string& input);
// For an input that will be opened and listed: lists it meanwhile, when it is a revision.
void ListAhead(World& world, const std::string& input, Repositories& repositories);
Result<Opened> OpenRevision(std::shared_ptr<Git> git, const std::string& name,
                            const std::string& revision, std::string path);

// A file of a tree; nothing when there is none, or for descriptor sets.
Result<std::optional<std::string>> TextIn(const Opened& opened, std::string_view path);
// The leyline.yaml at the top of a tree; nothing when there is none.
Result<std::optional<Config>> ConfigIn(Opened& opened);

}  // namespace leyline
