#include "tools/leyline/init/files.h"

#include <algorithm>
#include <optional>

#include "analyzer/schema/load/source_tree.h"
#include "analyzer/syntax/parse.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr uint64_t kBufLimit = 1024 * 1024;

std::string InTop(const std::string& top, const std::string& path) { return top + "/" + path; }

// Nothing where `top` is in no repository.
std::optional<std::vector<std::string>> ListWithGit(World& world, const std::string& top) {
  const auto exit = world.process.Run(
      {.argv = {"git", "-c", "core.quotePath=false", "ls-files", "-z", "--cached", "--others",
                "--exclude-standard", "--", "*.proto", "buf.yaml", "**/buf.yaml", "buf.work.yaml"},
       .folder = top});
  if (!exit.has_value() || exit->code != 0) return std::nullopt;
  std::vector<std::string> paths;
  for (std::string_view path : Split(exit->out, '\0')) {
    if (!path.empty()) paths.emplace_back(path);
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  return paths;
}

std::vector<std::string> ListOnDisk(World& world, const std::string& top) {
  std::vector<std::string> paths = {"buf.work.yaml", "buf.yaml"};
  const auto entries = OpenFolder(world.disk, top, top)->List("");
  if (!entries.has_value()) return paths;
  for (const SourceTree::Entry& entry : *entries) {
    if (entry.problem.empty()) paths.push_back(entry.path);
  }
  return paths;
}

// As .gitmodules names them.
std::vector<std::string> SubmodulesWithContracts(World& world, const std::string& top) {
  const auto exit = world.process.Run(
      {.argv = {"git", "config", "-z", "--file", ".gitmodules", "--get-regexp", R"(\.path$)"},
       .folder = top});
  std::vector<std::string> found;
  if (!exit.has_value() || exit->code != 0) return found;
  for (std::string_view entry : Split(exit->out, '\0')) {
    const std::size_t end = entry.find('\n');  // of the key
    if (end == std::string_view::npos) continue;
    const std::string path(entry.substr(end + 1));
    if (path.empty() || world.disk.TypeOf(InTop(top, path)) != FileType::kDirectory) continue;
    const auto files = OpenFolder(world.disk, InTop(top, path), path)->List("");
    if (files.has_value() && !files->empty()) found.push_back(path);
  }
  return found;
}

ProtoFile ReadContract(const std::string& path, std::string text) {
  const Parsed parsed = Parse(path, std::move(text));
  const File& read = *parsed.file;
  ProtoFile file{.path = path,
                 .package = std::string(read.package),
                 .imports = {},
                 .declares = !read.messages.empty() || !read.enums.empty() ||
                             !read.services.empty() || !read.extensions.empty(),
                 .has_data = !read.messages.empty() || !read.enums.empty()};
  for (const Import& import : parsed.file->imports) file.imports.emplace_back(import.path);
  return file;
}

}  // namespace

Result<FoundFiles> FindFiles(World& world, const std::string& top) {
  const auto paths = ListWithGit(world, top);
  FoundFiles found;
  if (paths.has_value()) found.submodules = SubmodulesWithContracts(world, top);
  for (const std::string& path : paths.has_value() ? *paths : ListOnDisk(world, top)) {
    if (world.disk.TypeOf(InTop(top, path)) != FileType::kRegular) continue;
    const bool contract = path.ends_with(".proto");
    auto text = world.disk.Read(InTop(top, path), contract ? kContractLimit : kBufLimit);
    if (!text) return Fail(text.error());
    if (contract) {
      found.contracts.push_back(ReadContract(path, std::move(*text)));
    } else {
      found.buf.push_back({path, std::move(*text)});
    }
  }
  return found;
}

}  // namespace leyline
