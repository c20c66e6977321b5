// Oneofs of paired messages: by name, else by where their members went.
#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/diff/pairing.h"

namespace leyline {
namespace {

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

}  // namespace

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
    out.push_back(pairs.PairOf(&oneof));
  }
  for (const Oneof& oneof : messages.after->oneofs) {
    if (!pairs.IsTaken(&oneof)) out.push_back({.after = &oneof});
  }
}

}  // namespace leyline
