// LoadDescriptorSet and LoadDescriptorSets of analyzer/schema/load.h.
#include "analyzer/schema/load.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/descriptor_set/closure.h"
#include "analyzer/schema/descriptor_set/index.h"
#include "analyzer/schema/link/below.h"
#include "analyzer/schema/link/finish_both.h"
#include "analyzer/schema/load/reach.h"
#include "base/heap.h"
#include "base/mapped_bytes.h"
#include "base/parallel.h"

namespace leyline {
namespace {

using Entry = SetIndex::Entry;

Error NothingGoverned(const std::string& label) {
  return {.kind = ErrorKind::kInput,
          .code = "LG5005",
          .message = fmt::format("`{}` has no contracts that are to be judged", label),
          .where = std::nullopt,
          .fix = "look at --path and --exclude, or make the set from the contracts' own folder"};
}

// One set on its way to a snapshot.
class SetLoader {
 public:
  SetLoader(std::string label, SharedBytes set, const LoadOptions& options)
      : label_(std::move(label)), set_(std::move(set)), options_(options) {}

  Status Open() {
    auto index = SetIndex::Make(label_, set_.bytes);
    if (!index) return Fail(index.error());
    index_.emplace(std::move(*index));
    const bool any = std::any_of(index_->entries().begin(), index_->entries().end(),
                                 [&](const Entry& entry) { return IsGoverned(entry); });
    if (!any && options_.sought.empty()) return Fail(NothingGoverned(label_));
    return {};
  }

  const SetIndex& index() const { return *index_; }
  void Release() const { ReleasePages(set_); }
  const std::vector<std::unique_ptr<File>>& files() const { return files_; }

  bool IsGoverned(const Entry& entry) const {
    const bool wanted = options_.paths.empty() || IsBelowAny(entry.path, options_.paths);
    return index_->IsGoverned(entry) && wanted && IsSought(entry.path) &&
           !IsBelowAny(entry.path, options_.excludes);
  }

  // As files that are there for others, but for those that were taken already.
  Status TakeForOthers(const std::vector<const Entry*>& entries) {
    std::unordered_set<std::string_view> taken;
    for (const auto& file : files_) taken.insert(file->path);
    const std::size_t first = files_.size();
    std::vector<const Entry*> rest;
    for (const Entry* entry : entries) {
      if (!taken.contains(entry->path)) rest.push_back(entry);
    }
    auto status = Take(rest);
    for (std::size_t i = first; i < files_.size(); ++i) files_[i]->governed = false;
    return status;
  }

  Status Take(const std::vector<const Entry*>& entries) {
    std::vector<Result<std::unique_ptr<File>>> decoded(entries.size());
    ParallelFor(entries.size(), options_.threads,
                [&](std::size_t i) { decoded[i] = index_->Decode(*entries[i]); });
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!decoded[i]) return Fail(decoded[i].error());
      (*decoded[i])->governed = IsGoverned(*entries[i]);
      files_.push_back(std::move(*decoded[i]));
    }
    return {};
  }

  // With what the governed files need.
  Result<Snapshot> Finish(std::function<bool(const File&)> known_valid = nullptr) {
    const auto decode = [&](std::string_view path) -> Result<std::unique_ptr<File>> {
      const Entry* entry = index_->Find(path);
      if (entry == nullptr) return std::unique_ptr<File>();
      return index_->Decode(*entry);
    };
    if (Errors missing = Closure(label_, files_, decode).Keep(); !missing.empty()) {
      return Fail(std::move(missing));
    }
    auto snapshot = Link(label_, std::move(files_),
                         {.threads = options_.threads, .known_valid = std::move(known_valid)});
    if (snapshot.has_value()) snapshot->backing.push_back(set_);
    return snapshot;
  }

 private:
  bool IsSought(std::string_view path) const {
    return options_.sought.empty() || options_.sought.Has(path);
  }

  std::string label_;
  SharedBytes set_;
  const LoadOptions& options_;
  std::optional<SetIndex> index_;
  std::vector<std::unique_ptr<File>> files_;
};

class SetPairLoader {
 public:
  // `threads`: for what is only worth one where the sets are large.
  SetPairLoader(SetLoader& before, SetLoader& after, const LoadOptions& options, int threads)
      : before_(before), after_(after), options_(options), threads_(threads) {}

  Result<SnapshotPair> Load() {
    Split();
    Release();
    if (auto status = before_.Take(old_); !status) return Fail(status.error());
    if (auto status = after_.Take(new_); !status) return Fail(status.error());
    if (auto status = TakeImporters(); !status) return Fail(status.error());
    if (auto status = TakeUnchanged(); !status) return Fail(status.error());
    auto pair = FinishBoth(before_, after_, options_.threads);
    if (!pair) return pair;
    RunBoth(threads_, [&] { SetUnread(pair->before); }, [&] { SetUnread(pair->after); });
    Release();
    return pair;
  }

 private:
  // All has been looked at; little of it will be again.
  void Release() const {
    RunBoth(threads_, [&] { before_.Release(); }, [&] { after_.Release(); });
  }

