#include "analyzer/diff/match.h"

#include <map>
#include <utility>

#include "analyzer/diff/pairing.h"

namespace leyline {
namespace {

// A subtree that was added or removed is one pair: its root.
bool IsRoot(const Pairing<Message>& messages, const Message* parent, bool is_before) {
  if (parent == nullptr) return true;
  return is_before ? messages.IsJoined(parent) : messages.IsTaken(parent);
}

template <class Node>
void Append(const Pairing<Node>& pairing, const std::vector<const Node*>& before,
            const std::vector<const Node*>& after, auto&& is_listed, std::vector<Pair<Node>>& out) {
  for (const Node* node : before) {
    if (pairing.IsJoined(node)) {
      out.push_back({.before = node, .after = pairing.AfterOf(node), .how = pairing.HowOf(node)});
    } else if (is_listed(*node, true)) {
      out.push_back({.before = node, .after = nullptr, .how = How::kSame});
    }
  }
  for (const Node* node : after) {
    if (pairing.IsTaken(node) || !is_listed(*node, false)) continue;
    out.push_back({.before = nullptr, .after = node, .how = How::kSame});
  }
}

void AppendPackages(const Matching& matching, std::vector<PackagePair>& out) {
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> index;
  for (const File* before : matching.before.files) {
    const File* after = matching.files.AfterOf(before);
    if (after == nullptr || after->package == before->package) continue;
    const auto [at, is_new] =
        index.emplace(std::make_pair(before->package, after->package), out.size());
    if (is_new) {
      out.push_back({.before = before->package,
                     .after = after->package,
                     .files = {},
                     .is_split = matching.packages.count(before->package) > 1});
    }
    out[at->second].files.push_back(
        {.before = before, .after = after, .how = matching.files.HowOf(before)});
  }
}

template <class Node>
void AddPartners(const std::vector<Pair<Node>>& pairs, Matches& matches) {
  for (const Pair<Node>& pair : pairs) {
    if (!pair.both()) continue;
    matches.partners.emplace(pair.before, pair.after);
    matches.origins.emplace(pair.after, pair.before);
  }
}

template <class Node>
const Node* PartnerOf(const Matches& matches, const Node* before, const Node* namesake) {
  const auto at = matches.partners.find(before);
  if (at != matches.partners.end()) return static_cast<const Node*>(at->second);
  return PartnerByName(before, namesake);
}

}  // namespace

const Message* Matches::AfterOf(const Message* before_message) const {
  return PartnerOf(*this, before_message, after->FindMessage(before_message->full_name));
}

const Enum* Matches::AfterOf(const Enum* before_enum) const {
  return PartnerOf(*this, before_enum, after->FindEnum(before_enum->full_name));
}

const File* Matches::AfterOf(const File* before_file) const {
  const auto at = partners.find(before_file);
  return at == partners.end() ? nullptr : static_cast<const File*>(at->second);
}

const Message* Matches::BeforeOf(const Message* after_message) const {
  const auto at = origins.find(after_message);
  return at == origins.end() ? nullptr : static_cast<const Message*>(at->second);
}

Matches Match(const Snapshot& before, const Snapshot& after) {
  Matching matching{.before_snapshot = before,
                    .after_snapshot = after,
                    .before = Declared(before),
                    .after = Declared(after)};
  MatchByName(matching);
  MatchFiles(matching);
  MatchByPackage(matching);
  MatchRenamedContracts(matching);
  MatchExtensions(matching);

  Matches matches;
  matches.before = &before;
  matches.after = &after;
  const auto always = [](const auto&, bool) { return true; };
  const auto is_root = [&](const auto& node, bool is_before) {
    return IsRoot(matching.messages, node.parent, is_before);
  };
  // The message of a group is part of its field.
  const auto is_message_root = [&](const Message& message, bool is_before) {
    return is_root(message, is_before) && !(message.is_group && message.parent != nullptr);
  };
  AppendPackages(matching, matches.packages);
  Append(matching.files, matching.before.files, matching.after.files, always, matches.files);
  Append(matching.messages, matching.before.messages, matching.after.messages, is_message_root,
         matches.messages);
  Append(matching.enums, matching.before.enums, matching.after.enums, is_root, matches.enums);
  Append(matching.services, matching.before.services, matching.after.services, always,
         matches.services);
  AddPartners(matches.files, matches);
  AddPartners(matches.messages, matches);
  AddPartners(matches.enums, matches);
  MatchFields(matching, matches);
  MatchValues(matches);
  MatchMethods(matches);
  return matches;
}

}  // namespace leyline
