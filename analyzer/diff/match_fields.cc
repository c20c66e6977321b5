// Fields of paired messages. A number and a name that stayed together are the same field. Of the
// others a name that went to another number is the same field renumbered, if it kept its type or
// its old number is gone; else numbers decide, as they do for the bytes. No schema tells a rename
// from a number that was given to something else: what is not alike is paired and marked unsure.
#include <algorithm>
#include <deque>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/diff/extension_index.h"
#include "analyzer/diff/field_index.h"
#include "analyzer/diff/kin.h"
#include "analyzer/diff/likeness.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/diff/rings.h"

namespace leyline {
namespace {

// Matches the fields of one pair of messages.
class FieldMatcher {
 public:
  FieldMatcher(const Matching& matching, const Message& before, const Message& after,
               std::deque<Exchange>& exchanges)
      : matching_(matching),
        exchanges_(exchanges),
        before_(before),
        after_(after),
        before_index_(before),
        after_index_(after) {}

  void Run() {
    for (const Field& field : before_.fields) JoinStayed(field);
    for (const Field& field : before_.fields) JoinRenumbered(field);
    for (const Field& field : before_.fields) JoinRenamed(field);
    MarkExchanges();
  }

  const Pairing<Field>& pairs() const { return pairs_; }

 private:
  void JoinStayed(const Field& field) {
    const Field* after = after_index_.Numbered(field.number);
    if (after != nullptr && after->name == field.name) pairs_.Join(&field, after, How::kSame);
  }

  void JoinRenumbered(const Field& field) {
    if (pairs_.IsJoined(&field)) return;
    const Field* after = after_index_.Named(field.name);
    if (after != nullptr && IsRenumbered(field, *after)) {
      if (pairs_.Join(&field, after, How::kRenumbered)) SetEvidence(field, *after);
    }
  }

  // The same answer whichever side is the older one.
  bool IsRenumbered(const Field& before, const Field& after) const {
    if (HasSameShape(matching_, before, after)) return true;
    return after_index_.Numbered(before.number) == nullptr &&
           before_index_.Numbered(after.number) == nullptr;
  }

  void JoinRenamed(const Field& field) {
    if (pairs_.IsJoined(&field)) return;
    const Field* after = after_index_.Numbered(field.number);
    if (pairs_.Join(&field, after, How::kRenamed)) SetEvidence(field, *after);
  }

  void SetEvidence(const Field& before, const Field& after) {
    // Who pins the old JSON name means the same field.
    Evidence evidence{
        .names_alike = IsLikeName(before.name, after.name) || before.json_name == after.json_name,
        .is_same_type = HasSameShape(matching_, before, after)};
    evidence.is_sure = evidence.names_alike && evidence.is_same_type;
    pairs_.SetEvidence(&before, evidence);
  }

  // Numbers that went round among names that stayed, and names that went round among numbers.
  void MarkExchanges() {
    std::vector<const Field*> renumbered;
    std::vector<std::pair<int32_t, int32_t>> numbers;
    std::vector<const Field*> renamed;
    std::vector<std::pair<std::string_view, std::string_view>> names;
    for (const Field& field : before_.fields) {
      const Field* after = pairs_.AfterOf(&field);
      if (after == nullptr) continue;
      if (after->number != field.number) {
        renumbered.push_back(&field);
        numbers.emplace_back(field.number, after->number);
      } else if (after->name != field.name) {
        renamed.push_back(&field);
        names.emplace_back(field.name, after->name);
      }
    }
    for (const std::vector<std::size_t>& ring : Rings(numbers)) MarkRing(renumbered, ring);
    for (const std::vector<std::size_t>& ring : Rings(names)) MarkRing(renamed, ring);
  }

  // Who went round all together needs no other proof.
  void MarkRing(const std::vector<const Field*>& fields, const std::vector<std::size_t>& ring) {
    Exchange& exchange = exchanges_.emplace_back();
    for (std::size_t i : ring) exchange.names.push_back(fields[i]->name);
    std::sort(exchange.names.begin(), exchange.names.end());
    for (std::size_t i : ring) {
      pairs_.SetExchange(fields[i], &exchange);
      pairs_.SetEvidence(fields[i], {});
    }
  }

