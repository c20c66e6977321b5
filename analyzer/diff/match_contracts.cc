// Contracts that keep their full name, or whose name only follows a package or an outer message.
#include <string>

#include "analyzer/diff/pairing.h"

namespace leyline {
namespace {

// `full_name` of a declaration in `package`, as it is called in another package.
std::string InPackage(std::string_view full_name, std::string_view package,
                      std::string_view other) {
  const std::size_t skip = package.empty() ? 0 : package.size() + 1;
  std::string name(other);
  if (!name.empty()) name.push_back('.');
  return name.append(full_name.substr(skip));
}

// Pairs the contracts of files in a renamed package with those of the same name in the new one.
template <class Node, class Find>
void FollowPackages(const Matching& matching, const std::vector<const Node*>& nodes,
                    Pairing<Node>& pairing, Find find) {
  for (const Node* node : nodes) {
    if (pairing.IsJoined(node)) continue;
    const auto [first, last] = matching.packages.equal_range(node->file->package);
    for (auto at = first; at != last; ++at) {
      const std::string name = InPackage(node->full_name, at->first, at->second.name);
      if (pairing.Join(node, Governed(find(name)), How::kFollows)) break;
    }
  }
}

template <class Node>
void JoinByName(const std::vector<const Node*>& nodes, const std::vector<const Node*>& namesakes,
                Pairing<Node>& pairing) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    pairing.Join(nodes[i], Governed(namesakes[i]), How::kSame);
  }
}

}  // namespace

void MatchByName(Matching& matching) {
  const Namesakes& namesakes = matching.namesakes;
  JoinByName(matching.before.messages, namesakes.messages, matching.messages);
  JoinByName(matching.before.enums, namesakes.enums, matching.enums);
  JoinByName(matching.before.services, namesakes.services, matching.services);
}

void MatchByPackage(Matching& matching) {
  if (matching.packages.empty()) return;
  const Snapshot& after = matching.after_snapshot;
  FollowPackages(matching, matching.before.messages, matching.messages,
                 [&](const std::string& name) { return after.FindMessage(name); });
  FollowPackages(matching, matching.before.enums, matching.enums,
                 [&](const std::string& name) { return after.FindEnum(name); });
  FollowPackages(matching, matching.before.services, matching.services,
                 [&](const std::string& name) { return after.FindService(name); });
}

}  // namespace leyline
