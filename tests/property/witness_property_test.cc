// Whatever is done to a schema, execution contradicts no verdict, every witness means the same on
// the whole versions as on the slices that it was found on, and random messages of the whole
// versions show no harm that no verdict tells of.
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/any.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "tests/property/crossing.h"
#include "tests/property/pick.h"
#include "tests/property/wild_schema.h"
#include "tests/property/witness_replay.h"
#include "tests/support/snapshots.h"
#include "tests/unit/witness/dump.h"

namespace leyline::testing {
namespace {

// Of all pairs of schemas: how many compile, and how many libprotobuf runs whole.
int compiled = 0;
int executed = 0;

// "" when all is well.
std::string Problem(const std::string& before, const std::string& after) {
  const Result<Snapshot> from = LoadSources("before", {{"a.proto", before}});
  const Result<Snapshot> to = LoadSources("after", {{"a.proto", after}});
  if (!from || !to) return "";
  ++compiled;
  std::vector<Change> changes = Diff(*from, *to);
  std::string problem;
  if (const Status status = AddWitnesses(changes, 1); !status) {
    for (const Error& error : status.error()) problem += Format(error) + "\n";
  }
  const WholeVersion old_version(before, *from);
  const WholeVersion new_version(after, *to);
  if (!old_version.is_valid() || !new_version.is_valid()) return problem;  // libprotobuf 3.21
  ++executed;
  for (const Change& change : changes) {
    for (const Verdict& verdict : change.verdicts) {
      const std::string disagreement = Disagreement(change, verdict, old_version, new_version);
      if (disagreement.empty()) continue;
      problem += fmt::format("{}\n{}  {}\n", Summary(change), DumpWitness(verdict), disagreement);
    }
  }
  const Crossing crossing{Match(*from, *to), changes, old_version, new_version};
  if (problem.empty()) problem = UntoldHarm(crossing, 1, 12);
  return problem;
}

TEST(WitnessProperty, NoWildEditContradictsAndAllReplay) {
  // The well-known types must be there before their pool is asked for them.
  (void)google::protobuf::Any::descriptor();
  (void)google::protobuf::Struct::descriptor();
  (void)google::protobuf::Empty::descriptor();
  (void)google::protobuf::FieldMask::descriptor();
  (void)google::protobuf::Timestamp::descriptor();
  (void)google::protobuf::Duration::descriptor();
  (void)google::protobuf::Int32Value::descriptor();
  const google::protobuf::LogSilencer quiet;

  EXPECT_TRUE(rc::check("witnesses hold on whole versions", [] {
    const WildSchema schema = RandomWildSchema();
    WildSchema edited = schema;
    const int edits = Pick(1, 5);
    for (int i = 0; i < edits; ++i) EditWildly(edited);
    const std::string before = Render(schema);
    const std::string after = Render(edited);
    const std::string problem = Problem(before, after);
    RC_LOG() << before << "\n" << after << "\n" << problem << "\n";
    RC_ASSERT(problem.empty());
  }));
  std::puts(fmt::format("{} pairs compiled, {} of them executed whole", compiled, executed).c_str());
}

}  // namespace
}  // namespace leyline::testing
