#include "analyzer/witness/trial.h"

#include <memory>
#include <utility>

#include "analyzer/witness/additions.h"

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

Side SideOf(const Slice& slice, const Message* host, const Field* focus) {
  return {.slice = &slice,
          .host = host == nullptr ? slice.holder() : slice.Find(*host),
          .focus = focus == nullptr ? nullptr : slice.Find(*focus)};
}

FieldSet FixedIn(const Plan& plan, const Slice& slice) {
  FieldSet fixed;
  for (const Field* field : plan.for_reading()) fixed.insert(slice.Find(*field));
  return fixed;
}

void Join(Found& all, const Found& found) {
  if (found.exact) all.exact = found.exact;
  if (!all.other && found.other) {
    all.other = found.other;
    all.is_loud = found.is_loud;
    all.is_focus_read = found.is_focus_read;
  }
  all.tried += found.tried;
  all.was_cut = all.was_cut || found.was_cut;
  all.had_value = all.had_value || found.had_value;
  all.was_unset = all.was_unset || found.was_unset;
  all.was_unreadable = all.was_unreadable || found.was_unreadable;
}

}  // namespace

Trial::Trial(const Exhibit& exhibit, const Slice& before, const Slice& after)
    : exhibit_(exhibit),
      before_(before),
      after_(after),
      before_fixed_(FixedIn(exhibit.before, before)),
      after_fixed_(FixedIn(exhibit.after, after)) {
  for (const Plan* plan : {&exhibit.before, &exhibit.after}) {
    for (const Plan::PlannedEnum& planned : plan->enums()) {
      if (planned.enumeration->values.size() <= Plan::kWholeEnum) continue;
      hidden_.Add(planned, exhibit.enums->Of(*planned.enumeration));
    }
  }
  if (HasMaps(before) || HasMaps(after)) {
    from_before_.KeepNone();
    from_after_.KeepNone();
  }
  const pb::FieldDescriptor* added = exhibit.before_field == nullptr && exhibit.after_field
                                         ? after.Find(*exhibit.after_field)
                                         : nullptr;
  after_only_adds_ = added != nullptr && OnlyAdds(before, after, *added);
}

Found Trial::Find(const Verdict& verdict) const {
  if (verdict.direction == Direction::kBackward) return FindFrom(false, verdict);
  if (verdict.direction == Direction::kForward) return FindFrom(true, verdict);
  if (!after_only_adds_) {
    Found found = FindFrom(false, verdict);
    if (!found.exact) Join(found, FindFrom(true, verdict));
    return found;
  }
  // What the old side writes survives: it is tried only where a search must have been whole.
  Found from_after = FindFrom(true, verdict);
  if (from_after.exact) return from_after;
  Found found = FindFrom(false, verdict);
  Join(found, from_after);
  return found;
}

Found Trial::FindFrom(bool from_after, const Verdict& verdict) const {
  const Side before = SideOf(before_, exhibit_.before_host, exhibit_.before_field);
  const Side after = SideOf(after_, exhibit_.after_host, exhibit_.after_field);
  const Side& writer = from_after ? after : before;
  const Side& reader = from_after ? before : after;
  const Aim aim{.host = writer.host,
                .focus = writer.focus,
                .numbers = exhibit_.numbers,
                .hidden = &hidden_,
                .fixed = from_after ? &after_fixed_ : &before_fixed_};
  Search search(verdict, writer, reader, from_after);
  Rehearsal& rehearsal = from_after ? from_after_ : from_before_;
  for (Rehearsed& candidate : rehearsal.kept()) {
    if (search.Try(candidate)) return search.found();
  }
  std::size_t tried = rehearsal.kept().size();
  const bool was_whole =
      ForEachCandidate(*writer.slice, aim, [&](std::unique_ptr<pb::Message> message) {
        if (tried > 0) {
          --tried;
          return false;
        }
        if (rehearsal.is_full()) return search.Try(*message);
        return search.Try(rehearsal.Keep(std::move(message)));
      });
  Found found = search.found();
  found.was_cut = !was_whole;
  return found;
}

}  // namespace leyline::witness
