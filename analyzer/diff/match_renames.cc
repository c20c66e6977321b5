// Contracts under another name: what is alike enough to be the same thing, edited on the way or
// not. What stands in a renamed message follows it, and is never guessed at.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/diff/pairing.h"
#include "analyzer/diff/votes.h"

namespace leyline {
namespace {

std::size_t DepthOf(const Message* parent) {
  std::size_t depth = 0;
  for (; parent != nullptr; parent = parent->parent) ++depth;
  return depth;
}

Key TypeKey(const Field& field) {
  // Simple names: the full name of a type may follow the same rename.
  std::string_view name = KeywordOf(field.type);
  if (field.message != nullptr) name = field.message->name;
  if (field.enum_type != nullptr) name = field.enum_type->name;
  return Mix(KeyOf(KeywordOf(field.map_key), name), field.is_repeated() ? 1 : 0);
}

// A field by number, name and type; a nested declaration by name.
std::vector<Key> KeysOf(const Message& message) {
  std::vector<Key> keys;
  keys.reserve(message.fields.size() + message.messages.size() + message.enums.size());
  for (const Field& field : message.fields) {
    keys.push_back(
        Mix(KeyOf("field", field.name), Mix(static_cast<Key>(field.number), TypeKey(field))));
  }
  for (const Message& child : message.messages) keys.push_back(KeyOf("message", child.name));
  for (const Enum& child : message.enums) keys.push_back(KeyOf("enum", child.name));
  return keys;
}

// How many first letters all values share up to an underscore: a prefix follows the enum's name.
std::size_t PrefixOf(const Enum& enumeration) {
  if (enumeration.values.empty()) return 0;
  const std::string_view first = enumeration.values[0].name;
  std::size_t size = first.size();
  for (const EnumValue& value : enumeration.values) {
    size = std::min(size, CommonPrefix(first, value.name));
  }
  const std::size_t underscore = first.substr(0, size).rfind('_');
  return underscore == std::string_view::npos ? 0 : underscore + 1;
}

std::vector<Key> KeysOf(const Enum& enumeration) {
  std::vector<Key> keys;
  const std::size_t prefix = PrefixOf(enumeration);
  for (const EnumValue& value : enumeration.values) {
    keys.push_back(Mix(KeyOf("value", value.name.substr(prefix)), static_cast<Key>(value.number)));
  }
  return keys;
}

std::vector<Key> KeysOf(const Service& service) {
  std::vector<Key> keys;
  for (const Method& method : service.methods) keys.push_back(KeyOf("method", method.name));
  return keys;
}

template <class Node>
bool IsSamePlace(const Matching& matching, const Node& before, const Node& after) {
  if constexpr (requires { before.parent; }) {
    if (before.parent != nullptr && after.parent != nullptr) {
      return matching.messages.AfterOf(before.parent) == after.parent;
    }
    if (before.parent != nullptr || after.parent != nullptr) return false;
  }
  return before.file->package == after.file->package ||
         matching.files.AfterOf(before.file) == after.file;
}

// Between equals: the same place, then the same file, then the likest name.
template <class Node>
std::size_t LikenessOf(const Matching& matching, const Node& before, const Node& after) {
  constexpr std::size_t kPlace = 1U << 20U;
  constexpr std::size_t kFile = 1U << 16U;
  const std::size_t place = IsSamePlace(matching, before, after) ? kPlace : 0;
  const std::size_t file = matching.files.AfterOf(before.file) == after.file ? kFile : 0;
  return place + file + CommonPrefix(before.name, after.name) +
         CommonSuffix(before.name, after.name);
}

// A thing with one or two keys is easily taken for another: it must agree in all of them, and keep
// its name, or stay in its place with a name that is like the old one or with no other that it
// could be.
template <class Node>
bool IsConvincing(const Matching& matching, const Candidate<Node>& candidate) {
  if (candidate.of > 2) return true;
  if (candidate.votes < candidate.of) return false;
  const std::string_view before = candidate.before->name;
  const std::string_view after = candidate.after->name;
  if (before == after) return true;
  if (!IsSamePlace(matching, *candidate.before, *candidate.after)) return false;
  const std::size_t common = CommonPrefix(before, after) + CommonSuffix(before, after);
  return candidate.is_only || common * 2 >= std::max(before.size(), after.size());
}

template <class Node>
How HowOf(const Matching& matching, const Node& before, const Node& after) {
  // The message of a group is named after its field, whose rename is the one to report.
  if constexpr (requires { before.is_group; }) {
    if (before.is_group && after.is_group) return How::kFollows;
  }
  return IsSamePlace(matching, before, after) ? How::kRenamed : How::kMoved;
}

template <class Node>
std::vector<Candidate<Node>> CandidatesOf(const Matching& matching, const Pairing<Node>& pairing,
                                          const std::vector<const Node*>& before,
                                          const std::vector<const Node*>& after) {
  Ballot<Node> ballot;
  for (const Node* node : after) {
    if (!pairing.IsTaken(node)) ballot.Nominate(node, KeysOf(*node));
  }
  std::vector<Candidate<Node>> candidates;
  const auto likeness = [&](const Node& a, const Node& b) { return LikenessOf(matching, a, b); };
  for (const Node* node : before) {
    if (!pairing.IsJoined(node)) ballot.Vote(node, KeysOf(*node), likeness, candidates);
  }
  return Ranked(std::move(candidates));
}

template <class Node>
void JoinConvincing(const Matching& matching, Pairing<Node>& pairing,
                    const std::vector<Candidate<Node>>& candidates) {
  for (const Candidate<Node>& candidate : candidates) {
    if (!IsConvincing(matching, candidate)) continue;
    pairing.Join(candidate.before, candidate.after,
                 HowOf(matching, *candidate.before, *candidate.after));
  }
}

std::string NestedName(const Message& parent, std::string_view name) {
  return std::string(parent.full_name).append(".").append(name);
}

// Pairs a nested declaration with its namesake in the partner of its parent.
void Follow(Matching& matching, const Message& message) {
  const Message* parent =
      message.parent == nullptr ? nullptr : matching.messages.AfterOf(message.parent);
  if (parent == nullptr) return;
  matching.messages.Join(&message,
                         matching.after_snapshot.FindMessage(NestedName(*parent, message.name)),
                         How::kFollows);
}

void Follow(Matching& matching, const Enum& enumeration) {
  const Message* parent =
      enumeration.parent == nullptr ? nullptr : matching.messages.AfterOf(enumeration.parent);
  if (parent == nullptr) return;
  matching.enums.Join(&enumeration,
                      matching.after_snapshot.FindEnum(NestedName(*parent, enumeration.name)),
                      How::kFollows);
}

// Outer messages are decided before inner ones, so that inner ones can follow.
void MatchRenamedMessages(Matching& matching) {
  const std::vector<Candidate<Message>> candidates =
      CandidatesOf(matching, matching.messages, matching.before.messages, matching.after.messages);
  std::vector<std::vector<Candidate<Message>>> by_depth;
  std::vector<std::vector<const Message*>> free;
  for (const Candidate<Message>& candidate : candidates) {
    const std::size_t depth = DepthOf(candidate.before->parent);
    if (by_depth.size() <= depth) by_depth.resize(depth + 1);
    by_depth[depth].push_back(candidate);
  }
  for (const Message* message : matching.before.messages) {
    if (matching.messages.IsJoined(message)) continue;
    const std::size_t depth = DepthOf(message->parent);
    if (free.size() <= depth) free.resize(depth + 1);
    free[depth].push_back(message);
  }
  by_depth.resize(std::max(by_depth.size(), free.size()));
  for (std::size_t depth = 0; depth < free.size(); ++depth) {
    for (const Message* message : free[depth]) Follow(matching, *message);
    JoinConvincing(matching, matching.messages, by_depth[depth]);
  }
}

}  // namespace

void MatchRenamedContracts(Matching& matching) {
  MatchRenamedMessages(matching);
  for (const Enum* enumeration : matching.before.enums) {
    if (!matching.enums.IsJoined(enumeration)) Follow(matching, *enumeration);
  }
  JoinConvincing(
      matching, matching.enums,
      CandidatesOf(matching, matching.enums, matching.before.enums, matching.after.enums));
  JoinConvincing(
      matching, matching.services,
      CandidatesOf(matching, matching.services, matching.before.services, matching.after.services));
}

}  // namespace leyline
