#include "tests/oracle/corpus.h"

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/strings.h"

namespace leyline {
namespace {

Result<Exit> RunGit(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "git");
  RealProcess process;
  return process.Run({.argv = std::move(arguments), .folder = "", .input = ""});
}

// A bundle is cloned once; git reads only repositories.
std::string FolderOf(const std::string& corpus) {
  if (std::filesystem::is_directory(corpus)) return corpus;
  const std::string clone =
      fmt::format("{}leyline-corpus-{}", testing::TempDir(),
                  std::hash<std::string>()(std::filesystem::absolute(corpus)));
  if (!std::filesystem::exists(clone)) {
    const auto exit = RunGit({"clone", "--quiet", "--bare", corpus, clone});
    if (!exit.has_value() || exit->code != 0) return "";
  }
  return clone;
}

// The import paths of a source, by a rough reading that is good enough for sound files.
std::vector<std::string> ImportsOf(std::string_view text) {
  std::vector<std::string> imports;
  for (std::string_view line : Split(text, '\n')) {
    if (!line.starts_with("import")) continue;
    const std::size_t open = line.find_first_of("\"'");
    if (open == std::string_view::npos) continue;
    const std::size_t close = line.find(line[open], open + 1);
    if (close == std::string_view::npos) continue;
    imports.emplace_back(line.substr(open + 1, close - open - 1));
  }
  return imports;
}

}  // namespace

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::unique_ptr<Corpus> Corpus::Open(std::string& reason) {
  const std::string path = Environment("LEYLINE_CORPUS");
  if (path.empty()) {
    reason = "LEYLINE_CORPUS is not set: name the git repository or bundle of the corpus in it";
    return nullptr;
  }
  const std::string folder = FolderOf(path);
  const auto exit = folder.empty() ? Result<Exit>(Exit{.code = 1, .out = "", .err = ""})
                                   : RunGit({"-C", folder, "tag", "--sort=version:refname"});
  if (!exit.has_value() || exit->code != 0 || exit->out.empty()) {
    reason = fmt::format("LEYLINE_CORPUS names `{}`, which git can't read or has no tags", path);
    return nullptr;
  }
  std::unique_ptr<Corpus> corpus(new Corpus(folder));
  for (std::string_view tag : Split(exit->out, '\n')) {
    if (!tag.empty()) corpus->tags_.emplace_back(tag);
  }
  if (Environment("LEYLINE_FULL") != "1") corpus->tags_ = {corpus->tags_.back()};
  return corpus;
}

Sources Corpus::Read(const std::string& tag) {
  std::vector<std::string> paths, objects;
  auto entries = git_.ListTree(tag, "");
  if (!entries.has_value()) return {};
  for (const TreeEntry& entry : *entries) {
    if (!entry.path.ends_with(".proto") || entry.path.starts_with("preview/")) continue;
    paths.push_back(entry.path);
    objects.push_back(entry.object);
  }
  auto texts = git_.ReadBlobs(objects);
  if (!texts.has_value()) return {};
  Sources sources;
  for (std::size_t i = 0; i < paths.size(); ++i) sources.emplace(paths[i], std::move((*texts)[i]));
  return sources;
}

Sources Closure(const Sources& all, const std::string& path) {
  Sources closure;
  std::vector<std::string> open = {path};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    const auto found = all.find(next);
    if (found == all.end() || !closure.emplace(*found).second) continue;
    for (std::string& import : ImportsOf(found->second)) open.push_back(std::move(import));
  }
  return closure;
}

}  // namespace leyline