  void Split() {
    std::vector<std::pair<const Entry*, const Entry*>> both;
    PairByPath(both);
    std::vector<char> same(both.size());
    ParallelFor(both.size(), options_.threads, [&](std::size_t i) {
      same[i] = HaveSameDeclarations(*both[i].first, *both[i].second) ? 1 : 0;
    });
    for (std::size_t i = 0; i < both.size(); ++i) {
      if (same[i] != 0) {
        same_.push_back(both[i]);
      } else {
        old_.push_back(both[i].first);
        new_.push_back(both[i].second);
      }
    }
  }

  // Those that only one has differ.
  void PairByPath(std::vector<std::pair<const Entry*, const Entry*>>& both) {
    const std::vector<Entry>& olds = before_.index().entries();
    const std::vector<Entry>& news = after_.index().entries();
    auto b = olds.begin();
    auto a = news.begin();
    while (b != olds.end() || a != news.end()) {
      const int order = b == olds.end() ? 1 : a == news.end() ? -1 : b->path.compare(a->path);
      if (order == 0) both.emplace_back(&*b, &*a);
      if (order < 0) old_.push_back(&*b);
      if (order > 0) new_.push_back(&*a);
      if (order <= 0) ++b;
      if (order >= 0) ++a;
    }
  }

  // Names in a descriptor are absolute: what came can't catch them, but an enum that grew is met.
  Status TakeImporters() {
    Reach reach(before_.files(), after_.files(), options_.threads);
    if (reach.empty()) return {};
    std::vector<Reach::Same> all;
    all.reserve(same_.size());
    for (const auto& [before, after] : same_) all.push_back({after->path, &after->imports});
    reach.Spread(all, [&](std::size_t i) { return DeclaresExtensions(*same_[i].second); });
    std::vector<const Entry*> old_side;
    std::vector<const Entry*> new_side;
    for (std::size_t i = 0; i < same_.size(); ++i) {
      const auto& [before, after] = same_[i];
      const bool meets = after->is_proto2 && reach.MeetsGrown(i);
      if (!meets && !reach.Is(i)) continue;
      old_side.push_back(before);
      new_side.push_back(after);
    }
    if (auto status = before_.Take(old_side); !status) return status;
    return after_.Take(new_side);
  }

  Status TakeUnchanged() {
    if (options_.unchanged == Unchanged::kLeftOut) return {};
    std::vector<const Entry*> old_side;
    std::vector<const Entry*> new_side;
    for (const auto& [before, after] : same_) {
      old_side.push_back(before);
      new_side.push_back(after);
    }
    if (auto status = before_.TakeForOthers(old_side); !status) return status;
    return after_.TakeForOthers(new_side);
  }

  void SetUnread(Snapshot& side) const {
    auto at = side.files.begin();  // sorted by path, as those that are the same
    for (const auto& [before, after] : same_) {
      if (!after_.IsGoverned(*after)) continue;
      while (at != side.files.end() && (*at)->path < after->path) ++at;
      const bool is_there = at != side.files.end() && (*at)->path == after->path;
      if (!is_there || !(*at)->governed) side.unread.emplace_back(after->path);
    }
  }

  SetLoader& before_;
  SetLoader& after_;
  const LoadOptions& options_;
  int threads_;
  std::vector<const Entry*> old_;  // of files that differ or stand on one side
  std::vector<const Entry*> new_;
  std::vector<std::pair<const Entry*, const Entry*>> same_;
};

}  // namespace

Result<Snapshot> LoadDescriptorSet(std::string label, SharedBytes bytes,
                                   const LoadOptions& options) {
  SetLoader loader(std::move(label), std::move(bytes), options);
  if (auto status = loader.Open(); !status) return Fail(status.error());
  std::vector<const Entry*> all;
  for (const Entry& entry : loader.index().entries()) {
    if (loader.IsGoverned(entry)) all.push_back(&entry);
  }
  if (auto status = loader.Take(all); !status) return Fail(status.error());
  return loader.Finish();
}

Result<SnapshotPair> LoadDescriptorSets(NamedSet before, NamedSet after,
                                        const LoadOptions& options) {
  const std::size_t size = before.bytes.bytes.size() + after.bytes.bytes.size();
  SetLoader old_side(std::move(before.label), std::move(before.bytes), options);
  SetLoader new_side(std::move(after.label), std::move(after.bytes), options);
  // A thread costs about as much as reading through so many bytes.
  constexpr std::size_t kFew = std::size_t{1} << 20U;
  const int threads = size < kFew ? 1 : options.threads;
  constexpr std::size_t kOfAFile = 10'000;  // with source info
  if (size > kManyFiles * kOfAFile) PrepareLargeHeap();
  Status old_opened;
  Status new_opened;
  RunBoth(threads, [&] { old_opened = old_side.Open(); }, [&] { new_opened = new_side.Open(); });
  if (!old_opened) return Fail(old_opened.error());
  if (!new_opened) return Fail(new_opened.error());
  return SetPairLoader(old_side, new_side, options, threads).Load();
}

}  // namespace leyline
