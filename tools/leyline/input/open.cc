#include "tools/leyline/input/open.h"

#include <fmt/format.h>

#include "analyzer/schema/load.h"
#include "analyzer/schema/load/memory_tree.h"
#include "base/strings.h"

namespace leyline {
namespace {

// An input where no folder is: empty, unless the other side shows that it is a slip.
Opened NothingAt(Opened opened, Error why) {
  opened.missing = {std::move(why)};
  opened.tree = std::make_unique<MemoryTree>(opened.name, Sources());
  return opened;
}

Error NothingIn(const std::string& revision, std::string_view what, const std::string& path) {
  return {.kind = ErrorKind::kInput,
          .message = fmt::format("`{}` has no {} `{}`", revision, what, path),
          .fix = fmt::format("name a {} of that revision", what)};
}

// As PATH of REV:PATH would name a path of the current folder.
std::string PlaceFromTheTop(World& world, std::string path) {
  while (path.starts_with("./")) path.erase(0, 2);
  const auto prefix = Git(world.process, "").Prefix();
  return !prefix || prefix->empty() ? path : fmt::format("{}/{}", *prefix, path);
}

Error NoInput(World& world, const std::string& input) {
  if (world.disk.TypeOf(input) == FileType::kRegular) {
    return {.kind = ErrorKind::kInput,
            .message = fmt::format("`{}` is a file, not an input", input),
            .fix = input.ends_with(".proto")
                       ? "name its folder, and the file with --path"
                       : "a descriptor set ends in .binpb, .pb, .desc, .fds or .protoset and is "
                         "not compressed; - reads one from standard input"};
  }
  const bool revision = Git(world.process, "").Resolve(input).has_value();
  return {.kind = ErrorKind::kInput,
          .message = revision ? fmt::format("there is no folder `{}`, but a revision", input)
                              : fmt::format("there is no `{}`", input),
          .fix = revision ? fmt::format("name a folder of it: {0}:. or {0}:PATH", input)
                          : "name a folder, REV:PATH, or a descriptor set (.binpb)"};
}

const std::shared_ptr<Git>& GitOf(World& world, const RevisionName& revision,
                                  Repositories& repositories) {
  std::shared_ptr<Git>& git = repositories[revision.repository];
  if (git == nullptr) git = std::make_shared<Git>(world.process, revision.repository);
  return git;
}

}  // namespace

std::string CleanPlace(std::string path) {
  while (path.ends_with('/')) path.pop_back();
  return path == "." ? "" : path;
}

Result<Opened> OpenRevision(std::shared_ptr<Git> git, const std::string& name,
                            const std::string& revision, std::string path) {
  Opened opened;
  opened.name = name;
  opened.git = std::move(git);
  auto commit = opened.git->Resolve(revision);
  if (!commit) return Fail(commit.error());
  if (NamesDescriptorSet(path)) {
    auto id = opened.git->Ids({*commit + ":" + path});
    if (!id) return Fail(id.error());
    if (id->front().empty()) return Fail(NothingIn(revision, "file", path));
    auto bytes = opened.git->ReadBlobs(*id);
    if (!bytes) return Fail(bytes.error());
    opened.set = std::move(bytes->front());
    return opened;
  }
  opened.place = path;
  auto tree = OpenGitTree(*opened.git, *commit, path, name);
  if (tree.has_value()) {
    opened.tree = std::move(*tree);
    return opened;
  }
  if (!tree.error().front().code.empty()) return Fail(tree.error());  // nobody knows what is there
  auto there = opened.git->Ids({fmt::format("{}:{}", *commit, path)});
  if (!there) return Fail(there.error());
  Error nothing = NothingIn(revision, "folder", path);
  if (!there->front().empty()) return Fail(std::move(nothing));
  return NothingAt(std::move(opened), std::move(nothing));
}

void ListAhead(World& world, const std::string& input, Repositories& repositories) {
  const auto revision = ReadRevision(world, input);
  if (!revision || !revision->has_value() || NamesDescriptorSet((*revision)->path)) return;
  const std::string path = CleanPlace((*revision)->path);
  GitOf(world, **revision, repositories)
      ->ListAhead(path.empty() ? (*revision)->revision
                               : fmt::format("{}:{}", (*revision)->revision, path));
}

Result<Opened> Open(World& world, const std::string& input, Repositories& repositories) {
  auto revision = ReadRevision(world, input);
  if (!revision) return Fail(revision.error());
  if (revision->has_value()) {
    return OpenRevision(GitOf(world, **revision, repositories), input, (*revision)->revision,
                        CleanPlace((*revision)->path));
  }
  Opened opened;
  opened.name = input;
  if (input == "-") {
    opened.set = world.input;
    return opened;
  }
  if (NamesDescriptorSet(input)) {
    auto bytes = world.disk.Map(input, kDescriptorSetLimit);
    if (!bytes) return Fail(bytes.error());
    opened.set = std::move(*bytes);
    return opened;
  }
  opened.place = CleanPlace(input);
  if (!IsFolder(world, input)) {
    if (world.disk.TypeOf(input) != FileType::kMissing) return Fail(NoInput(world, input));
    opened.place = PlaceFromTheTop(world, opened.place);
    return NothingAt(std::move(opened), NoInput(world, input));
  }
  opened.tree = OpenFolder(world.disk, input, input);
  return opened;
}

Result<Opened> Open(World& world, const std::string& input) {
  Repositories repositories;
  return Open(world, input, repositories);
}

Result<std::optional<std::string>> TextIn(const Opened& opened, std::string_view path) {
  if (opened.tree == nullptr) return std::optional<std::string>();
  const auto entry = opened.tree->Find(path);
  if (auto readable = opened.tree->Readable(); !readable) return Fail(readable.error());
  if (!entry.has_value()) return std::optional<std::string>();
  auto text = opened.tree->Read({*entry});
  if (!text) return Fail(text.error());
  return std::optional<std::string>(std::move(text->front()));
}

Result<std::optional<Config>> ConfigIn(Opened& opened) {
  auto text = TextIn(opened, "leyline.yaml");
  if (!text) return Fail(text.error());
  if (!text->has_value()) return std::optional<Config>();
  opened.is_top = true;
  auto config = ParseConfig("leyline.yaml", **text);
  if (!config) return Fail(config.error());
  return std::optional<Config>(std::move(*config));
}

}  // namespace leyline
