// Fields of paired messages. A number and a name that stayed together are the same field. Of the
// others a name that went to another number is the same field renumbered, if it kept its type or
// its old number is gone; else numbers decide, as they do for the bytes.
#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "analyzer/diff/extension_index.h"
#include "analyzer/diff/field_index.h"
#include "analyzer/diff/pairing.h"

namespace leyline {
namespace {

bool HasSameShape(const Matching& matching, const Field& before, const Field& after) {
  if (before.type != after.type || before.map_key != after.map_key) return false;
  if (before.is_repeated() != after.is_repeated()) return false;
  if (before.message != nullptr) return matching.AfterOf(before.message) == after.message;
  if (before.enum_type != nullptr) return matching.AfterOf(before.enum_type) == after.enum_type;
  return true;
}

// Matches the fields of one pair of messages.
class FieldMatcher {
 public:
  FieldMatcher(const Matching& matching, const Message& before, const Message& after)
      : matching_(matching),
        before_(before),
        after_(after),
        before_index_(before),
        after_index_(after) {}

  void Run() {
    for (const Field& field : before_.fields) JoinStayed(field);
    for (const Field& field : before_.fields) JoinRenumbered(field);
    for (const Field& field : before_.fields) JoinRenamed(field);
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
      pairs_.Join(&field, after, How::kRenumbered);
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
    pairs_.Join(&field, after_index_.Numbered(field.number), How::kRenamed);
  }

  const Matching& matching_;
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
      out.push_back({&field, pairs.AfterOf(&field), pairs.HowOf(&field)});
      continue;
    }
    const Field* extension = leftovers.after.Find(messages.after, field.number);
    const bool joined = crossed.Join(&field, extension, How::kMoved);
    out.push_back({&field, joined ? extension : nullptr, joined ? How::kMoved : How::kSame});
  }
  for (const Field& field : messages.after->fields) {
    if (pairs.IsTaken(&field)) continue;
    const Field* extension = leftovers.before.Find(messages.before, field.number);
    const bool joined = crossed.Join(extension, &field, How::kMoved);
    out.push_back({joined ? extension : nullptr, &field, joined ? How::kMoved : How::kSame});
  }
}

void AppendExtensions(const Matching& matching, const Pairing<Field>& crossed,
                      std::vector<Pair<Field>>& out) {
  const Pairing<Field>& pairs = matching.extensions;
  for (const Field* field : matching.before.extensions) {
    if (pairs.IsJoined(field)) {
      out.push_back({field, pairs.AfterOf(field), pairs.HowOf(field)});
    } else if (!crossed.IsJoined(field)) {
      out.push_back({field, nullptr, How::kSame});
    }
  }
  for (const Field* field : matching.after.extensions) {
    if (!pairs.IsTaken(field) && !crossed.IsTaken(field)) {
      out.push_back({nullptr, field, How::kSame});
    }
  }
}

// The oneof of `after` that holds most partners of a oneof's fields, and how many.
struct Heir {
  const Oneof* oneof = nullptr;
  std::size_t fields = 0;
};
Heir HeirOf(const Oneof& oneof, const Pairing<Field>& fields) {
  std::vector<Heir> heirs;
  for (const Field* field : oneof.fields) {
    const Field* after = fields.AfterOf(field);
    if (after == nullptr || after->oneof == nullptr) continue;
    const auto at = std::find_if(heirs.begin(), heirs.end(),
                                 [&](const Heir& heir) { return heir.oneof == after->oneof; });
    if (at == heirs.end()) {
      heirs.push_back({after->oneof, 1});
    } else {
      ++at->fields;
    }
  }
  const auto best = std::max_element(
      heirs.begin(), heirs.end(), [](const Heir& a, const Heir& b) { return a.fields < b.fields; });
  return best == heirs.end() ? Heir{} : *best;
}

// By name; else a oneof with at least half of its members in another one was renamed to it.
void AppendOneofs(const Pair<Message>& messages, const Pairing<Field>& fields,
                  std::vector<Pair<Oneof>>& out) {
  Pairing<Oneof> pairs;
  std::unordered_map<std::string_view, const Oneof*> by_name;
  for (const Oneof& oneof : messages.after->oneofs) by_name.emplace(oneof.name, &oneof);
  for (const Oneof& oneof : messages.before->oneofs) {
    const auto at = by_name.find(oneof.name);
    if (at != by_name.end()) pairs.Join(&oneof, at->second, How::kSame);
  }
  for (const Oneof& oneof : messages.before->oneofs) {
    if (pairs.IsJoined(&oneof)) continue;
    const Heir heir = HeirOf(oneof, fields);
    if (heir.fields * 2 >= oneof.fields.size()) pairs.Join(&oneof, heir.oneof, How::kRenamed);
  }
  for (const Oneof& oneof : messages.before->oneofs) {
    const bool joined = pairs.IsJoined(&oneof);
    out.push_back({&oneof, pairs.AfterOf(&oneof), joined ? pairs.HowOf(&oneof) : How::kSame});
  }
  for (const Oneof& oneof : messages.after->oneofs) {
    if (!pairs.IsTaken(&oneof)) out.push_back({nullptr, &oneof, How::kSame});
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
    matches.fields.push_back({&before.fields[i], &after.fields[i], How::kSame});
  }
  for (std::size_t i = 0; i < before.oneofs.size(); ++i) {
    matches.oneofs.push_back({&before.oneofs[i], &after.oneofs[i], How::kSame});
  }
}

}  // namespace

void MatchFields(const Matching& matching, Matches& matches) {
  const Leftovers leftovers = LeftoversOf(matching);
  Pairing<Field> crossed;
  for (const Message* before : matching.before.messages) {
    const Message* after = matching.messages.AfterOf(before);
    if (after == nullptr) continue;
    if (HasSameLayout(*before, *after)) {
      AppendSideBySide(*before, *after, matches);
      continue;
    }
    const Pair<Message> messages{.before = before, .after = after, .how = How::kSame};
    FieldMatcher matcher(matching, *before, *after);
    matcher.Run();
    AppendFields(messages, matcher.pairs(), leftovers, crossed, matches.fields);
    AppendOneofs(messages, matcher.pairs(), matches.oneofs);
  }
  AppendExtensions(matching, crossed, matches.fields);
}

}  // namespace leyline
