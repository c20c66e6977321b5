// The computed sizes of sample messages are those that libprotobuf writes, whatever the schema:
// recursion, maps, groups, closed enums, oneofs, required fields, well-known types.
#include <cstdlib>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analyzer/impact/sizes.h"
#include "analyzer/witness/measure.h"
#include "analyzer/witness/sample_values.h"
#include "tests/property/pick.h"
#include "tests/property/wild_schema.h"
#include "tests/support/snapshots.h"

namespace leyline::testing {
namespace {

// "" when all is well.
std::string Problem(const Message& message, SizesOf& sizes) {
  const Measured real = MeasureSamples(message);
  // Of editions that neither proto2 nor proto3 stands for nothing is measured.
  if (real.problem.ends_with("knows no editions")) return "";
  if (!real.problem.empty()) return fmt::format("{}: {}\n", message.full_name, real.problem);
  const SizeBounds bounds = sizes.Bounds(message);
  std::string problem;
  for (int sample = 0; sample < kSamples; ++sample) {
    const uint64_t computed = sizes.SampleBytes(message, sample, kSampleDepth);
    const uint64_t written = real.bytes[static_cast<std::size_t>(sample)];
    if (computed != written) {
      problem += fmt::format("{} {}: computed {}, written {}\n", message.full_name, sample,
                             computed, written);
    }
    if (bounds.most.has_value() && written > *bounds.most) {
      problem += fmt::format("{} {}: {} is more than {}\n", message.full_name, sample, written,
                             *bounds.most);
    }
  }
  return problem;
}

RC_GTEST_PROP(SizeProperty, SamplesAreAsLargeAsRealOnes, ()) {
  WildSchema schema = RandomWildSchema();
  for (int edits = Pick(0, 6); edits > 0; --edits) EditWildly(schema);
  const std::string text = Render(schema);
  const Result<Snapshot> snapshot = LoadSources("wild", {{"a.proto", text}});
  if (!snapshot) return;
  SizesOf sizes;
  std::string problem;
  for (const auto& file : snapshot->files) {
    if (!file->governed) continue;
    for (const Message& message : file->messages) problem += Problem(message, sizes);
  }
  RC_LOG() << text << "\n" << problem << "\n";
  RC_ASSERT(problem.empty());
}

}  // namespace
}  // namespace leyline::testing
