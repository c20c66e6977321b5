// Two versions of a tree -> two snapshots with what a comparison needs: the files that differ,
// those that may read differently because of them, and what both import.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/schema/exports.h"
#include "analyzer/schema/same_tokens.h"
#include "analyzer/schema/scan_imports.h"
#include "analyzer/schema/tree_loader.h"
#include "base/parallel.h"

namespace leyline {
namespace {

using Listed = TreeLoader::Listed;

// How many files are held in memory while they are compared or scanned.
constexpr std::size_t kBatch = 512;

// What of one side is to be parsed.
struct Wanted {
  std::vector<Listed> files;
  std::vector<std::string> texts;  // of the files
};

// Both sides of one import path.
struct Both {
  const Listed* before = nullptr;
  const Listed* after = nullptr;
};

struct Versions {
  const File* before = nullptr;
  const File* after = nullptr;
};

class PairLoader {
 public:
  PairLoader(const SourceTree& before, const SourceTree& after, const FileSystem& disk,
             const LoadOptions& options)
      : before_tree_(before),
        after_tree_(after),
        options_(options),
        before_(before, disk, options),
        after_(after, disk, options) {}

  Result<SnapshotPair> Load() {
    auto before = before_.List();
    if (!before) return Fail(before.error());
    auto after = after_.List();
    if (!after) return Fail(after.error());
    // One side may be empty; both have nothing to compare.
    if (before->empty() && after->empty() && !before_.has_errors() && !after_.has_errors()) {
      return Fail(after_.NothingFound());
    }
    if (auto status = Split(*before, *after); !status) return Fail(status.error());
    if (auto status = Take(); !status) return Fail(status.error());
    if (auto status = TakeImporters(); !status) return Fail(status.error());
    const auto is_same = [](const File& file) { return !file.governed; };
    auto old_side = before_.Finish(is_same);
    if (!old_side) return Fail(old_side.error());
    auto new_side = after_.Finish(is_same);
    if (!new_side) return Fail(new_side.error());
    SetUnread(*old_side);
    SetUnread(*new_side);
    return SnapshotPair{std::move(*old_side), std::move(*new_side)};
  }

 private:
  void SetUnread(Snapshot& side) const {
    for (const Both& both : same_) {
      const File* file = side.FindFile(both.after->import_path);
      if (file == nullptr || !file->governed) side.unread.push_back(both.after->import_path);
    }
    std::sort(side.unread.begin(), side.unread.end());
  }

  Status Split(const std::vector<Listed>& before, const std::vector<Listed>& after) {
    std::vector<Both> unsure;
    auto b = before.begin();
    auto a = after.begin();
    while (b != before.end() || a != after.end()) {
      const int order = b == before.end()  ? 1
                        : a == after.end() ? -1
                                           : b->import_path.compare(a->import_path);
      if (order < 0) {
        only_before_.push_back(*b++);
      } else if (order > 0) {
        only_after_.push_back(*a++);
      } else {
        const Both both{&*b++, &*a++};
        const bool same = !both.before->entry.content.empty() &&
                          both.before->entry.content == both.after->entry.content;
        same ? same_.push_back(both) : unsure.push_back(both);
      }
    }
    for (std::size_t at = 0; at < unsure.size(); at += kBatch) {
      const std::size_t size = std::min(kBatch, unsure.size() - at);
      if (auto status = Compare({unsure.data() + at, size}); !status) return status;
    }
    return {};
  }

  static std::vector<SourceTree::Entry> EntriesOf(std::span<const Both> pairs,
                                                  const Listed* Both::* side) {
    std::vector<SourceTree::Entry> entries;
    entries.reserve(pairs.size());
    for (const Both& both : pairs) entries.push_back((both.*side)->entry);
    return entries;
  }

  // While the bytes are hot. Comments and white space make no difference.
  Status Compare(std::span<const Both> pairs) {
    auto before = before_tree_.Read(EntriesOf(pairs, &Both::before));
    if (!before) return Fail(before.error());
    auto after = after_tree_.Read(EntriesOf(pairs, &Both::after));
    if (!after) return Fail(after.error());
    std::vector<char> same(pairs.size());
    ParallelFor(pairs.size(), options_.threads, [&](std::size_t i) {
      same[i] = HaveSameTokens((*before)[i], (*after)[i]) ? 1 : 0;
    });
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (same[i] != 0) {
        same_.push_back(pairs[i]);
        continue;
      }
      changed_.insert(pairs[i].before->import_path);
      old_.files.push_back(*pairs[i].before);
      old_.texts.push_back(std::move((*before)[i]));
      new_.files.push_back(*pairs[i].after);
      new_.texts.push_back(std::move((*after)[i]));
    }
    return {};
  }

  Status Take() {
    for (const Listed& file : only_before_) changed_.insert(file.import_path);
    for (const Listed& file : only_after_) changed_.insert(file.import_path);
    for (auto [loader, wanted, only] :
         {std::tuple(&before_, &old_, &only_before_), std::tuple(&after_, &new_, &only_after_)}) {
      if (!wanted->files.empty()) {
        if (auto status = loader->Take(wanted->files, std::move(wanted->texts)); !status) {
          return status;
        }
      }
      if (auto status = loader->Take(*only); !status) return status;
    }
    return {};
  }

