#include "analyzer/diff/kin.h"

#include <algorithm>

namespace leyline {
namespace {

// The messages that a message holds at most one of: a list of them is another thing.
template <class Visit>
const Field* VisitHeld(const Message& message, std::size_t limit, Visit visit) {
  for (const Field& holder : message.fields) {
    if (!holder.is_message() || holder.is_repeated() || holder.message == &message) continue;
    if (limit-- == 0) return nullptr;
    if (const Field* found = visit(*holder.message)) return found;
  }
  return nullptr;
}

}  // namespace

const FieldIndex& KinFinder::IndexOf(const Message& message) {
  const auto at = indexes_.find(&message);
  return at != indexes_.end() ? at->second : indexes_.emplace(&message, message).first->second;
}

const Field* KinFinder::NewHomeOf(const Field& gone, const Message& after) {
  return VisitHeld(after, kMaxHolders, [&](const Message& held) -> const Field* {
    const Field* home = IndexOf(held).Named(gone.name);
    if (home == nullptr || !HasSameShape(matching_, gone, *home)) return nullptr;
    const Message* old_self = matching_.BeforeOf(&held);
    const bool is_new = old_self == nullptr || IndexOf(*old_self).Named(gone.name) == nullptr;
    return is_new ? home : nullptr;
  });
}

const Field* KinFinder::OldHomeOf(const Field& added, const Message& before) {
  return VisitHeld(before, kMaxHolders, [&](const Message& held) -> const Field* {
    const Field* home = IndexOf(held).Named(added.name);
    if (home == nullptr || !HasSameShape(matching_, *home, added)) return nullptr;
    const Message* new_self = matching_.AfterOf(&held);
    const bool is_gone = new_self == nullptr || IndexOf(*new_self).Named(added.name) == nullptr;
    return is_gone ? home : nullptr;
  });
}

void KinFinder::Find(const Message& before, const Message& after, std::span<Pair<Field>> pairs) {
  for (Pair<Field>& pair : pairs) {
    if (pair.both()) continue;
    pair.kin =
        pair.before != nullptr ? NewHomeOf(*pair.before, after) : OldHomeOf(*pair.after, before);
  }
}

}  // namespace leyline
