// What must hold for the impact of any edit under any map.
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analyzer/rules/rule.h"
#include "base/error.h"
#include "tests/property/pick.h"
#include "tests/support/impact_text.h"
#include "tests/support/random_schema.h"
#include "tests/support/snapshots.h"

namespace leyline::testing {
namespace {

int PickInt(int low, int high) { return Pick(low, high); }

// Some files that others import, beside others that have nothing to do with them.
std::pair<Sources, Sources> TwoVersions() {
  PlanSchema near = RandomSchema(PickInt);
  PlanSchema far = RandomSchema(PickInt);
  far.package = "far.t";
  for (PlanFile& file : far.files) file.path = "far/" + file.path;
  Sources before = Render(near);
  before.merge(Render(far));
  for (int i = Pick(1, 4); i > 0; --i) EditMember(OneIn(4) ? far : near, PickInt);
  Sources after = Render(near);
  after.merge(Render(far));
  return {std::move(before), std::move(after)};
}

// What both versions have in common is loaded once, and says the same of whom a change hits.
RC_GTEST_PROP(ImpactProperty, WhatIsSharedSaysAsMuchAsTwoWholeVersions, ()) {
  const auto [from, to] = TwoVersions();
  const Snapshot before = MustLoad(from);
  const Snapshot after = MustLoad(to);
  const Subsystems map = MapOfAll(before, after, [](int below) { return Pick(0, below); });
  const std::vector<Change> changes = Diff(before, after);
  const std::string want = ImpactTextOf(changes, before, after, map);
  for (const Unchanged unchanged : {Unchanged::kLoaded, Unchanged::kJudged}) {
    const auto pair = LoadSourcePair(from, to, 2, unchanged);
    RC_ASSERT(pair.has_value());
    const std::vector<Change> got = Diff(pair->before, pair->after);
    RC_ASSERT(Dump(got) == Dump(changes));
    RC_ASSERT(ImpactTextOf(got, pair->before, pair->after, map) == want);
  }
}

// Taken apart by one file that does not compile, in whichever version it stands.
RC_GTEST_PROP(ImpactProperty, WhatDoesNotCompileIsNeverPassedOver, ()) {
  auto [from, to] = TwoVersions();
  Sources& bad = OneIn(2) ? from : to;
  auto file = bad.begin();
  std::advance(file, Pick(0, static_cast<int>(bad.size())));
  file->second += "message Bad" + std::to_string(Pick(0, 2)) + " { Nowhere n = 1; }\n";
  if (OneIn(2)) {
    Sources& other = &bad == &from ? to : from;
    other[file->first] = file->second;
  }
  RC_ASSERT(!LoadSourcePair(from, to, 1, Unchanged::kJudged).has_value());
}

}  // namespace
}  // namespace leyline::testing
