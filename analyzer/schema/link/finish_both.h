// The last step of loading two versions for a comparison. For this room only.
#pragma once

#include <cstddef>
#include <utility>

#include "analyzer/schema/load.h"
#include "base/parallel.h"

namespace leyline {

// Both loaders have taken what differs. What is not governed is there for others, and taken as
// valid.
template <class Loader>
Result<SnapshotPair> FinishBoth(Loader& before, Loader& after, int threads) {
  const auto is_for_others = [](const File& file) { return !file.governed; };
  // A thread costs about as much as linking so many.
  constexpr std::size_t kFew = 64;
  const bool are_few = before.files().size() + after.files().size() < kFew;
  Result<Snapshot> old_side;
  Result<Snapshot> new_side;
  RunBoth(
      are_few ? 1 : threads, [&] { old_side = before.Finish(is_for_others); },
      [&] { new_side = after.Finish(is_for_others); });
  if (!old_side) return Fail(old_side.error());
  if (!new_side) return Fail(new_side.error());
  return SnapshotPair{std::move(*old_side), std::move(*new_side)};
}

}  // namespace leyline
