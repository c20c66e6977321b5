#include "tools/leyline/event_store.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <random>

#include <fmt/format.h>

#include "ci/git_log.h"

namespace leyline {
namespace {

namespace fs = std::filesystem;

// Links resolved as far as the path exists.
fs::path Real(const std::string& path) {
  std::error_code ignored;
  const fs::path real = fs::weakly_canonical(path, ignored);
  return ignored ? fs::path(path).lexically_normal() : real;
}

bool IsInside(const fs::path& path, const fs::path& folder) {
  const fs::path way = path.lexically_relative(folder);
  return !way.empty() && *way.begin() != "..";
}

// Never in the work tree: a branch could bring a log of its own.
Result<std::string> FolderOf(Git& git, const std::string& path) {
  auto common = git.CommonDir();
  if (!common) return Fail(common.error());
  const std::string folder = path.starts_with('/') ? path : *common + "/" + path;
  const auto top = git.TopLevel();  // a bare repository has none
  const bool in_tree = top.has_value() && IsInside(Real(folder), Real(*top)) &&
                       !IsInside(Real(folder), Real(*common));
  if (!in_tree) return folder;
  return Fail({.kind = ErrorKind::kConfig,
               .code = "LG1003",
               .message = fmt::format("log `dir:{}` lies in the work tree, where a branch could "
                                      "bring a log of its own",
                                      path),
               .where = SourceSpan{.file = "leyline.yaml"},
               .fix = "name a folder outside of it; a relative one lies in the git directory"});
}

// At most 50 ms at first, and 3.2 s in the end.
void WaitByChance(int tries) {
  constexpr int64_t kNanosInMilli = 1'000'000;
  const int64_t most = int64_t{50} << std::min(tries - 1, 6);
  std::random_device device;
  const int64_t millis = std::uniform_int_distribution<int64_t>(1, most)(device);
  const timespec pause{millis / 1000, millis % 1000 * kNanosInMilli};
  nanosleep(&pause, nullptr);
}

// Under a ref of the remote that all clones share; without a remote, of this repository.
Result<OpenedLog> OpenGit(World& world, const std::string& ref, MissingLog configured) {
  if (ref.starts_with("refs/heads/") || ref.starts_with("refs/tags/")) {
    return Fail(
        {.kind = ErrorKind::kConfig,
         .code = "LG1003",
         .message = fmt::format("log `git:{}` is a branch or a tag, which people write to", ref),
         .where = SourceSpan{.file = "leyline.yaml"},
         .fix = "give it a ref of its own, as `log: git:refs/leyline/log`"});
  }
  auto remote = RemoteOf(world.process, "");
  if (!remote) return Fail(remote.error());
  const std::string label = fmt::format("git:{}{}", ref, remote->empty() ? "" : " of " + *remote);
  return OpenedLog{
      OpenGitLog(RefFile(world.process, "", *remote, ref), label, configured, WaitByChance),
      "event log: " + label};
}

}  // namespace

Result<OpenedLog> OpenLog(World& world, Git& git, const Config& config, MissingLog configured) {
  if (config.log.empty()) {
    auto common = git.CommonDir();
    if (!common) return Fail(common.error());
    const std::string folder = *common + "/leyline";
    return OpenedLog{OpenFolderLog(folder),
                     fmt::format("event log local to this clone: {}", folder)};
  }
  constexpr std::string_view kRef = "git:";
  if (config.log.starts_with(kRef)) {
    return OpenGit(world, config.log.substr(kRef.size()), configured);
  }
  constexpr std::string_view kFolder = "dir:";
  auto folder = FolderOf(git, config.log.substr(kFolder.size()));
  if (!folder) return Fail(folder.error());
  return OpenedLog{OpenFolderLog(*folder, configured), fmt::format("event log: {}", *folder)};
}

}  // namespace leyline
