// Which versions were released: a folder of them, or tags.
#include <algorithm>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "analyzer/history/versions.h"
#include "base/strings.h"
#include "tools/leyline/input/releases.h"

namespace leyline {
namespace {

Error Problem(ErrorKind kind, std::string code, std::string message, std::string fix) {
  return {.kind = kind,
          .code = std::move(code),
          .message = std::move(message),
          .where = std::nullopt,
          .fix = std::move(fix)};
}

// "v1.binpb" -> "v1"
std::string WithoutEnding(const std::string& name) {
  return NamesDescriptorSet(name) ? name.substr(0, name.rfind('.')) : name;
}

std::vector<Release> ByVersion(std::vector<Release> releases) {
  std::sort(releases.begin(), releases.end(),
            [](const Release& a, const Release& b) { return IsOlderVersion(a.name, b.name); });
  return releases;
}

class Search {
 public:
  Search(World& world, const HistoryRequest& request)
      : world_(world), request_(request), spec_(request.spec) {}

  Result<std::vector<Release>> Run() {
    if (IsFolder()) return InFolder();
    const bool is_range = spec_.ends_with("..");
    if (!is_range && spec_.find("..") != std::string_view::npos) {
      return Fail(
          Problem(ErrorKind::kUsage, "",
                  fmt::format("--history `{}` is no range: the releases end at BEFORE", spec_),
                  fmt::format("write `{}`", spec_.substr(0, spec_.find("..") + 2))));
    }
    if (spec_.find('/') != std::string_view::npos && spec_.find('*') == std::string_view::npos &&
        (spec_.starts_with('.') || spec_.ends_with('/'))) {
      return Fail(Problem(ErrorKind::kInput, "", fmt::format("there is no folder `{}`", spec_),
                          "--history takes REV.., a pattern of tags, or a folder of releases"));
    }
    auto tags = is_range ? InRange() : Matching();
    if (!tags) return Fail(tags.error());
    return Located(std::move(*tags));
  }

 private:
  Git OpenGit() const { return {world_.process, Place().repository}; }
  const GitPlace& Place() const { return request_.before ? *request_.before : *request_.after; }

  bool IsFolder() const {
    if (request_.folder_in_git) {
      Git git = OpenGit();
      const auto ids = git.Ids({fmt::format("{}:{}/", Place().commit, spec_)});
      return ids.has_value() && !ids->front().empty();
    }
    return world_.disk.TypeOf(std::string(spec_) + "/.") == FileType::kDirectory;
  }

  // What stands directly in the folder: sub-folders and descriptor sets.
  Result<std::vector<Release>> InFolder() {
    std::string folder(spec_);
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    auto releases = request_.folder_in_git ? InGitFolder(folder) : InDiskFolder(folder);
    if (!releases) return Fail(releases.error());
    if (releases->empty()) {
      return Fail(Problem(ErrorKind::kInput, "LG5005",
                          fmt::format("found no released version in `{}`", folder),
                          "it holds one folder or descriptor set for each released version"));
    }
    return UpToAfter(ByVersion(std::move(*releases)));
  }

  // Without the sides themselves and what came after AFTER.
  std::vector<Release> UpToAfter(std::vector<Release> releases) const {
    const auto index_of = [&](std::string input) {
      while (input.size() > 1 && input.ends_with('/')) input.pop_back();
      return std::find_if(releases.begin(), releases.end(), [&](const Release& release) {
        return !input.empty() && release.input == input;
      });
    };
    for (auto at = index_of(request_.before_input); at != releases.end(); ++at) {
      at->is_between = true;
    }
    releases.erase(index_of(request_.after_input), releases.end());
    const auto before = index_of(request_.before_input);
    if (before != releases.end()) releases.erase(before);
    return releases;
  }

  Result<std::vector<Release>> InDiskFolder(const std::string& folder) const {
    auto entries = world_.disk.List(folder);
    if (!entries) return Fail(entries.error());
    std::vector<Release> releases;
    for (const DirEntry& entry : *entries) {
      const bool is_set = entry.type == FileType::kRegular && NamesDescriptorSet(entry.name);
      if (entry.name.starts_with('.') || (entry.type != FileType::kDirectory && !is_set)) continue;
      releases.push_back({.name = WithoutEnding(entry.name),
                          .git = std::nullopt,
                          .input = folder + "/" + entry.name,
                          .content = "",
                          .is_between = false});
    }
    return releases;
  }

  Result<std::vector<Release>> InGitFolder(const std::string& folder) const {
    Git git = OpenGit();
    auto entries = git.ListTree(Place().commit, folder);
    if (!entries) return Fail(entries.error());
    std::set<std::string> names;
    for (const TreeEntry& entry : *entries) {
      const std::size_t slash = entry.path.find('/');
      if (entry.path.starts_with('.')) continue;
      if (slash != std::string::npos || NamesDescriptorSet(entry.path)) {
        names.insert(entry.path.substr(0, slash));
      }
    }
    std::vector<Release> releases;
    for (const std::string& name : names) {
      GitPlace place = Place();
      place.path = folder + "/" + name;
      releases.push_back({.name = WithoutEnding(name),
                          .git = std::move(place),
                          .input = "",
                          .content = "",
                          .is_between = false});
    }
    return releases;
  }

  Status CheckGit() const {
    if (!request_.before.has_value() && !request_.after.has_value()) {
      return Fail(
          Problem(ErrorKind::kUsage, "",
                  fmt::format("--history `{}` names tags, and neither side is in git", spec_),
                  "name a folder that holds one descriptor set for each release"));
    }
    Git git = OpenGit();
    auto shallow = git.IsShallow();
    if (!shallow) return Fail(shallow.error());
    if (!*shallow) return {};
    return Fail(Problem(ErrorKind::kInput, "LG9001",
                        "this shallow clone does not have all released versions",
                        "git fetch --unshallow --tags, or check out with fetch-depth: 0"));
  }

