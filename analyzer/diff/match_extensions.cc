// Extensions: by full name, as JSON and code know them; else by extendee and number, as bytes do.
// One that changed its extendee is another extension: nothing of the old one lives on in the new
// one.
#include <string>
#include <unordered_map>

#include "analyzer/diff/extension_index.h"
#include "analyzer/diff/likeness.h"
#include "analyzer/diff/pairing.h"

namespace leyline {
namespace {

bool HasSameExtendee(const Matching& matching, const Field& before, const Field& after) {
  return before.extendee != nullptr && matching.AfterOf(before.extendee) == after.extendee;
}

void MatchExtensionsByName(Matching& matching) {
  for (const Field* before : matching.before.extensions) {
    const Field* after = matching.after_snapshot.FindExtension(FullName(*before));
    if (after == nullptr || !after->file->governed) continue;
    if (!HasSameExtendee(matching, *before, *after)) continue;
    const How how = before->number == after->number ? How::kSame : How::kRenumbered;
    matching.extensions.Join(before, after, how);
  }
}

// Whether the other name is only the other package's or the other scope's.
bool Follows(const Matching& matching, const Field& before, const Field& after) {
  if (before.name != after.name) return false;
  if (before.parent != nullptr || after.parent != nullptr) {
    return before.parent != nullptr && matching.messages.AfterOf(before.parent) == after.parent;
  }
  return before.file->package != after.file->package &&
         matching.files.AfterOf(before.file) == after.file;
}

How HowRenamed(const Matching& matching, const Field& before, const Field& after) {
  if (Follows(matching, before, after)) return How::kFollows;
  const bool same_scope =
      before.parent == nullptr
          ? after.parent == nullptr && before.file->package == after.file->package
          : matching.messages.AfterOf(before.parent) == after.parent;
  return same_scope ? How::kRenamed : How::kMoved;
}

}  // namespace

void MatchExtensions(Matching& matching) {
  MatchExtensionsByName(matching);
  ExtensionIndex free;
  for (const Field* after : matching.after.extensions) {
    if (!matching.extensions.IsTaken(after)) free.Add(*after);
  }
  for (const Field* before : matching.before.extensions) {
    if (matching.extensions.IsJoined(before) || before->extendee == nullptr) continue;
    const Field* after = free.Find(matching.AfterOf(before->extendee), before->number);
    if (after == nullptr) continue;
    if (!matching.extensions.Join(before, after, HowRenamed(matching, *before, *after))) continue;
    Evidence evidence{.names_alike = IsLikeName(before->name, after->name),
                      .is_same_type = HasSameShape(matching, *before, *after)};
    evidence.is_sure = evidence.names_alike && evidence.is_same_type;
    matching.extensions.SetEvidence(before, evidence);
  }
}

}  // namespace leyline
