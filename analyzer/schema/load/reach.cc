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
             const std::vector<std::unique_ptr<File>>& after, int threads)
    : threads_(threads) {
  std::unordered_map<std::string_view, Versions> by_path;
  for (const auto& file : before) by_path[file->path].before = file.get();
  for (const auto& file : after) by_path[file->path].after = file.get();
  const std::vector<std::pair<std::string_view, Versions>> versions(by_path.begin(), by_path.end());
  std::vector<ExportsChange> changes(versions.size());
  ParallelFor(versions.size(), threads, [&](std::size_t i) {
    changes[i] = CompareExports(versions[i].second.before, versions[i].second.after);
  });
  for (std::size_t i = 0; i < versions.size(); ++i) {
    ExportsChange& change = changes[i];
    Marks marks = 0;
    if (change.any) marks |= kOther;
    if (change.rewrites) marks |= kRewritten;
    if (change.grew) marks |= kGrown;
    if (!change.added.empty()) marks |= kAdded;
    if ((marks & ~kGrown) != 0) is_empty_ = false;
    if (marks != 0) changed_.emplace(versions[i].first, Changed{marks, std::move(change.added)});
  }
}

Reach::Marks Reach::Meet(const ScannedImports& imports) const {
  if (imports.may_be_any) return kAny;
  Marks marks = 0;
  for (const std::string_view path : imports.paths) {
    if (const auto found = changed_.find(path); found != changed_.end()) {
      marks |= found->second.marks;
    }
  }
  return marks;
}

// Who imports whom, as numbers: files that are the same by their index, then those that differ.
struct Reach::Links {
  using Numbers = std::vector<uint32_t>;

  Links(std::span<const Same> same, const std::unordered_map<std::string_view, Changed>& changed,
        int threads)
      : marks(same.size()), imports(same.size()), publics(same.size()) {
    std::unordered_map<std::string_view, uint32_t> numbers;
    numbers.reserve(same.size() + changed.size());
    for (const Same& file : same) {
      numbers.emplace(file.path, static_cast<uint32_t>(numbers.size()));
    }
    for (const auto& [path, change] : changed) {
      numbers.emplace(path, static_cast<uint32_t>(marks.size()));
      marks.push_back(change.marks);
    }
    const auto number = [&](const std::vector<std::string_view>& paths, Numbers& to) {
      to.reserve(paths.size());
      for (const std::string_view path : paths) {
        const auto found = numbers.find(path);
        if (found != numbers.end()) to.push_back(found->second);
      }
    };
    ParallelFor(same.size(), threads, [&](std::size_t i) {
      number(same[i].imports->paths, imports[i]);
      number(same[i].imports->public_paths, publics[i]);
    });
  }

  Marks Meet(const Numbers& numbers) const {
    Marks met = 0;
    for (const uint32_t number : numbers) met |= marks[number];
    return met;
  }

  std::vector<Marks> marks;      // by number
  std::vector<Numbers> imports;  // by index
  std::vector<Numbers> publics;
};

void Reach::Spread(std::span<const Same> same, const std::function<bool(std::size_t)>& may_extend) {
  Links links(same, changed_, threads_);
  met_.resize(same.size());
  std::vector<char> asked(same.size());  // for extensions
  for (bool grew = true; grew;) {
    grew = false;
    for (std::size_t i = 0; i < same.size(); ++i) {
      const bool is_any = same[i].imports->may_be_any;
      met_[i] = is_any ? Marks{kAny} : links.Meet(links.imports[i]);
      Marks marks = links.marks[i];
      if ((met_[i] & kRewritten) != 0) marks |= kRewritten;
      const bool passes_on = (links.Meet(links.publics[i]) & (kOther | kAdded)) != 0;
      const bool asks =
          (marks & (kRewritten | kOther)) == kRewritten && !std::exchange(asked[i], 1);
      if (passes_on || is_any || (asks && may_extend(i))) marks |= kOther;
      grew |= std::exchange(links.marks[i], marks) != marks;
    }
  }
}

bool Reach::SaysAdded(const ScannedImports& imports, std::string_view text) const {
  return std::any_of(imports.paths.begin(), imports.paths.end(), [&](std::string_view path) {
    const auto found = changed_.find(path);
    return found != changed_.end() &&
           std::any_of(found->second.added.begin(), found->second.added.end(),
                       [&](const std::string& name) { return text.find(name) != text.npos; });
  });
}

}  // namespace leyline