  // Files that are the same and may still read differently.
  Status TakeImporters() {
    CompareAllExports();
    ComparePackages();
    if ((other_.empty() && added_.empty()) || same_.empty()) return {};
    std::vector<ScannedImports> scanned(same_.size());
    std::vector<char> says_added(same_.size());
    for (std::size_t at = 0; at < same_.size(); at += kBatch) {
      const std::size_t size = std::min(kBatch, same_.size() - at);
      auto texts = after_tree_.Read(EntriesOf({same_.data() + at, size}, &Both::after));
      if (!texts) return Fail(texts.error());
      ParallelFor(size, options_.threads, [&](std::size_t i) {
        scanned[at + i] = ScanImports((*texts)[i]);
        const std::string& text = (*texts)[i];
        const bool says = SaysAdded(scanned[at + i], text) || SaysAny(text, successors_);
        says_added[at + i] = says ? 1 : 0;
      });
    }
    Spread(scanned);
    std::vector<Listed> old_side, new_side;
    for (std::size_t i = 0; i < same_.size(); ++i) {
      if (says_added[i] == 0 && !ImportsAny(scanned[i], other_)) continue;
      old_side.push_back(*same_[i].before);
      new_side.push_back(*same_[i].after);
    }
    if (auto status = before_.Take(old_side); !status) return status;
    return after_.Take(new_side);
  }

  // Whether a text says the name of a type that came to a file that it imports.
  bool SaysAdded(const ScannedImports& scanned, std::string_view text) const {
    return std::any_of(scanned.paths.begin(), scanned.paths.end(), [&](const std::string& path) {
      const auto found = added_.find(path);
      return found != added_.end() && SaysAny(text, found->second);
    });
  }

  static bool SaysAny(std::string_view text, const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return text.find(name) != std::string_view::npos;
    });
  }

  static bool ImportsAny(const ScannedImports& scanned,
                         const std::unordered_set<std::string>& paths) {
    return scanned.may_be_any ||
           std::any_of(scanned.paths.begin(), scanned.paths.end(),
                       [&](const std::string& path) { return paths.contains(path); });
  }

  // A file passes on what it imports publicly; and extensions, which may be options, have the
  // meaning of all that stands behind them.
  void Spread(const std::vector<ScannedImports>& scanned) {
    std::unordered_set<std::string> behind = changed_;
    for (bool grew = true; grew;) {
      grew = false;
      for (std::size_t i = 0; i < scanned.size(); ++i) {
        const std::string& path = same_[i].after->import_path;
        const ScannedImports& imports = scanned[i];
        if (!behind.contains(path) && ImportsAny(imports, behind)) {
          grew |= behind.insert(path).second;
        }
        if (other_.contains(path)) continue;
        const bool passes_on =
            std::any_of(imports.public_paths.begin(), imports.public_paths.end(),
                        [&](const std::string& passed) {
                          return other_.contains(passed) || added_.contains(passed);
                        });
        const bool extends = imports.may_extend && behind.contains(path);
        if (passes_on || extends || imports.may_be_any) grew |= other_.insert(path).second;
      }
    }
  }

  // Where a package went and another came, what stays decides whether the one became the other:
  // files of either package, and copies.
  void ComparePackages() {
    const Packages before = PackagesOf(before_.files());
    const Packages after = PackagesOf(after_.files());
    const Gone went = OnlyIn(before, after);
    const Gone came = OnlyIn(after, before);
    std::set_intersection(went.names.begin(), went.names.end(), came.names.begin(),
                          came.names.end(), std::back_inserter(successors_));
    if (successors_.empty()) return;
    for (const Gone* gone : {&went, &came}) {
      successors_.insert(successors_.end(), gone->packages.begin(), gone->packages.end());
    }
  }

  // The names of the top-level declarations of each package.
  using Packages = std::map<std::string, std::set<std::string>>;
  struct Gone {
    std::vector<std::string> packages;
    std::set<std::string> names;
  };

  static Gone OnlyIn(const Packages& some, const Packages& others) {
    Gone gone;
    for (const auto& [package, names] : some) {
      if (others.contains(package)) continue;
      gone.packages.push_back(package);
      gone.names.insert(names.begin(), names.end());
    }
    return gone;
  }

  static Packages PackagesOf(const std::vector<std::unique_ptr<File>>& files) {
    Packages packages;
    for (const auto& file : files) {
      std::set<std::string>& names = packages[std::string(file->package)];
      for (const Message& message : file->messages) names.emplace(message.name);
      for (const Enum& enumeration : file->enums) names.emplace(enumeration.name);
      for (const Service& service : file->services) names.emplace(service.name);
    }
    return packages;
  }

  void CompareAllExports() {
    std::unordered_map<std::string_view, Versions> versions;
    for (const auto& file : before_.files()) versions[file->path].before = file.get();
    for (const auto& file : after_.files()) versions[file->path].after = file.get();
    for (const auto& [path, version] : versions) {
      ExportsChange change = CompareExports(version.before, version.after);
      if (change.any) other_.emplace(path);
      if (!change.added.empty()) added_.emplace(path, std::move(change.added));
    }
  }

  const SourceTree& before_tree_;
  const SourceTree& after_tree_;
  const LoadOptions& options_;
  TreeLoader before_;
  TreeLoader after_;
  std::vector<Listed> only_before_;
  std::vector<Listed> only_after_;
  std::vector<Both> same_;
  Wanted old_;
  Wanted new_;
  // Import paths.
  std::unordered_set<std::string> changed_;
  std::vector<std::string> successors_;    // what packages that went and came have in common
  std::unordered_set<std::string> other_;  // whose importers may read differently
  std::unordered_map<std::string, std::vector<std::string>> added_;  // with the types that came
};

}  // namespace

Result<SnapshotPair> LoadPair(const SourceTree& before, const SourceTree& after,
                              const FileSystem& disk, const LoadOptions& options) {
  return PairLoader(before, after, disk, options).Load();
}

}  // namespace leyline
