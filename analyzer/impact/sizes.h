// Serialization: how the encoded size of what travels changes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>

#include "analyzer/diff/change.h"
#include "analyzer/impact/impact.h"
#include "analyzer/schema/snapshot.h"
#include "analyzer/witness/sample_values.h"

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
  uint64_t SampleBytes(const Message& message, int sample, int depth) {
    return AllSamples(message, depth)[static_cast<std::size_t>(sample)];
  }

 private:
  using Bytes = std::array<uint64_t, kSamples>;  // of each sample

  SizeBounds FieldBounds(const Field& field);
  const Bytes& AllSamples(const Message& message, int depth);
  uint64_t FieldBytes(const Field& field, const FieldSamples& samples, int sample, int depth);
  uint64_t ElementBytes(const Field& field, const SampleValue& value, int sample, int depth);
  uint64_t MapBytes(const Field& field, const FieldSamples& samples, int sample, int depth);

  std::unordered_map<const Message*, SizeBounds> bounds_;
  int open_ = 0;  // messages that are being bounded
  std::array<std::unordered_map<const Message*, Bytes>, kSampleDepth + 1> sampled_;  // by depth
};

// Sets the report's sizes of what the changes touch: each changed message, what methods of the
// services that are hit take and return, and what is stored; of the latter only where the size may
// differ. By kind, at most kMostSizes of each, those that differ most; what is new or gone comes
// last.
void CompareSizes(std::span<const Change> changes, const ResolvedMap& map, const Snapshot& before,
                  const Snapshot& after, ImpactReport& report);

inline constexpr std::size_t kMostSizes = 100;

}  // namespace leyline
