// Two versions of a tree -> two snapshots with what a comparison needs: the files that differ,
// those that may read differently because of them, and what both import.
#include <algorithm>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "analyzer/schema/link/finish_both.h"
#include "analyzer/schema/load/pair_listing.h"
#include "analyzer/schema/load/reach.h"
#include "analyzer/schema/load/same_tokens.h"
#include "analyzer/schema/load/scan_imports.h"
#include "analyzer/schema/load/tree_loader.h"
#include "base/heap.h"
#include "base/parallel.h"
#include "base/sorted.h"

namespace leyline {
namespace {

using Listed = TreeLoader::Listed;

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
  std::optional<bool> says_added;         // Reach::SaysAdded, when that is known
  std::string text = {};                  // of the after side, where it is wanted again
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

  // With all files of both listed.
  Result<SnapshotPair> Load() {
    Result<std::vector<Listed>> before;
    Result<std::vector<Listed>> after;
    RunBoth(options_.threads, [&] { before = before_.List(); }, [&] { after = after_.List(); });
    if (!before) return Fail(before.error());
    if (!after) return Fail(after.error());
    // One side may be empty; both have nothing to compare.
    if (before->empty() && after->empty() && !before_.has_errors() && !after_.has_errors()) {
      return Fail(after_.NothingFound());
    }
    return Compare(*before, *after);
  }

  // With those listed that differ. Fails also where others would have to be listed for an answer.
  Result<SnapshotPair> Load(PairListing& listing) {
    listing_ = &listing;
    const std::vector<Listed> before = before_.Governed(listing.before);
    const std::vector<Listed> after = after_.Governed(listing.after);
    if (before.empty() || after.empty()) {
      if (auto status = TakeShared(); !status) return Fail(status.error());
      if (same_.empty()) return Fail(after_.NothingFound());
    }
    auto pair = Compare(before, after);
    if (!pair) return pair;
    const auto& problems = listing.Problems();
    if (!problems) return Fail(problems.error());
    after_.Governed(*problems);
    if (after_.has_errors()) return after_.Finish().map([](Snapshot) { return SnapshotPair(); });
    return pair;
  }

 private:
  Result<SnapshotPair> Compare(const std::vector<Listed>& before,
                               const std::vector<Listed>& after) {
    if (auto status = Split(before, after); !status) return Fail(status.error());
    const std::size_t differ = old_.files.size() + only_before_.size() + only_after_.size();
    if (differ > kManyFiles) PrepareLargeHeap();
    Take();
    if (auto status = TakeImporters(); !status) return Fail(status.error());
    if (options_.unchanged == Unchanged::kLoaded) TakeUnchanged();
    auto pair = FinishBoth(before_, after_, options_.threads);
    if (!pair) return pair;
    if (HasOthers(pair->before, pair->after) && HasOthers(pair->after, pair->before)) {
      if (auto status = TakeShared(); !status) return Fail(status.error());
      SetUnread(pair->before);
      SetUnread(pair->after);
    }
    return pair;
  }

  // Takes note of the files that both trees have, once.
  Status TakeShared() {
    if (listing_ == nullptr) return {};
    auto entries = listing_->Shared();
    listing_ = nullptr;
    if (!entries) return Fail(entries.error());
    shared_ = after_.Governed(std::move(*entries));
    for (const Listed& file : shared_)
      same_.push_back({{&file, &file}, std::nullopt, std::nullopt});
    return {};
  }

  // Whether a file of `side` is not in `other`.
  static bool HasOthers(const Snapshot& side, const Snapshot& other) {
    return std::any_of(side.files.begin(), side.files.end(),
                       [&](const auto& file) { return other.FindFile(file->path) == nullptr; });
  }

