// What was done to a random schema is what is reported: once, by its name, and nothing else.
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analyzer/rules/rule.h"
#include "tests/property/pick.h"
#include "tests/support/random_schema.h"
#include "tests/support/snapshots.h"

namespace leyline::testing {
namespace {

int PickInt(int low, int high) { return Pick(low, high); }

template <class T>
T& PickOne(std::vector<T>& list) {
  return list[Pick<std::size_t>(0, list.size())];
}

void VisitMessages(std::vector<PlanMessage>& messages,
                   const std::function<void(PlanMessage&)>& visit) {
  for (PlanMessage& message : messages) {
    visit(message);
    VisitMessages(message.messages, visit);
  }
}

std::vector<PlanMessage*> MessagesOf(PlanSchema& schema) {
  std::vector<PlanMessage*> all;
  for (PlanFile& file : schema.files) {
    VisitMessages(file.messages, [&](PlanMessage& message) { all.push_back(&message); });
  }
  return all;
}

std::vector<PlanEnum*> EnumsOf(PlanSchema& schema) {
  std::vector<PlanEnum*> all;
  for (PlanFile& file : schema.files) {
    for (PlanEnum& plan : file.enums) all.push_back(&plan);
  }
  for (PlanMessage* message : MessagesOf(schema)) {
    for (PlanEnum& plan : message->enums) all.push_back(&plan);
  }
  return all;
}

// "RENAME_MESSAGE t.M1.M2", sorted.
std::vector<std::string> Edits(const PlanSchema& before, const PlanSchema& after) {
  const Snapshot from = MustLoad(Render(before));
  const Snapshot to = MustLoad(Render(after));
  std::vector<std::string> edits;
  for (const Change& change : Diff(from, to)) {
    const std::size_t dot = change.element.rfind('.');
    edits.push_back(fmt::format("{} {}", change.change_type, change.element.substr(dot + 1)));
  }
  std::sort(edits.begin(), edits.end());
  return edits;
}

using Edited = std::vector<std::string>;

RC_GTEST_PROP(Recognition, ARenamedMessageIsOneRename, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  PlanSchema after = before;
  std::vector<PlanMessage*> messages = MessagesOf(after);
  RC_PRE(!messages.empty());
  PlanMessage& message = *PickOne(messages);
  // What has no member is only recognised where it is used.
  RC_PRE(!message.fields.empty() || !message.messages.empty() || !message.enums.empty());
  const std::string old_name = message.name;
  message.name = "Renamed";
  RC_ASSERT(Edits(before, after) == Edited{"RENAME_MESSAGE " + old_name});
}

RC_GTEST_PROP(Recognition, ARenamedEnumIsOneRename, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  PlanSchema after = before;
  std::vector<PlanEnum*> enums = EnumsOf(after);
  RC_PRE(!enums.empty());
  PlanEnum& plan = *PickOne(enums);
  const std::string old_name = plan.name;
  plan.name = "Renamed";
  RC_ASSERT(Edits(before, after) == Edited{"RENAME_ENUM " + old_name});
}

RC_GTEST_PROP(Recognition, ARenamedPackageIsOneChange, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  PlanSchema after = before;
  after.package = "u";
  RC_ASSERT(Edits(before, after) == Edited{"CHANGE_PACKAGE t"});
}

RC_GTEST_PROP(Recognition, ExchangedNumbersAreTwoRenumberings, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  PlanSchema after = before;
  std::vector<PlanMessage*> messages = MessagesOf(after);
  std::erase_if(messages, [](const PlanMessage* message) { return message->fields.size() < 2; });
  RC_PRE(!messages.empty());
  std::vector<PlanField>& fields = PickOne(messages)->fields;
  PlanField& a = fields.front();
  PlanField& b = fields.back();
  std::swap(a.number, b.number);
  Edited want = {"CHANGE_FIELD_NUMBER " + a.name, "CHANGE_FIELD_NUMBER " + b.name};
  std::sort(want.begin(), want.end());
  RC_ASSERT(Edits(before, after) == want);
}

void EditContracts(PlanSchema& schema, int edits) {
  for (int i = 0; i < edits; ++i) {
    std::vector<PlanMessage*> messages = MessagesOf(schema);
    std::vector<PlanEnum*> enums = EnumsOf(schema);
    const std::string name = fmt::format("New{}", schema.next_id++);
    const int kind = Pick(0, 4);
    if (kind == 0 && !enums.empty()) {
      PickOne(enums)->name = name;
    } else if (kind == 1 && messages.size() > 1) {
      std::swap(messages.front()->name, messages.back()->name);
    } else if (!messages.empty()) {
      PickOne(messages)->name = name;
    }
    EditMember(schema, PickInt);
  }
}

// All of a change but where it stands.
std::vector<std::string> Placeless(const PlanSchema& before, const PlanSchema& after) {
  const Snapshot from = MustLoad(Render(before));
  const Snapshot to = MustLoad(Render(after));
  std::vector<std::string> texts;
  for (Change& change : Diff(from, to)) {
    change.before.reset();
    change.after.reset();
    texts.push_back(change.digest + " " + Dump(change));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

RC_GTEST_PROP(Recognition, DoesNotDependOnOrder, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  PlanSchema after = before;
  EditContracts(after, Pick(1, 6));
  PlanSchema shuffled_before = before;
  PlanSchema shuffled_after = after;
  Shuffle(shuffled_before, PickInt);
  Shuffle(shuffled_after, PickInt);
  RC_ASSERT(Placeless(before, after) == Placeless(shuffled_before, shuffled_after));
}

std::string NameOf(const Message& node) { return std::string(node.full_name); }
std::string NameOf(const Enum& node) { return std::string(node.full_name); }
std::string NameOf(const Field& node) { return FullName(node); }

template <class Node>
std::vector<std::pair<std::string, std::string>> Names(const std::vector<Pair<Node>>& pairs,
                                                       bool is_back) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const Pair<Node>& pair : pairs) {
    std::string before = pair.before == nullptr ? "" : NameOf(*pair.before);
    std::string after = pair.after == nullptr ? "" : NameOf(*pair.after);
    if (is_back) std::swap(before, after);
    names.emplace_back(std::move(before), std::move(after));
  }
  std::sort(names.begin(), names.end());
  return names;
}

RC_GTEST_PROP(Recognition, GoesBackTheWayItCame, ()) {
  const PlanSchema before = RandomSchema(PickInt);
  PlanSchema after = before;
  EditContracts(after, Pick(1, 6));
  const Snapshot from = MustLoad(Render(before));
  const Snapshot to = MustLoad(Render(after));
  const Matches there = Match(from, to);
  const Matches back = Match(to, from);
  RC_ASSERT(Names(there.messages, false) == Names(back.messages, true));
  RC_ASSERT(Names(there.enums, false) == Names(back.enums, true));
  RC_ASSERT(Names(there.fields, false) == Names(back.fields, true));
}

}  // namespace
}  // namespace leyline::testing
