// The imports of a source, without parsing it.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace leyline {

struct ScannedImports {
  std::vector<std::string_view> paths;
  std::vector<std::string_view> public_paths;  // these of them that are passed on
  // Some import, or something that looks like one, is not in the plain form `import "path";`: the
  // file may import anything.
  bool may_be_any = false;
  bool may_extend = false;                 // what looks like an extension stands somewhere
  std::unique_ptr<char[]> held = nullptr;  // what the paths view; null: it is somebody else's
};

// May name more than the file imports (from comments), never less. Views nothing of the text.
ScannedImports ScanImports(std::string_view text);

}  // namespace leyline