  void SetUnread(Snapshot& side) const {
    for (const Same& same : same_) {
      const std::string& path = same.both.after->import_path;
      const File* file = side.FindFile(path);
      if (file == nullptr || !file->governed) side.unread.push_back(path);
    }
    EnsureSorted(side.unread);
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
          same_.push_back({both, std::nullopt, std::nullopt});
        } else {
          unsure.push_back(both);
        }
      }
    }
    return Compare(unsure);
  }

  static std::vector<SourceTree::Entry> EntriesOf(std::span<const Both> pairs,
                                                  const Listed* Both::* side) {
    std::vector<SourceTree::Entry> entries;
    entries.reserve(pairs.size());
    for (const Both& both : pairs) entries.push_back((both.*side)->entry);
    return entries;
  }

  // What the bytes of both sides say.
  struct Compared {
    std::optional<ScannedImports> imports;  // of those that are the same
    std::string before;                     // of the others
    std::string after;
  };

  // While the bytes are hot. Comments and white space make no difference.
  Status Compare(const std::vector<Both>& pairs) {
    std::vector<Compared> compared(pairs.size());
    const Status read = TryForRanges(pairs.size(), before_tree_.batch(), options_.threads,
                                     [&](std::size_t first, std::size_t last) {
                                       return Compare({&pairs[first], last - first},
                                                      {&compared[first], last - first});
                                     });
    if (!read) return read;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (compared[i].imports.has_value()) {
        same_.push_back({pairs[i], std::move(compared[i].imports), std::nullopt});
        continue;
      }
      old_.files.push_back(*pairs[i].before);
      old_.texts.push_back(std::move(compared[i].before));
      new_.files.push_back(*pairs[i].after);
      new_.texts.push_back(std::move(compared[i].after));
    }
    return {};
  }

  Status Compare(std::span<const Both> pairs, std::span<Compared> compared) const {
    auto before = before_tree_.Read(EntriesOf(pairs, &Both::before));
    if (!before) return Fail(before.error());
    auto after = after_tree_.Read(EntriesOf(pairs, &Both::after));
    if (!after) return Fail(after.error());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (HaveSameTokens((*before)[i], (*after)[i])) {
        compared[i].imports = ScanImports((*after)[i]);
      } else {
        compared[i].before = std::move((*before)[i]);
        compared[i].after = std::move((*after)[i]);
      }
    }
    return {};
  }

  void Take() {
    for (auto [loader, wanted, only] :
         {std::tuple(&before_, &old_, &only_before_), std::tuple(&after_, &new_, &only_after_)}) {
      if (!wanted->files.empty()) loader->Take(wanted->files, std::move(wanted->texts));
      loader->Take(*only);
    }
  }

  // Files that are the same and may still read differently.
  Status TakeImporters() {
    Reach reach(before_.files(), after_.files(), options_.threads);
    if (reach.empty()) return {};
    if (auto status = TakeShared(); !status) return status;
    if (same_.empty()) return {};
    if (auto status = ScanSame(reach); !status) return status;
    std::vector<Reach::Same> all;
    all.reserve(same_.size());
    for (const Same& same : same_) all.push_back({same.both.after->import_path, &*same.imports});
    reach.Spread(all, [&](std::size_t i) { return same_[i].imports->may_extend; });
    std::vector<Same*> unread;
    for (std::size_t i = 0; i < same_.size(); ++i) {
      Same& same = same_[i];
      const bool may_be = reach.MayBe(*same.imports) && same.says_added.value_or(true);
      if (same.text.empty() && (may_be || reach.Is(i))) unread.push_back(&same);
    }
    const Status read = ForTexts(unread, [&](std::size_t i, std::string text) {
      unread[i]->says_added = reach.SaysAdded(*unread[i]->imports, text);
      unread[i]->text = std::move(text);
    });
    if (!read) return read;
    Wanted same_bytes, old_side, new_side;
    for (std::size_t i = 0; i < same_.size(); ++i) {
      Same& same = same_[i];
      if (!same.says_added.value_or(false) && !reach.Is(i)) continue;
      const auto& [before, after] = same.both;
      const bool is_same =
          !before->entry.content.empty() && before->entry.content == after->entry.content;
      (is_same ? same_bytes : new_side).files.push_back(*after);
      (is_same ? same_bytes : new_side).texts.push_back(std::move(same.text));
      if (!is_same) old_side.files.push_back(*before);
    }
    before_.Take(old_side.files);
    after_.Take(new_side.files, std::move(new_side.texts));
    before_.Take(same_bytes.files, same_bytes.texts);
    after_.Take(same_bytes.files, std::move(same_bytes.texts));
    return {};
  }

  void TakeUnchanged() {
    std::vector<Listed> old_side, new_side;
    for (const Same& same : same_) {
      old_side.push_back(*same.both.before);
      new_side.push_back(*same.both.after);
    }
    before_.TakeForOthers(old_side);
    after_.TakeForOthers(new_side);
  }

  // Those whose contents were known to be the same have not been read. Keeps the texts that are
  // surely wanted again.
  Status ScanSame(const Reach& reach) {
    std::vector<Same*> unread;
    for (Same& same : same_) {
      if (!same.imports.has_value()) unread.push_back(&same);
    }
    return ForTexts(unread, [&](std::size_t i, std::string text) {
      Same& same = *unread[i];
      same.imports = ScanImports(text);
      same.says_added = reach.MayBe(*same.imports) && reach.SaysAdded(*same.imports, text);
      if (*same.says_added || reach.IsAtOnce(*same.imports)) same.text = std::move(text);
    });
  }

  // Reads the files and calls `use` with each index, from several threads.
  template <class Use>
  Status ForTexts(const std::vector<Same*>& files, const Use& use) const {
    return TryForRanges(files.size(), after_tree_.batch(), options_.threads,
                        [&](std::size_t first, std::size_t last) -> Status {
                          std::vector<SourceTree::Entry> entries;
                          entries.reserve(last - first);
                          for (std::size_t i = first; i < last; ++i) {
                            entries.push_back(files[i]->both.after->entry);
                          }
                          auto texts = after_tree_.Read(entries);
                          if (!texts) return Fail(texts.error());
                          for (std::size_t i = first; i < last; ++i) {
                            use(i, std::move((*texts)[i - first]));
                          }
                          return {};
                        });
  }

  const SourceTree& before_tree_;
  const SourceTree& after_tree_;
  const LoadOptions& options_;
  TreeLoader before_;
  TreeLoader after_;
  std::vector<Listed> only_before_;
  std::vector<Listed> only_after_;
  PairListing* listing_ = nullptr;  // of files that have not been taken note of
  std::vector<Listed> shared_;
  std::vector<Same> same_;
  Wanted old_;
  Wanted new_;
};

}  // namespace

Result<SnapshotPair> LoadPair(const SourceTree& before, const SourceTree& after,
                              const FileSystem& disk, const LoadOptions& options) {
  if (const auto listing = PairListing::Make(before, after, options); listing != nullptr) {
    auto pair = PairLoader(before, after, disk, options).Load(*listing);
    if (pair.has_value()) return pair;
    // Something is wrong, maybe also with files that have not been looked at.
  }
  return PairLoader(before, after, disk, options).Load();
}

}  // namespace leyline
