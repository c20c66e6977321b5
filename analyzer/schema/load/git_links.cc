#include "analyzer/schema/load/git_links.h"

#include <algorithm>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr int kHopLimit = 40;  // as the kernel's

// So that the last element is the next part of the path.
void PushParts(std::string_view path, std::vector<std::string>& parts) {
  const std::vector<std::string_view> split = Split(path, '/');
  parts.insert(parts.end(), split.rbegin(), split.rend());
}

}  // namespace

Result<GitLinks> GitLinks::Read(Git& git, const std::vector<TreeEntry>& entries) {
  std::vector<std::string> paths;
  std::vector<std::string> objects;
  for (const TreeEntry& entry : entries) {
    if (!IsLink(entry)) continue;
    paths.push_back(entry.path);
    objects.push_back(entry.object);
  }
  auto targets = git.ReadBlobs(objects);
  if (!targets) return Fail(targets.error());
  GitLinks links(entries);
  for (std::size_t i = 0; i < paths.size(); ++i)
    links.targets_.emplace(std::move(paths[i]), std::move((*targets)[i]));
  return links;
}

bool GitLinks::LeadsToContracts(std::string_view link) const {
  const std::optional<std::string> folder = Resolve(link);
  if (!folder.has_value()) return false;
  const std::string prefix = folder->empty() ? "" : *folder + "/";
  auto at = std::lower_bound(
      entries_->begin(), entries_->end(), prefix,
      [](const TreeEntry& entry, const std::string& wanted) { return entry.path < wanted; });
  for (; at != entries_->end() && at->path.starts_with(prefix); ++at) {
    if (at->path.ends_with(".proto")) return true;
  }
  return false;
}

std::optional<std::string> GitLinks::Resolve(std::string_view path) const {
  std::vector<std::string> open;
  std::vector<std::string> done;
  PushParts(path, open);
  for (int hops = 0; !open.empty();) {
    const std::string part = std::move(open.back());
    open.pop_back();
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (done.empty()) return std::nullopt;
      done.pop_back();
      continue;
    }
    done.push_back(part);
    const auto link = targets_.find(Join(done, "/"));
    if (link == targets_.end()) continue;
    if (++hops > kHopLimit || link->second.starts_with('/')) return std::nullopt;
    done.pop_back();
    PushParts(link->second, open);
  }
  return Join(done, "/");
}

}  // namespace leyline
