// Serialization: how the encoded size of what travels changes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/impact/impact.h"
#include "analyzer/schema/snapshot.h"

namespace leyline {

// The size of one message in binary, by its type alone. Every message may also hold unknown fields.
struct SizeBounds {
  uint64_t least = 0;
  std::optional<uint64_t> most;  // nothing: no bound
  bool operator==(const SizeBounds&) const = default;
};

// Sizes of messages of one snapshot, each computed once.
class SizesOf {
 public:
  SizeBounds Bounds(const Message& message);
  // Of the samples of analyzer/witness/sample_values.h, all together.
  uint64_t SampledBytes(const Message& message);
  uint64_t SampleBytes(const Message& message, int sample, int depth);

 private:
  SizeBounds FieldBounds(const Field& field);
  uint64_t FieldBytes(const Field& field, int sample, int depth);
  uint64_t ElementBytes(const Field& field, int sample, int element, int depth);
  uint64_t MapBytes(const Field& field, int sample, int depth);

  std::unordered_map<const Message*, SizeBounds> bounds_;
  int open_ = 0;  // messages that are being bounded
  std::unordered_map<const Message*, std::vector<std::optional<uint64_t>>> sampled_;
};

// The sizes of what the changes touch: each changed message, what methods of the services that are
// hit take and return, and what is stored; of the latter only where the size may differ. By kind
// and name, at most kMostSizes of each kind, those that differ most.
std::vector<SizeDelta> CompareSizes(std::span<const Change> changes,
                                    std::span<const ChangeImpact> impacts, const Snapshot& before,
                                    const Snapshot& after);

inline constexpr std::size_t kMostSizes = 100;

}  // namespace leyline
