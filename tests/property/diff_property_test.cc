// What must hold for the changes between any two schemas.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analyzer/rules/rule.h"
#include "tests/property/pick.h"
#include "tests/support/random_schema.h"
#include "tests/support/snapshots.h"

namespace leyline::testing {
namespace {

int PickInt(int low, int high) { return Pick(low, high); }

std::vector<Change> DiffOf(const PlanSchema& before, const PlanSchema& after) {
  const Snapshot from = MustLoad(Render(before));
  const Snapshot to = MustLoad(Render(after));
  return Diff(from, to);
}

PlanSchema Edited(PlanSchema schema, int edits) {
  for (int i = 0; i < edits; ++i) EditMember(schema, PickInt);
  return schema;
}

// All of a change but where it stands.
std::vector<std::string> Placeless(std::vector<Change> changes) {
  std::vector<std::string> texts;
  for (Change& change : changes) {
    change.before.reset();
    change.after.reset();
    texts.push_back(change.digest + " " + Dump(change));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::vector<std::string> ElementsOf(const std::vector<Change>& changes, std::string_view verb) {
  std::vector<std::string> elements;
  for (const Change& change : changes) {
    if (!change.change_type.starts_with(verb)) continue;
    elements.push_back(std::string(change.change_type.substr(verb.size())) + " " + change.element);
  }
  std::sort(elements.begin(), elements.end());
  return elements;
}

RC_GTEST_PROP(DiffProperty, ASchemaDoesNotDifferFromItself, ()) {
  const PlanSchema schema = RandomSchema(PickInt);
  RC_ASSERT(Dump(DiffOf(schema, schema)) == "");
}

RC_GTEST_PROP(DiffProperty, TheOrderOfDeclarationsIsNoChange, ()) {
  const PlanSchema schema = RandomSchema(PickInt);
  PlanSchema shuffled = schema;
  Shuffle(shuffled, PickInt);
  RC_ASSERT(Dump(DiffOf(schema, shuffled)) == "");
}

RC_GTEST_PROP(DiffProperty, ChangesAndDigestsDoNotDependOnOrder, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  const PlanSchema after = Edited(before, Pick(1, 6));
  PlanSchema shuffled_before = before;
  PlanSchema shuffled_after = after;
  Shuffle(shuffled_before, PickInt);
  Shuffle(shuffled_after, PickInt);
  RC_ASSERT(Placeless(DiffOf(before, after)) == Placeless(DiffOf(shuffled_before, shuffled_after)));
}

RC_GTEST_PROP(DiffProperty, WhatIsAddedOneWayIsRemovedTheOther, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  const PlanSchema after = Edited(before, Pick(1, 6));
  const std::vector<Change> there = DiffOf(before, after);
  const std::vector<Change> back = DiffOf(after, before);
  RC_ASSERT(ElementsOf(there, "ADD_") == ElementsOf(back, "REMOVE_"));
  RC_ASSERT(ElementsOf(there, "REMOVE_") == ElementsOf(back, "ADD_"));
}

RC_GTEST_PROP(DiffProperty, TwoRunsGiveTheSame, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  const PlanSchema after = Edited(before, Pick(1, 6));
  const std::vector<Change> once = DiffOf(before, after);
  const std::vector<Change> again = DiffOf(before, after);
  RC_ASSERT(Dump(once) == Dump(again));
  RC_ASSERT(Placeless(once) == Placeless(again));
}

// Loading only what differs, and what that reaches, hides nothing; nor do threads.
RC_GTEST_PROP(DiffProperty, WhatDiffersIsAllThatCounts, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  const Sources from = Render(before);
  const Sources to = Render(Edited(before, Pick(1, 6)));
  const Snapshot whole_from = MustLoad(from);
  const Snapshot whole_to = MustLoad(to);
  const std::vector<Change> want = Diff(whole_from, whole_to);
  for (int threads : {1, 4}) {
    const Unchanged unchanged = threads == 1 ? Unchanged::kLoaded : Unchanged::kLeftOut;
    const auto pair = LoadSourcePair(from, to, threads, unchanged);
    RC_ASSERT(pair.has_value());
    const std::vector<Change> got = Diff(pair->before, pair->after);
    RC_ASSERT(Dump(got) == Dump(want));
    RC_ASSERT(Placeless(got) == Placeless(want));
  }
}

RC_GTEST_PROP(DiffProperty, UnrelatedSchemasGiveOneObjectAnElement, ()) {
  const std::vector<Change> changes = DiffOf(RandomSchema(PickInt), RandomSchema(PickInt));
  std::map<std::string, int> seen;
  for (const Change& change : changes) {
    RC_ASSERT(++seen[std::string(change.change_type) + " " + change.element] == 1);
    RC_ASSERT(!change.verdicts.empty());
    RC_ASSERT(change.before.has_value() || change.after.has_value());
    RC_ASSERT(change.before_facts.empty() || change.before.has_value());
    RC_ASSERT(change.digest.starts_with("sha256:"));
  }
}

}  // namespace
}  // namespace leyline::testing
