// Contest: which contract without a partner may be which other one, while it is being decided.
#pragma once

#include <algorithm>
#include <iterator>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/diff/contract_keys.h"
#include "analyzer/diff/likeness.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/diff/votes.h"
#include "base/parallel.h"

namespace leyline {

template <class Node>
const Message* ParentOf(const Node& node) {
  if constexpr (requires { node.parent; }) {
    return node.parent;
  } else {
    return nullptr;
  }
}

inline std::size_t DepthOf(const Message* parent) {
  std::size_t depth = 0;
  for (; parent != nullptr; parent = parent->parent) ++depth;
  return depth;
}

// The same package, or one that it became.
template <class Node>
bool IsSamePackage(const Matching& matching, const Node& before, const Node& after) {
  return before.file->package == after.file->package ||
         matching.IsRenamedPackage(before.file->package, after.file->package);
}

// The same message around it, or none and the same package.
template <class Node>
bool IsSamePlace(const Matching& matching, const Node& before, const Node& after) {
  const Message* old_parent = ParentOf(before);
  const Message* new_parent = ParentOf(after);
  if (old_parent != nullptr && new_parent != nullptr) {
    return matching.messages.AfterOf(old_parent) == new_parent;
  }
  return old_parent == new_parent && IsSamePackage(matching, before, after);
}

template <class Node>
class Contest {
 public:
  // Nodes without a partner only.
  Contest(const Matching& matching, const Pairing<Node>& pairing,
          const std::vector<const Node*>& before, const std::vector<const Node*>& after)
      : matching_(matching), pairing_(pairing) {
    std::vector<const Node*> gone;
    std::vector<const Node*> come;
    std::copy_if(before.begin(), before.end(), std::back_inserter(gone),
                 [&](const Node* node) { return !pairing.IsJoined(node); });
    std::copy_if(after.begin(), after.end(), std::back_inserter(come),
                 [&](const Node* node) { return !pairing.IsTaken(node); });
    if (gone.empty() || come.empty()) return;
    std::vector<Traits> traits = TraitsOf(come, Side::kAfter);
    for (std::size_t i = 0; i < come.size(); ++i) ballot_.Nominate(come[i], std::move(traits[i]));
    traits = TraitsOf(gone, Side::kBefore);
    const auto all = [](const Node&) { return true; };
    for (std::size_t i = 0; i < gone.size(); ++i) {
      ballot_.Vote(gone[i], traits[i], all, open_);
      keys_.emplace(gone[i], std::move(traits[i].keys));
    }
    for (Candidate<Node>& candidate : open_) Measure(candidate);
    open_ = Ranked(std::move(open_));
    for (const Candidate<Node>& candidate : open_)
      known_.emplace(candidate.before, candidate.after);
  }

  // Adds a candidate whatever it looks like, unless neither its name nor anything of it does; call
  // Rank after the last.
  void Add(const Node* before, const Node* after) {
    if (pairing_.IsJoined(before) || pairing_.IsTaken(after)) return;
    if (!ballot_.IsNominated(after) || !known_.emplace(before, after).second) return;
    Candidate<Node> candidate = ballot_.Compare(before, keys_.at(before), after);
    const bool may_be = candidate.of == 0 || candidate.IsAlike() || candidate.IsContained() ||
                        before->name == after->name;
    if (!may_be) return;
    Measure(candidate);
    open_.push_back(candidate);
  }
  void Rank() { std::sort(open_.begin(), open_.end(), IsBetter<Node>); }

  // The best first.
  const std::vector<Candidate<Node>>& open() const { return open_; }

  void SetWon(const Candidate<Node>& candidate) { won_.push_back(candidate); }
  const std::vector<Candidate<Node>>& won() const { return won_; }

  // Forgets candidates of which either side has a partner now.
  void DropDecided() {
    std::erase_if(open_, [&](const Candidate<Node>& candidate) {
      return pairing_.IsJoined(candidate.before) || pairing_.IsTaken(candidate.after);
    });
  }

 private:
  std::vector<Traits> TraitsOf(const std::vector<const Node*>& nodes, Side side) const {
    const ContractKeys keys(matching_, side);
    std::vector<Traits> traits(nodes.size());
    ParallelFor(nodes.size(), 0, [&](std::size_t i) { traits[i] = keys.Of(*nodes[i]); });
    return traits;
  }

  // Between equals: the same place, then the same file, then the likest name.
  void Measure(Candidate<Node>& candidate) const {
    constexpr std::size_t kPlace = 1U << 20U;
    constexpr std::size_t kFile = 1U << 16U;
    const Node& before = *candidate.before;
    const Node& after = *candidate.after;
    candidate.depth = DepthOf(ParentOf(before)) + DepthOf(ParentOf(after));
    candidate.likeness = (IsSamePlace(matching_, before, after) ? kPlace : 0) +
                         (matching_.files.AfterOf(before.file) == after.file ? kFile : 0) +
                         CommonPrefix(before.name, after.name) +
                         CommonSuffix(before.name, after.name);
  }

  const Matching& matching_;
  const Pairing<Node>& pairing_;
  std::unordered_map<const Node*, std::vector<Key>> keys_;  // of `before`
  Ballot<Node> ballot_;
  std::vector<Candidate<Node>> open_;
  std::vector<Candidate<Node>> won_;
  std::set<std::pair<const Node*, const Node*>> known_;
};

}  // namespace leyline
