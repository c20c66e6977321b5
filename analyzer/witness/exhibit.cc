#include "analyzer/witness/exhibit.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/rules/type_model/field_spec.h"
#include "analyzer/witness/pick.h"

namespace leyline::witness {
namespace {

template <class Node>
const Node* As(const Declaration& declaration) {
  const auto* const* found = std::get_if<const Node*>(&declaration);
  return found == nullptr ? nullptr : *found;
}

Exhibit Without(std::string reason) {
  Exhibit exhibit;
  exhibit.reason = std::move(reason);
  return exhibit;
}

template <class Node>
bool SameContract(const Node* before, const Node* after) {
  return before == nullptr || after == nullptr ? before == after
                                               : before->full_name == after->full_name;
}

bool SameType(const Field& before, const Field& after) {
  return before.type == after.type && before.is_map() == after.is_map() &&
         before.map_key == after.map_key && SameContract(before.message, after.message) &&
         SameContract(before.enum_type, after.enum_type);
}

bool SameJsonName(const Field& before, const Field& after) {
  return before.json_name == after.json_name || (before.json_name == DerivedJsonName(before.name) &&
                                                 after.json_name == DerivedJsonName(after.name));
}

// In how many of the ways that change types tell apart.
int EditsOf(const Field& before, const Field& after) {
  const bool edits[] = {before.number != after.number,
                        before.name != after.name,
                        !SameJsonName(before, after),
                        !SameType(before, after),
                        before.is_repeated() != after.is_repeated(),
                        before.is_required() != after.is_required(),
                        (before.oneof == nullptr) != (after.oneof == nullptr),
                        before.has_presence() != after.has_presence(),
                        before.is_packed() != after.is_packed(),
                        before.is_delimited() != after.is_delimited(),
                        before.features.utf8 != after.features.utf8};
  return static_cast<int>(std::count(std::begin(edits), std::end(edits), true));
}

// Whether one side has a field there that the other has not, or not the same.
bool DifferBeside(const Plan& plan, const Message& message, const Field* focus,
                  const Message& other, const Field* other_focus, MessageMemory& memory) {
  for (const Field* field : plan.FieldsOf(message)) {
    if (field == focus) continue;
    const Field* const same = memory.NumberedAs(*field, other);
    if (same == nullptr || same == other_focus) return true;
    if (EditsOf(*field, *same) > 0) return true;
    if (field->oneof != nullptr && field->oneof->name != same->oneof->name) return true;
  }
  return false;
}

// Which of two fields of one name a parser takes is its own choice.
bool HasNameClash(const Plan& plan) {
  return std::any_of(plan.messages().begin(), plan.messages().end(), [](const auto& planned) {
    std::set<std::string_view> names;
    return std::any_of(planned.fields.begin(), planned.fields.end(),
                       [&](const Field* field) { return !names.insert(field->json_name).second; });
  });
}

bool NamesOnlyZero(const Field* field) {
  if (field == nullptr || field->enum_type == nullptr) return false;
  const auto& values = field->enum_type->values;
  return std::all_of(values.begin(), values.end(),
                     [](const EnumValue& value) { return value.number == 0; });
}

bool IsAlwaysDefault(const Field* field) {
  if (field == nullptr || field->enum_type == nullptr) return false;
  if (field->is_repeated() && !field->is_map()) return false;
  const auto& values = field->enum_type->values;
  return field->enum_type->is_closed() &&
         std::all_of(values.begin(), values.end(),
                     [&](const EnumValue& value) { return value.number == values.front().number; });
}

Exhibit OfField(const Subject& subject, Exhibit exhibit) {
  exhibit.before_field = As<Field>(subject.before);
  exhibit.after_field = As<Field>(subject.after);
  exhibit.before_host = As<Message>(subject.before_home);
  exhibit.after_host = As<Message>(subject.after_home);
  // An extendee that isn't governed is the same on both sides.
  if (exhibit.before_host == nullptr) exhibit.before_host = exhibit.after_host;
  if (exhibit.after_host == nullptr) exhibit.after_host = exhibit.before_host;
  exhibit.before.Add(*exhibit.before_host);
  exhibit.after.Add(*exhibit.after_host);
  PickAround(exhibit.before_field, exhibit.after_field, exhibit);
  PickReaders(exhibit);
  exhibit.has_other_edits =
      (exhibit.before_field != nullptr && exhibit.after_field != nullptr &&
       EditsOf(*exhibit.before_field, *exhibit.after_field) > 1) ||
      DifferBeside(exhibit.before, *exhibit.before_host, exhibit.before_field, *exhibit.after_host,
                   exhibit.after_field, *exhibit.messages) ||
      DifferBeside(exhibit.after, *exhibit.after_host, exhibit.after_field, *exhibit.before_host,
                   exhibit.before_field, *exhibit.messages);
  exhibit.names_only_zero =
      NamesOnlyZero(exhibit.before_field) || NamesOnlyZero(exhibit.after_field);
  exhibit.is_always_default =
      IsAlwaysDefault(exhibit.before_field) || IsAlwaysDefault(exhibit.after_field);
  return exhibit;
}

Exhibit OfEnums(const Enum& before, const Enum& after, Exhibit exhibit) {
  exhibit.before.AddHolder(before);
  exhibit.after.AddHolder(after);
  return exhibit;
}

void AddNumber(const EnumValue* value, const Enum& before, const Enum& after, Exhibit& exhibit) {
  if (value == nullptr) return;
  exhibit.numbers.push_back(value->number);
  for (const Enum* side : {&before, &after}) {
    Plan& plan = side == &before ? exhibit.before : exhibit.after;
    const EnumIndex& index = exhibit.enums->Of(*side);
    if (index.values.contains(value->number)) plan.Keep(*side, value->number);
    const auto named = index.numbers.find(value->name);
    if (named != index.numbers.end()) plan.Keep(*side, named->second);
  }
}

// Whether a value beside the one that changed is not the same on the other side.
bool DifferBeside(const Enum& from, const EnumIndex& to, const std::vector<int32_t>& changed) {
  return std::any_of(from.values.begin(), from.values.end(), [&](const EnumValue& value) {
    if (std::find(changed.begin(), changed.end(), value.number) != changed.end()) return false;
    const auto same = to.values.find(value.number);
    return same == to.values.end() ||
           std::none_of(same->second.begin(), same->second.end(),
                        [&](const EnumValue* other) { return other->name == value.name; });
  });
}

Exhibit OfValue(const Subject& subject, Exhibit empty) {
  const Enum& before = *As<Enum>(subject.before_home);
  const Enum& after = *As<Enum>(subject.after_home);
  Exhibit exhibit = OfEnums(before, after, std::move(empty));
  AddNumber(As<EnumValue>(subject.before), before, after, exhibit);
  AddNumber(As<EnumValue>(subject.after), before, after, exhibit);
  exhibit.has_other_edits = DifferBeside(before, exhibit.enums->Of(after), exhibit.numbers) ||
                            DifferBeside(after, exhibit.enums->Of(before), exhibit.numbers);
  PickValues(before, after, exhibit);
  return exhibit;
}

Exhibit OfEnum(const Subject& subject, Exhibit empty) {
  const Enum* before = As<Enum>(subject.before);
  const Enum* after = As<Enum>(subject.after);
  if (before == nullptr || after == nullptr) return Without("one side has no such enum");
  Exhibit exhibit = OfEnums(*before, *after, std::move(empty));
  PickValues(*before, *after, exhibit);
  return exhibit;
}

Exhibit OfMessages(const Message* before, const Message* after, Exhibit exhibit) {
  if (before == nullptr || after == nullptr) return Without("one side has no such message");
  exhibit.before_host = before;
  exhibit.after_host = after;
  exhibit.has_other_edits = true;  // all in which they differ is one change here
  PickInside(*before, *after, exhibit);
  PickReaders(exhibit);
  return exhibit;
}

Exhibit OfMethod(const Change& change, Exhibit empty) {
  const Method* before = As<Method>(change.subject.before);
  const Method* after = As<Method>(change.subject.after);
  if (before == nullptr || after == nullptr) return Without("one side has no such method");
  const bool input = change.change_type == "CHANGE_METHOD_INPUT";
  return OfMessages(input ? before->input : before->output, input ? after->input : after->output,
                    std::move(empty));
}

bool IsClosedInSome(const Plan& plan) {
  return std::any_of(plan.messages().begin(), plan.messages().end(), [](const auto& planned) {
    return std::any_of(planned.fields.begin(), planned.fields.end(),
                       [](const Field* field) { return SpecOf(*field).is_closed_in_some; });
  });
}

Exhibit Shown(const Change& change, Exhibit empty) {
  const Subject& subject = change.subject;
  const auto is = [&]<class Node>(const Node* /*tag*/) {
    return As<Node>(subject.before) != nullptr || As<Node>(subject.after) != nullptr;
  };
  if (is(static_cast<const Field*>(nullptr))) return OfField(subject, std::move(empty));
  if (is(static_cast<const EnumValue*>(nullptr))) return OfValue(subject, std::move(empty));
  if (is(static_cast<const Enum*>(nullptr))) return OfEnum(subject, std::move(empty));
  if (is(static_cast<const Method*>(nullptr))) return OfMethod(change, std::move(empty));
  if (is(static_cast<const Message*>(nullptr))) {
    // Of messages that exchanged their names: what has the old one now.
    const Message* before = As<Message>(subject.before);
    const Message* after = As<Message>(subject.after);
    const Message* namesake = As<Message>(subject.after_home);
    const bool is_exchanged = before != nullptr && after != nullptr && namesake != nullptr;
    return OfMessages(before, is_exchanged ? namesake : after, std::move(empty));
  }
  return Without("what it shows on is not a single message");
}

}  // namespace

Exhibit ExhibitOf(const Change& change, Memory& memory) {
  Exhibit empty;
  empty.enums = &memory.enums;
  empty.messages = &memory.messages;
  Exhibit exhibit = Shown(change, std::move(empty));
  exhibit.has_name_clash = HasNameClash(exhibit.before) || HasNameClash(exhibit.after);
  exhibit.is_closed_in_some = IsClosedInSome(exhibit.before) || IsClosedInSome(exhibit.after);
  return exhibit;
}

}  // namespace leyline::witness
