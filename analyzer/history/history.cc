#include "analyzer/history/history.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "analyzer/witness/witness.h"

namespace leyline {
namespace {

std::string KeyOf(const Change& change) {
  return std::string(change.change_type).append(" ").append(change.element);
}

bool SaysAsMuch(const Verdict& a, const Verdict& b) {
  return a.surface == b.surface && a.direction == b.direction && a.level >= b.level;
}

// What both sides misread is no news on its way back.
bool BreaksBothWays(const Change& change, Surface surface) {
  return std::count_if(change.verdicts.begin(), change.verdicts.end(), [&](const Verdict& verdict) {
           return verdict.surface == surface && verdict.level == Level::kBreaking &&
                  verdict.direction != Direction::kRoundTrip;
         }) == 2;
}

// Whether `a` is at least as bad as `b` wherever `b` is bad at all.
bool Covers(const Change& a, const Change& b) {
  return std::all_of(b.verdicts.begin(), b.verdicts.end(), [&](const Verdict& verdict) {
    if (verdict.level == Level::kCompatible) return true;
    if (verdict.direction == Direction::kRoundTrip && BreaksBothWays(a, verdict.surface)) {
      return true;
    }
    return std::any_of(a.verdicts.begin(), a.verdicts.end(),
                       [&](const Verdict& other) { return SaysAsMuch(other, verdict); });
  });
}

// Fields and values of the new version that the old one doesn't have in any form.
std::unordered_set<const void*> FreshIn(const Matches& matches) {
  std::unordered_set<const void*> fresh;
  for (const Pair<Field>& pair : matches.fields) {
    if (pair.before == nullptr) fresh.insert(pair.after);
  }
  for (const ValuePair& pair : matches.values) {
    if (pair.before.names.empty()) fresh.insert(pair.after.names.front());
  }
  return fresh;
}

// A field that shares only its number or only its name with what a release had is no renamed or
// renumbered field when it is new since then: the other one went before this one came.
void PartFields(std::vector<Pair<Field>>& pairs, const std::unordered_set<const void*>& fresh) {
  for (std::size_t i = 0, end = pairs.size(); i < end; ++i) {
    const Pair<Field> pair = pairs[i];
    if (!pair.both() || !fresh.contains(pair.after)) continue;
    if (pair.before->name == pair.after->name && pair.before->number == pair.after->number)
      continue;
    pairs[i] = {.before = pair.before, .after = nullptr, .how = How::kSame};
    pairs.push_back({.before = nullptr, .after = pair.after, .how = How::kSame});
  }
}

bool ShareName(const ValueSet& a, const ValueSet& b) {
  return std::any_of(a.names.begin(), a.names.end(), [&](const EnumValue* name) {
    return std::any_of(b.names.begin(), b.names.end(),
                       [&](const EnumValue* other) { return name->name == other->name; });
  });
}

void PartValues(std::vector<ValuePair>& pairs, const std::unordered_set<const void*>& fresh) {
  for (std::size_t i = 0, end = pairs.size(); i < end; ++i) {
    const ValuePair pair = pairs[i];
    if (!pair.both() || !fresh.contains(pair.after.names.front())) continue;
    if (pair.before.number == pair.after.number && ShareName(pair.before, pair.after)) continue;
    pairs[i].after = {};
    pairs[i].how = How::kSame;
    pairs.push_back(pair);
    pairs.back().before = {};
    pairs.back().how = How::kSame;
  }
}

template <class Node>
const Node* As(const Declaration& declaration) {
  const auto* const* found = std::get_if<const Node*>(&declaration);
  return found == nullptr ? nullptr : *found;
}

template <class Node>
const void* SuccessorAs(const Subject& subject) {
  const Node* before = As<Node>(subject.before);
  const Node* after = As<Node>(subject.after);
  if (before == nullptr || after == nullptr) return nullptr;
  return before->name == after->name && before->number == after->number ? nullptr : after;
}

const void* SuccessorOf(const Subject& subject) {
  const void* field = SuccessorAs<Field>(subject);
  return field != nullptr ? field : SuccessorAs<EnumValue>(subject);
}

// The field, value, message or enum that the other side doesn't have; null: another thing.
const void* AddedBy(const Subject& subject) {
  if (!std::holds_alternative<std::monostate>(subject.before)) return nullptr;
  if (const Field* field = As<Field>(subject.after)) return field;
  if (const EnumValue* value = As<EnumValue>(subject.after)) return value;
  if (const Message* message = As<Message>(subject.after)) return message;
  return As<Enum>(subject.after);
}

std::unordered_map<const void*, std::string> FormerNamesIn(const Matches& matches) {
  std::unordered_map<const void*, std::string> names;
  const auto add = [&](const void* after, std::string old_name, const std::string& new_name) {
    if (old_name != new_name) names.emplace(after, std::move(old_name));
  };
  for (const Pair<Field>& pair : matches.fields) {
    if (pair.both()) add(pair.after, FullName(*pair.before), FullName(*pair.after));
  }
  for (const ValuePair& pair : matches.values) {
    if (!pair.both()) continue;
    const EnumValue& after = *pair.after.names.front();
    add(&after, FullName(*pair.before.names.front()), FullName(after));
  }
  const auto add_contract = [&](const auto& pair) {
    if (!pair.both()) return;
    add(pair.after, std::string(pair.before->full_name), std::string(pair.after->full_name));
  };
  for (const Pair<Message>& pair : matches.messages) add_contract(pair);
  for (const Pair<Enum>& pair : matches.enums) add_contract(pair);
  return names;
}

}  // namespace

ReleaseHistory::ReleaseHistory(const Snapshot& before, const Snapshot& after)
    : before_(before),
      after_(after),
      matches_(Match(before, after)),
      plain_(Diff(matches_, nullptr)),
      fresh_(FreshIn(matches_)),
      former_names_(FormerNamesIn(matches_)) {
  for (const Change& change : plain_) said_.emplace(KeyOf(change), &change);
}

// What is about something added here is also said by its addition.
bool ReleaseHistory::IsSaid(const Change& change) const {
  for (std::string_view type :
       {change.change_type, std::string_view("ADD_FIELD"), std::string_view("ADD_ENUM_VALUE"),
        std::string_view("ADD_EXTENSION")}) {
    const auto at = said_.find(std::string(type).append(" ").append(change.element));
    if (at != said_.end() && Covers(*at->second, change)) return true;
  }
  return false;
}

void ReleaseHistory::Add(std::string_view release, const Snapshot& snapshot, bool is_between) {
  Matches matches = Match(snapshot, after_);
  if (!is_between) {
    Forget(FreshIn(matches));
    PartFields(matches.fields, fresh_);
    PartValues(matches.values, fresh_);
  }
  std::vector<Change> changes = Diff(matches, &ledger_);
  std::erase_if(changes, [&](const Change& change) { return IsSaid(change); });
  // `before` did nothing to what was released after it.
  if (!is_between) DropMade(snapshot, changes);
  if (!is_between) ledger_.Add(release, matches);
  if (const Status proven = AddWitnesses(changes); !proven) {
    contradictions_.insert(contradictions_.end(), proven.error().begin(), proven.error().end());
  }
  std::vector<Found> found;
  for (Change& change : changes) {
    const void* successor = SuccessorOf(change.subject);
    change.release = release;
    change.subject = {};  // the release goes
    found.push_back({.change = std::move(change), .successor = successor});
  }
  Keep(std::move(found));
}

// The key of the same change to `before`: what is added is called as it was called there.
std::string ReleaseHistory::FormerKeyOf(const Change& change) const {
  const void* added = AddedBy(change.subject);
  const auto at = former_names_.find(added);
  if (at == former_names_.end()) return KeyOf(change);
  return std::string(change.change_type).append(" ").append(at->second);
}

// What `before` made as bad for clients of the release, or worse, is not this version's doing.
void ReleaseHistory::DropMade(const Snapshot& release, std::vector<Change>& changes) const {
  if (changes.empty()) return;
  const std::vector<Change> all = Diff(Match(release, before_), &ledger_);
  std::unordered_multimap<std::string, const Change*> made;
  for (const Change& change : all) made.emplace(KeyOf(change), &change);
  std::erase_if(changes, [&](const Change& change) {
    const auto [first, last] = made.equal_range(FormerKeyOf(change));
    return std::any_of(first, last, [&](const auto& old) {
      return old.second->digest == change.digest || Covers(*old.second, change);
    });
  });
}

// A release without a field or value says that it came later: what older releases had under its
// number or its name was given up before, and is not what became this one.
void ReleaseHistory::Forget(const std::unordered_set<const void*>& fresh) {
  for (auto& [key, known] : found_) {
    std::erase_if(known, [&](const Found& older) { return fresh.contains(older.successor); });
  }
}

// Newer ones take the place of older ones that they cover, and are dropped where an older one says
// more.
void ReleaseHistory::Keep(std::vector<Found> found) {
  for (Found& newer : found) {
    std::vector<Found>& known = found_[KeyOf(newer.change)];
    std::erase_if(known, [&](const Found& older) { return Covers(newer.change, older.change); });
    const bool is_covered = std::any_of(known.begin(), known.end(), [&](const Found& older) {
      return Covers(older.change, newer.change);
    });
    if (!is_covered) known.push_back(std::move(newer));
  }
}

std::vector<Change> ReleaseHistory::Finish() {
  plain_ = Diff(matches_, &ledger_);
  said_.clear();
  for (const Change& change : plain_) said_.emplace(KeyOf(change), &change);
  std::vector<Change> changes;
  for (auto& [key, known] : found_) {
    for (Found& found : known) {
      if (!IsSaid(found.change)) changes.push_back(std::move(found.change));
    }
  }
  found_.clear();
  said_.clear();
  changes.insert(changes.end(), std::make_move_iterator(plain_.begin()),
                 std::make_move_iterator(plain_.end()));
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return std::tie(a.digest, a.release) < std::tie(b.digest, b.release);
  });
  Sort(changes);
  return changes;
}

}  // namespace leyline
