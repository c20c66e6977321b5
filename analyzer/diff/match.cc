#include "analyzer/diff/match.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

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
      out.push_back(pairing.PairOf(node));
    } else if (is_listed(*node, true)) {
      out.push_back({.before = node});
    }
  }
  for (const Node* node : after) {
    if (pairing.IsTaken(node) || !is_listed(*node, false)) continue;
    out.push_back({.after = node});
  }
}

using FilesByPackage = std::unordered_map<std::string_view, std::vector<const File*>>;

FilesByPackage ByPackage(const std::vector<const File*>& files) {
  FilesByPackage by_package;
  for (const File* file : files) by_package[file->package].push_back(file);
  return by_package;
}

// The files of a package whose partner is in the other one; if there is none, because everything
// was arranged anew, those that stayed nowhere.
template <class PartnerOf>
std::vector<const File*> FilesOf(const FilesByPackage& files, std::string_view package,
                                 std::string_view other, PartnerOf partner_of) {
  std::vector<const File*> moved;
  std::vector<const File*> lost;
  for (const File* file : files.at(package)) {
    const File* partner = partner_of(file);
    if (partner == nullptr || partner->path != file->path) lost.push_back(file);
    if (partner != nullptr && partner->package == other) moved.push_back(file);
  }
  return moved.empty() ? lost : moved;
}

void AppendPackages(const Matching& matching, std::vector<PackagePair>& out) {
  if (matching.packages.empty()) return;
  const FilesByPackage before_files = ByPackage(matching.before.files);
  const FilesByPackage after_files = ByPackage(matching.after.files);
  for (const auto& [before, heir] : matching.packages) {
    const std::string_view after = heir.name;
    const auto after_of = [&](const File* file) { return matching.files.AfterOf(file); };
    const auto before_of = [&](const File* file) { return matching.files.BeforeOf(file); };
    out.push_back({.before = before,
                   .after = after,
                   .before_files = FilesOf(before_files, before, after, after_of),
                   .after_files = FilesOf(after_files, after, before, before_of),
                   .is_split = matching.packages.count(before) > 1,
                   .evidence = heir.evidence});
  }
  std::sort(out.begin(), out.end(), [](const PackagePair& a, const PackagePair& b) {
    return std::tie(a.before, a.after) < std::tie(b.before, b.after);
  });
}

template <class Node>
void AddPartners(const std::vector<Pair<Node>>& pairs, Matches& matches) {
  for (const Pair<Node>& pair : pairs) {
    if (!pair.both()) continue;
    matches.partners.Emplace(pair.before, pair.after);
    matches.origins.Emplace(pair.after, pair.before);
  }
}

template <class Node, class Find>
const Node* PartnerOf(const Matches& matches, const Node* before, Find find) {
  const void* const* partner = matches.partners.Find(before);
  if (partner != nullptr) return static_cast<const Node*>(*partner);
  return PartnerByName(before, find(before->full_name));
}

}  // namespace

const Message* Matches::AfterOf(const Message* before_message) const {
  return PartnerOf(*this, before_message,
                   [&](std::string_view name) { return after->FindMessage(name); });
}

const Enum* Matches::AfterOf(const Enum* before_enum) const {
  return PartnerOf(*this, before_enum,
                   [&](std::string_view name) { return after->FindEnum(name); });
}

const File* Matches::AfterOf(const File* before_file) const {
  const void* const* partner = partners.Find(before_file);
  return partner == nullptr ? nullptr : static_cast<const File*>(*partner);
}

const Message* Matches::BeforeOf(const Message* after_message) const {
  const void* const* origin = origins.Find(after_message);
  return origin == nullptr ? nullptr : static_cast<const Message*>(*origin);
}

Matches Match(const Snapshot& before, const Snapshot& after) {
  Matching matching{.before_snapshot = before,
                    .after_snapshot = after,
                    .before = Declared(before),
                    .after = Declared(after),
                    .namesakes = {}};
  matching.namesakes = NamesakesOf(matching.before, after);
  MatchExchanged(matching);
  MatchByName(matching);
  MatchFilesInPlace(matching);
  MatchPackages(matching);
  MatchRenamedFiles(matching);
  MatchByPackage(matching);
  MatchRenamedContracts(matching);
  MatchExtensions(matching);

  Matches matches;
  matches.before = &before;
  matches.after = &after;
  matches.exchanges = std::move(matching.exchanges);
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
  AddPartners(matches.oneofs, matches);
  MatchValues(matches);
  MatchMethods(matches);
  return matches;
}

}  // namespace leyline
