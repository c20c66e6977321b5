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

// Whether `a` is at least as bad as `b` wherever `b` is bad at all.
bool Covers(const Change& a, const Change& b) {
  return std::all_of(b.verdicts.begin(), b.verdicts.end(), [&](const Verdict& verdict) {
    return verdict.level == Level::kCompatible ||
           std::any_of(a.verdicts.begin(), a.verdicts.end(),
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

}  // namespace

ReleaseHistory::ReleaseHistory(const Snapshot& before, const Snapshot& after, Blame blame)
    : before_(before),
      after_(after),
      blame_(blame),
      matches_(Match(before, after)),
      plain_(Diff(matches_, nullptr)),
      fresh_(FreshIn(matches_)) {
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
    PartFields(matches.fields, fresh_);
    PartValues(matches.values, fresh_);
  }
  std::vector<Change> changes = Diff(matches, &ledger_);
  std::erase_if(changes, [&](const Change& change) { return IsSaid(change); });
  if (blame_ == Blame::kNew && !changes.empty()) {
    std::unordered_set<std::string> old;
    for (Change& change : Diff(snapshot, before_)) old.insert(std::move(change.digest));
    std::erase_if(changes, [&](const Change& change) { return old.contains(change.digest); });
  }
  if (!is_between) ledger_.Add(release, matches);
  if (const Status proven = AddWitnesses(changes); !proven) {
    contradictions_.insert(contradictions_.end(), proven.error().begin(), proven.error().end());
  }
  for (Change& change : changes) {
    change.release = release;
    change.subject = {};  // the release goes
  }
  Keep(std::move(changes));
}

// Newer ones take the place of older ones that they cover, and are dropped where an older one says
// more.
void ReleaseHistory::Keep(std::vector<Change> changes) {
  for (Change& change : changes) {
    std::vector<Change>& known = found_[KeyOf(change)];
    std::erase_if(known, [&](const Change& older) { return Covers(change, older); });
    const bool is_covered = std::any_of(known.begin(), known.end(),
                                        [&](const Change& older) { return Covers(older, change); });
    if (!is_covered) known.push_back(std::move(change));
  }
}

std::vector<Change> ReleaseHistory::Finish() {
  plain_ = Diff(matches_, &ledger_);
  said_.clear();
  for (const Change& change : plain_) said_.emplace(KeyOf(change), &change);
  std::vector<Change> changes;
  for (auto& [key, known] : found_) {
    for (Change& change : known) {
      if (!IsSaid(change)) changes.push_back(std::move(change));
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