  // Tags from REV up to BEFORE.
  Result<std::vector<GitTag>> InRange() {
    if (auto status = CheckGit(); !status) return Fail(status.error());
    const std::string revision(spec_.substr(0, spec_.size() - 2));
    Git git = OpenGit();
    auto first = git.Resolve(revision);
    if (!first) return Fail(first.error());
    auto tags = git.Tags({.contains = *first, .merged_into = Place().commit});
    if (!tags) return Fail(tags.error());
    if (!tags->empty()) return tags;
    return Fail(Problem(ErrorKind::kInput, "LG9002",
                        fmt::format("no tag lies from `{}` up to BEFORE", revision),
                        "git fetch --tags, or name a pattern of tags or a folder of releases"));
  }

  // Tags of the pattern, but for those that came after AFTER.
  Result<std::vector<GitTag>> Matching() {
    if (auto status = CheckGit(); !status) return Fail(status.error());
    Git git = OpenGit();
    auto tags = git.Tags();
    if (!tags) return Fail(tags.error());
    std::vector<GitTag> found;
    for (const GitTag& tag : *tags) {
      if (GlobMatches(spec_, tag.name, '/')) found.push_back(tag);
    }
    if (found.empty()) return Fail(NoMatch(*tags));
    auto later = LaterThan(git, request_.after);
    if (!later) return Fail(later.error());
    std::erase_if(found, [&](const GitTag& tag) { return later->contains(tag.name); });
    if (!found.empty()) return found;
    return Fail(Problem(ErrorKind::kInput, "LG9002",
                        fmt::format("all tags that match `{}` came after AFTER", spec_),
                        "name tags of versions that were released before it"));
  }

  // The tags that came after a side; none where it isn't in the same repository.
  Result<std::set<std::string>> LaterThan(Git& git, const std::optional<GitPlace>& side) const {
    std::set<std::string> later;
    if (!side.has_value() || side->repository != Place().repository) return later;
    auto tags = git.Tags({.contains = side->commit, .merged_into = ""});
    if (!tags) return Fail(tags.error());
    for (const GitTag& tag : *tags) {
      if (tag.commit != side->commit) later.insert(tag.name);
    }
    return later;
  }

  Error NoMatch(const std::vector<GitTag>& tags) const {
    std::vector<std::string_view> names;
    for (const GitTag& tag : tags) names.push_back(tag.name);
    const std::string_view near = Nearest(spec_, names);
    std::string fix = "git fetch --tags";
    if (!near.empty()) {
      fix = fmt::format("did you mean `{}`?", near);
    } else if (!names.empty()) {
      constexpr std::size_t kShown = 5;
      const bool more = names.size() > kShown;
      if (more) names.resize(kShown);
      fix = fmt::format("tags are {}{}", fmt::join(names, ", "), more ? " and more" : "");
    }
    return Problem(ErrorKind::kInput, "LG9002", fmt::format("no tag matches `{}`", spec_),
                   std::move(fix));
  }

  // Puts tags in order and finds the contracts in them. Trees that are equal are the same version.
  Result<std::vector<Release>> Located(std::vector<GitTag> tags) {
    Git git = OpenGit();
    std::vector<std::string> tips;
    for (const GitTag& tag : tags) tips.push_back(tag.commit);
    auto graph = git.Skeleton(tips);
    if (!graph) return Fail(graph.error());
    const std::vector<GitTag> ordered = InOrder(std::move(tags), *graph);
    const std::string& path = Place().path;
    std::vector<std::string> names;
    for (const GitTag& tag : ordered) names.push_back(tag.commit + ":" + path);
    auto ids = git.Ids(names);
    if (!ids) return Fail(ids.error());
    auto later = LaterThan(git, request_.before);
    if (!later) return Fail(later.error());
    std::unordered_set<std::string> seen = ContentOfSides(git);
    std::vector<Release> releases;
    for (std::size_t i = ordered.size(); i-- > 0;) {
      if ((*ids)[i].empty()) {
        if (const auto folder = git.FolderId(ordered[i].commit, path); !folder) {
          return Fail(folder.error());
        }
        world_.err += fmt::format("{} has no folder `{}`: nothing to compare with\n",
                                  Printable(ordered[i].name), Printable(path));
      } else if (seen.insert((*ids)[i]).second) {
        GitPlace place = Place();
        place.commit = ordered[i].commit;
        releases.push_back({.name = ordered[i].name,
                            .git = std::move(place),
                            .input = "",
                            .content = (*ids)[i],
                            .is_between = later->contains(ordered[i].name)});
      }
    }
    std::reverse(releases.begin(), releases.end());
    return releases;
  }

  std::unordered_set<std::string> ContentOfSides(Git& git) const {
    std::unordered_set<std::string> contents;
    for (const std::optional<GitPlace>& side : {request_.before, request_.after}) {
      if (!side.has_value() || side->is_work_tree) continue;
      if (side->repository != Place().repository) continue;
      const auto ids = git.Ids({side->commit + ":" + side->path});
      if (ids.has_value() && !ids->front().empty()) contents.insert(ids->front());
    }
    return contents;
  }

  World& world_;
  const HistoryRequest& request_;
  std::string_view spec_;
};

}  // namespace

Result<std::vector<Release>> FindReleases(World& world, const HistoryRequest& request) {
  return Search(world, request).Run();
}

}  // namespace leyline
