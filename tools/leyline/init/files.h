// What a repository has that `leyline init` looks at.
#pragma once

#include <string>
#include <vector>

#include "tools/leyline/command.h"
#include "tools/leyline/init/from_buf.h"
#include "tools/leyline/input/proto_roots.h"

namespace leyline {

struct FoundFiles {
  std::vector<ProtoFile> contracts;
  std::vector<BufText> buf;
  std::vector<std::string> submodules = {};  // that hold contracts
};

// Of the work tree below `top`: in a git repository what git does not ignore.
Result<FoundFiles> FindFiles(World& world, const std::string& top);

}  // namespace leyline
