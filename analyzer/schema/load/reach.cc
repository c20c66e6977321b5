#include "analyzer/schema/load/reach.h"

#include <algorithm>
#include <utility>

#include "analyzer/schema/exports.h"
#include "base/parallel.h"

namespace leyline {
namespace {

struct Versions {
  const File* before = nullptr;
  const File* after = nullptr;
};

}  // namespace

Reach::Reach(const std::vector<std::unique_ptr<File>>& before,
             const std::vector<std::unique_ptr<File>>& after, int threads) {
  std::unordered_map<std::string_view, Versions> by_path;
  for (const auto& file : before) by_path[file->path].before = file.get();
  for (const auto& file : after) by_path[file->path].after = file.get();
  const std::vector<std::pair<std::string_view, Versions>> versions(by_path.begin(), by_path.end());
  std::vector<ExportsChange> changes(versions.size());
  ParallelFor(versions.size(), threads, [&](std::size_t i) {
    changes[i] = CompareExports(versions[i].second.before, versions[i].second.after);
  });
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const std::string path(versions[i].first);
    if (changes[i].any) other_.insert(path);
    if (changes[i].rewrites) rewritten_.insert(path);
    if (changes[i].grew) grown_.insert(path);
    if (!changes[i].added.empty()) added_.emplace(path, std::move(changes[i].added));
  }
}

void Reach::Spread(std::span<const Same> same, const std::function<bool(std::size_t)>& may_extend) {
  std::unordered_set<std::string> behind = rewritten_;
  const auto reaches = [&](const std::string& path) {
    return other_.contains(path) || added_.contains(path);
  };
  for (bool grew = true; grew;) {
    grew = false;
    for (std::size_t i = 0; i < same.size(); ++i) {
      const std::string& path = *same[i].path;
      const ScannedImports& imports = *same[i].imports;
      if (!behind.contains(path) && ImportsAny(imports, behind)) grew |= behind.insert(path).second;
      if (other_.contains(path)) continue;
      const bool passes_on =
          std::any_of(imports.public_paths.begin(), imports.public_paths.end(), reaches);
      if (passes_on || imports.may_be_any || (behind.contains(path) && may_extend(i))) {
        grew |= other_.insert(path).second;
      }
    }
  }
}

bool Reach::SaysAdded(const ScannedImports& imports, std::string_view text) const {
  return std::any_of(imports.paths.begin(), imports.paths.end(), [&](const std::string& path) {
    const auto found = added_.find(path);
    return found != added_.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](const std::string& name) {
             return text.find(name) != std::string_view::npos;
           });
  });
}

}  // namespace leyline