  const Matching& matching_;
  std::deque<Exchange>& exchanges_;
  const Message& before_;
  const Message& after_;
  FieldIndex before_index_;
  FieldIndex after_index_;
  Pairing<Field> pairs_;
};

// Extensions without a partner: one may have become a field of its extendee, or have been one.
struct Leftovers {
  ExtensionIndex before;
  ExtensionIndex after;
};

Leftovers LeftoversOf(const Matching& matching) {
  Leftovers left;
  for (const Field* extension : matching.before.extensions) {
    if (!matching.extensions.IsJoined(extension)) left.before.Add(*extension);
  }
  for (const Field* extension : matching.after.extensions) {
    if (!matching.extensions.IsTaken(extension)) left.after.Add(*extension);
  }
  return left;
}

// Appends the pairs of one message's fields, in written order, and remembers which extensions they
// used up.
void AppendFields(const Pair<Message>& messages, const Pairing<Field>& pairs,
                  const Leftovers& leftovers, Pairing<Field>& crossed,
                  std::vector<Pair<Field>>& out) {
  for (const Field& field : messages.before->fields) {
    if (pairs.IsJoined(&field)) {
      out.push_back(pairs.PairOf(&field));
      continue;
    }
    crossed.Join(&field, leftovers.after.Find(messages.after, field.number), How::kMoved);
    out.push_back(crossed.PairOf(&field));
  }
  for (const Field& field : messages.after->fields) {
    if (pairs.IsTaken(&field)) continue;
    const Field* extension = leftovers.before.Find(messages.before, field.number);
    const bool joined = crossed.Join(extension, &field, How::kMoved);
    out.push_back(joined ? crossed.PairOf(extension) : Pair<Field>{.after = &field});
  }
}

void AppendExtensions(const Matching& matching, const Pairing<Field>& crossed,
                      std::vector<Pair<Field>>& out) {
  const Pairing<Field>& pairs = matching.extensions;
  for (const Field* field : matching.before.extensions) {
    if (pairs.IsJoined(field)) {
      out.push_back(pairs.PairOf(field));
    } else if (!crossed.IsJoined(field)) {
      out.push_back({.before = field});
    }
  }
  for (const Field* field : matching.after.extensions) {
    if (!pairs.IsTaken(field) && !crossed.IsTaken(field)) {
      out.push_back({.after = field});
    }
  }
}

template <class Nodes, class Same>
bool AllSame(const Nodes& before, const Nodes& after, Same same) {
  return std::equal(before.begin(), before.end(), after.begin(), after.end(), same);
}

// Most pairs keep all fields where they are, and need no index.
bool HasSameLayout(const Message& before, const Message& after) {
  return AllSame(before.fields, after.fields,
                 [](const Field& a, const Field& b) {
                   return a.number == b.number && a.name == b.name;
                 }) &&
         AllSame(before.oneofs, after.oneofs,
                 [](const Oneof& a, const Oneof& b) { return a.name == b.name; });
}

void AppendSideBySide(const Message& before, const Message& after, Matches& matches) {
  for (std::size_t i = 0; i < before.fields.size(); ++i) {
    matches.fields.push_back({.before = &before.fields[i], .after = &after.fields[i]});
  }
  for (std::size_t i = 0; i < before.oneofs.size(); ++i) {
    matches.oneofs.push_back({.before = &before.oneofs[i], .after = &after.oneofs[i]});
  }
}

}  // namespace

void MatchFields(const Matching& matching, Matches& matches) {
  const Leftovers leftovers = LeftoversOf(matching);
  Pairing<Field> crossed;
  KinFinder kin(matching);
  for (const Message* before : matching.before.messages) {
    const Message* after = matching.messages.AfterOf(before);
    if (after == nullptr) continue;
    if (HasSameLayout(*before, *after)) {
      AppendSideBySide(*before, *after, matches);
      continue;
    }
    const Pair<Message> messages{.before = before, .after = after, .how = How::kSame};
    FieldMatcher matcher(matching, *before, *after, matches.exchanges);
    matcher.Run();
    const std::size_t first = matches.fields.size();
    AppendFields(messages, matcher.pairs(), leftovers, crossed, matches.fields);
    kin.Find(*before, *after, std::span(matches.fields).subspan(first));
    AppendOneofs(messages, matcher.pairs(), matches.exchanges, matches.oneofs);
  }
  AppendExtensions(matching, crossed, matches.fields);
}

}  // namespace leyline
