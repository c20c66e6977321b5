#include "tools/leyline/input/name.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/strings.h"
#include "git/git.h"

namespace leyline {
namespace {

// buf's "DIR/.git#ref=REV,subdir=PATH"; branch, tag and commit are other words for ref.
Result<RevisionName> ReadBufGit(const std::string& input) {
  const std::size_t hash = input.find('#');
  RevisionName name{.repository = input.substr(0, hash), .revision = "HEAD", .path = ""};
  for (std::string_view option : Split(std::string_view(input).substr(hash + 1), ',')) {
    const std::size_t equals = option.find('=');
    const std::string_view key = option.substr(0, equals);
    const std::string value(equals == std::string_view::npos ? "" : option.substr(equals + 1));
    if (key == "ref" || key == "branch" || key == "tag" || key == "commit") {
      name.revision = value;
    } else if (key == "subdir") {
      name.path = value;
    } else {
      return Fail({.kind = ErrorKind::kUsage,
                   .code = "",
                   .message = fmt::format("`{}` in `{}` is not understood", key, input),
                   .where = std::nullopt,
                   .fix = "known are ref, branch, tag, commit and subdir"});
    }
  }
  constexpr std::string_view kInWorkTree = "/.git";
  if (name.repository == ".git") {
    name.repository.clear();
  } else if (name.repository.ends_with(kInWorkTree)) {
    name.repository.resize(name.repository.size() - kInWorkTree.size());
  }  // else it is bare
  return name;
}

// As git does: what begins with "./" or "../" starts from the current folder.
Result<std::string> FromTheTop(const World& world, const std::string& input, std::string path) {
  if (!path.starts_with("./") && !path.starts_with("../")) return path;
  const auto prefix = Git(world.process, "").Prefix();
  if (!prefix) return path;  // there is no work tree; git says what is wrong
  const std::string full =
      (std::filesystem::path(*prefix) / path).lexically_normal().generic_string();
  if (full != ".." && !full.starts_with("../")) return full;
  return Fail({.kind = ErrorKind::kInput,
               .message = fmt::format("`{}` leaves the repository", input),
               .fix = "name a folder of that revision"});
}

}  // namespace

bool IsFolder(const World& world, const std::string& input) {
  return world.disk.TypeOf(input.ends_with('/') ? input + "." : input) == FileType::kDirectory ||
         world.disk.TypeOf(input + "/.") == FileType::kDirectory;
}

Result<std::optional<RevisionName>> ReadRevision(const World& world, const std::string& input) {
  const std::size_t hash = input.find('#');
  if (hash != std::string::npos && input.substr(0, hash).ends_with(".git")) {
    auto name = ReadBufGit(input);
    if (!name) return Fail(name.error());
    return std::optional<RevisionName>(std::move(*name));
  }
  const std::size_t colon = input.find(':');
  if (colon == std::string::npos || colon == 0 || IsFolder(world, input)) {
    return std::optional<RevisionName>();
  }
  if (NamesDescriptorSet(input) && world.disk.TypeOf(input) != FileType::kMissing) {
    return std::optional<RevisionName>();
  }
  auto path = FromTheTop(world, input, input.substr(colon + 1));
  if (!path) return Fail(path.error());
  return std::optional<RevisionName>(
      {.repository = "", .revision = input.substr(0, colon), .path = std::move(*path)});
}

bool NamesDescriptorSet(std::string_view input) {
  if (input == "-") return true;
  for (std::string_view ending : {".binpb", ".pb", ".desc", ".fds", ".protoset"}) {
    if (input.ends_with(ending)) return true;
  }
  return false;
}

}  // namespace leyline
