// The last step of loading two versions for a comparison. For this room only.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>

#include "analyzer/schema/load.h"
#include "base/parallel.h"

namespace leyline {

// What is not governed is there for others, and taken as valid where it isn't asked to be judged.
inline std::function<bool(const File&)> KnownValid(Unchanged unchanged) {
  if (unchanged == Unchanged::kJudged) return nullptr;
  return [](const File& file) { return !file.governed; };
}

// Both loaders have taken what is wanted.
template <class Loader>
Result<SnapshotPair> FinishBoth(Loader& before, Loader& after, const LoadOptions& options) {
  // A thread costs about as much as linking so many.
  constexpr std::size_t kFew = 64;
  const bool are_few = before.files().size() + after.files().size() < kFew;
  Result<Snapshot> old_side;
  Result<Snapshot> new_side;
  RunBoth(
      are_few ? 1 : options.threads,
      [&] { old_side = before.Finish(KnownValid(options.unchanged)); },
      [&] { new_side = after.Finish(KnownValid(options.unchanged)); });
  if (!old_side) return Fail(old_side.error());
  if (!new_side) return Fail(new_side.error());
  return SnapshotPair{std::move(*old_side), std::move(*new_side)};
}

}  // namespace leyline
