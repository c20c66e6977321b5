// Two versions of a tree -> two snapshots with what a comparison needs: the files that differ,
// those that may read differently because of them, and what both import.
#include <algorithm>
#include <optional>
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

// A file that says the same on both sides.
struct Same {
  Both both;
  std::optional<ScannedImports> imports;  // when it has been read
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
    for (const Same& same : same_) {
      const std::string& path = same.both.after->import_path;
      const File* file = side.FindFile(path);
      if (file == nullptr || !file->governed) side.unread.push_back(path);
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
        if (same) {
          same_.push_back({both, std::nullopt});
        } else {
          unsure.push_back(both);
        }
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
    std::vector<std::optional<ScannedImports>> imports(pairs.size());  // of the same ones
    ParallelFor(pairs.size(), options_.threads, [&](std::size_t i) {
      if (HaveSameTokens((*before)[i], (*after)[i])) imports[i] = ScanImports((*after)[i]);
    });
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (imports[i].has_value()) {
        same_.push_back({pairs[i], std::move(imports[i])});
        continue;
      }
      old_.files.push_back(*pairs[i].before);
      old_.texts.push_back(std::move((*before)[i]));
      new_.files.push_back(*pairs[i].after);
      new_.texts.push_back(std::move((*after)[i]));
    }
    return {};
  }

  Status Take() {
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
    if ((other_.empty() && added_.empty()) || same_.empty()) return {};
    if (auto status = ScanSame(); !status) return status;
    Spread();
    std::vector<const Same*> importers;
    std::vector<const Same*> unsure;
    for (const Same& same : same_) {
      if (ImportsAny(*same.imports, other_)) {
        importers.push_back(&same);
      } else if (ImportsAny(*same.imports, added_)) {
        unsure.push_back(&same);
      }
    }
    if (auto status = KeepWhoSayAdded(unsure, importers); !status) return status;
    std::vector<Listed> old_side, new_side;
    for (const Same* same : importers) {
      old_side.push_back(*same->both.before);
      new_side.push_back(*same->both.after);
    }
    if (auto status = before_.Take(old_side); !status) return status;
    return after_.Take(new_side);
  }

  // Those whose contents were known to be the same have not been read.
  Status ScanSame() {
    std::vector<Same*> unread;
    for (Same& same : same_) {
      if (!same.imports.has_value()) unread.push_back(&same);
    }
    return ForTexts(unread, [&](std::size_t i, const std::string& text) {
      unread[i]->imports = ScanImports(text);
    });
  }

  // Reads the files in batches; calls `use` with each index from several threads.
  template <class Node, class Use>
  Status ForTexts(const std::vector<Node>& files, const Use& use) {
    for (std::size_t at = 0; at < files.size(); at += kBatch) {
      const std::size_t size = std::min(kBatch, files.size() - at);
      std::vector<SourceTree::Entry> entries;
      entries.reserve(size);
      for (std::size_t i = 0; i < size; ++i) entries.push_back(files[at + i]->both.after->entry);
      auto texts = after_tree_.Read(entries);
      if (!texts) return Fail(texts.error());
      ParallelFor(size, options_.threads, [&](std::size_t i) { use(at + i, (*texts)[i]); });
    }
    return {};
  }

  Status KeepWhoSayAdded(const std::vector<const Same*>& unsure,
                         std::vector<const Same*>& importers) {
    std::vector<char> says(unsure.size());
    const Status read = ForTexts(unsure, [&](std::size_t i, const std::string& text) {
      says[i] = SaysAdded(*unsure[i]->imports, text) ? 1 : 0;
    });
    if (!read) return read;
    for (std::size_t i = 0; i < unsure.size(); ++i) {
      if (says[i] != 0) importers.push_back(unsure[i]);
    }
    return {};
  }

  // Whether a text says the name of a type that came to a file that it imports.
  bool SaysAdded(const ScannedImports& scanned, std::string_view text) const {
    return std::any_of(scanned.paths.begin(), scanned.paths.end(), [&](const std::string& path) {
      const auto found = added_.find(path);
      return found != added_.end() &&
             std::any_of(found->second.begin(), found->second.end(), [&](const std::string& name) {
               return text.find(name) != std::string_view::npos;
             });
    });
  }

  template <class Paths>
  static bool ImportsAny(const ScannedImports& scanned, const Paths& paths) {
    return scanned.may_be_any ||
           std::any_of(scanned.paths.begin(), scanned.paths.end(),
                       [&](const std::string& path) { return paths.contains(path); });
  }

  // A file passes on what it imports publicly; and extensions, which may be options, have the
  // meaning of all that stands behind them, as far as a value may name it.
  void Spread() {
    std::unordered_set<std::string> behind = rewritten_;
    for (bool grew = true; grew;) {
      grew = false;
      for (const Same& same : same_) {
        const std::string& path = same.both.after->import_path;
        const ScannedImports& imports = *same.imports;
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

  void CompareAllExports() {
    std::unordered_map<std::string_view, Versions> versions;
    for (const auto& file : before_.files()) versions[file->path].before = file.get();
    for (const auto& file : after_.files()) versions[file->path].after = file.get();
    for (const auto& [path, version] : versions) {
      ExportsChange change = CompareExports(version.before, version.after);
      if (change.any) other_.emplace(path);
      if (change.rewrites) rewritten_.emplace(path);
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
  std::vector<Same> same_;
  Wanted old_;
  Wanted new_;
  // Import paths.
  std::unordered_set<std::string> other_;      // whose importers may read differently
  std::unordered_set<std::string> rewritten_;  // where options made of their fields may
  std::unordered_map<std::string, std::vector<std::string>> added_;  // with the types that came
};

}  // namespace

Result<SnapshotPair> LoadPair(const SourceTree& before, const SourceTree& after,
                              const FileSystem& disk, const LoadOptions& options) {
  return PairLoader(before, after, disk, options).Load();
}

}  // namespace leyline
