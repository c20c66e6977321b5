// What renamed and moved contracts have in common.
#pragma once

#include <span>

#include "analyzer/diff/change.h"
#include "analyzer/diff/match.h"
#include "analyzer/rules/verdicts.h"

namespace leyline::rules {

inline constexpr Outcome kOtherTypeUrl = If("no Any holds it", Effect::kNameUnknown);

// For messages with another full name.
inline constexpr Judgement kTypeUrlChanged[] = {
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
    {Surface::kRpc, kOtherTypeUrl, kOtherTypeUrl},
};

// JSON names the type of what an Any holds, and its parser needs that type: for messages whose file
// sees Any. Who else puts the message into one is not seen from here; see the rpc surface.
void JudgeJsonOfAny(Change& change, const File& before, const File& after);

// JSON and text write "[scope.name]" for extensions: for scopes with another full name.
inline constexpr Outcome kOtherExtensionName = Breaks(Effect::kNameUnknown);
inline constexpr Judgement kExtensionsRenamed[] = {
    {Surface::kJson, kOtherExtensionName, kOtherExtensionName, kOtherExtensionName},
    {Surface::kText, kOtherExtensionName, kOtherExtensionName, kOtherExtensionName},
};

// For contracts with the same full name in another file.
inline constexpr Judgement kOtherHeader[] = {
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
    {Surface::kRpc, kSafe, kSafe},
};

// A name of its own that changed, wherever the contract stands now.
template <class Node>
bool IsRenamed(const Pair<Node>& pair) {
  return pair.both() && (pair.how == How::kRenamed || pair.how == How::kMoved) &&
         pair.before->name != pair.after->name;
}

// The same name in another message or package.
template <class Node>
bool IsMovedToOtherScope(const Pair<Node>& pair) {
  return pair.both() && pair.how == How::kMoved && pair.before->name == pair.after->name;
}

// The same full name in another file, which is not just the old file under another path. Nested
// contracts move with the one that they stand in.
template <class Node>
bool IsMovedToOtherFile(const Pair<Node>& pair, const Matches& matches) {
  if (!pair.both() || (pair.how != How::kSame && pair.how != How::kFollows)) return false;
  if constexpr (requires { pair.before->parent; }) {
    if (pair.before->parent != nullptr) return false;
  }
  return pair.before->file->path != pair.after->file->path &&
         matches.AfterOf(pair.before->file) != pair.after->file;
}

// Whether extensions are declared in the message, or in one inside it.
bool HasExtensions(const Message& message);

// Whether a file declares anything: a message, enum, service or extension.
bool HasContracts(const File& file);

// The facts of contracts don't name their file; what moves needs them to.
void AddFileFacts(Change& change, const File& before, const File& after);

}  // namespace leyline::rules
