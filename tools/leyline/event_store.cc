#include "tools/leyline/event_store.h"

#include <fmt/format.h>

namespace leyline {

Result<OpenedLog> OpenLog(Git& git, const Config& config) {
  if (config.log.empty()) {
    auto common = git.CommonDir();
    if (!common) return Fail(common.error());
    const std::string folder = *common + "/leyline";
    return OpenedLog{OpenFolderLog(folder),
                     fmt::format("event log local to this clone: {}", folder)};
  }
  constexpr std::string_view kFolder = "dir:";
  if (!config.log.starts_with(kFolder)) {
    return Fail({.kind = ErrorKind::kConfig,
                 .message = fmt::format("log `{}` is not supported by this version", config.log),
                 .where = SourceSpan{.file = "leyline.yaml"},
                 .fix = "use dir:PATH, a folder that all runs share"});
  }
  std::string folder = config.log.substr(kFolder.size());
  if (!folder.starts_with('/')) {
    auto top = git.TopLevel();
    if (!top) return Fail(top.error());
    folder = *top + "/" + folder;
  }
  return OpenedLog{OpenFolderLog(folder), fmt::format("event log: {}", folder)};
}

}  // namespace leyline
