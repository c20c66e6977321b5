// Votes: how renamed things are recognised in linear time. Each thing has keys, such as the hash of
// a field's number, name and type. Things that share a key which few have are candidates for each
// other; so are those that share a hint, such as most of a name. Then all keys are compared.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline {

using Key = std::size_t;

inline Key Mix(Key seed, Key value) {
  return seed ^ (value + 0x9e3779b97f4a7c15U + (seed << 6U) + (seed >> 2U));
}

inline Key KeyOf(std::string_view kind, std::string_view name) {
  return Mix(std::hash<std::string_view>()(kind), std::hash<std::string_view>()(name));
}

// What a thing is recognised by. Sorted, so that the order of declarations has no say.
struct Traits {
  std::vector<Key> keys;   // unlike each other
  std::vector<Key> hints;  // lead to candidates, but say nothing about them
};

inline Traits Sorted(Traits traits) {
  std::sort(traits.keys.begin(), traits.keys.end());
  std::sort(traits.hints.begin(), traits.hints.end());
  return traits;
}

// How many keys two sorted lists share.
inline std::size_t CountShared(const std::vector<Key>& a, const std::vector<Key>& b) {
  const std::vector<Key>& few = a.size() < b.size() ? a : b;
  const std::vector<Key>& many = a.size() < b.size() ? b : a;
  return static_cast<std::size_t>(std::count_if(few.begin(), few.end(), [&](Key key) {
    return std::binary_search(many.begin(), many.end(), key);
  }));
}

template <class Node>
struct Candidate {
  const Node* before = nullptr;
  const Node* after = nullptr;
  std::size_t votes = 0;     // keys that both have
  std::size_t of = 0;        // keys that the larger one has
  std::size_t least = 0;     // keys that the smaller one has
  std::size_t depth = 0;     // in how many others the two stand
  std::size_t likeness = 0;  // decides between equals
  bool is_only = false;      // neither side has another candidate that is as much alike

  // At least half of what either says is said by the other.
  bool IsAlike() const { return votes > 0 && votes * 2 >= of; }
  // Nearly all of the smaller one is in the larger one: it grew, shrank, split or merged.
  bool IsContained() const { return votes >= 2 && votes * 4 >= least * 3; }
};

// Counts only those that are alike: something much smaller that is contained is no rival.
template <class Node>
void MarkOnly(std::vector<Candidate<Node>>& candidates) {
  std::unordered_map<const Node*, std::size_t> count;
  for (const Candidate<Node>& candidate : candidates) {
    if (!candidate.IsAlike()) continue;
    ++count[candidate.before];
    ++count[candidate.after];
  }
  for (Candidate<Node>& candidate : candidates) {
    candidate.is_only =
        candidate.IsAlike() && count[candidate.before] == 1 && count[candidate.after] == 1;
  }
}

inline std::string_view RankName(const File& file) { return file.path; }
template <class Node>
std::string_view RankName(const Node& node) {
  return node.full_name;
}

// Outer things first, then the best. Names decide between equals, the same way whichever side is
// the older one, so that neither the order of declarations nor the direction has a say.
template <class Node>
bool IsBetter(const Candidate<Node>& a, const Candidate<Node>& b) {
  const auto names = [](const Candidate<Node>& candidate) {
    return std::minmax(RankName(*candidate.before), RankName(*candidate.after));
  };
  if (a.depth != b.depth) return a.depth < b.depth;
  const std::size_t a_share = a.votes * b.of;
  const std::size_t b_share = b.votes * a.of;
  if (a_share != b_share) return a_share > b_share;
  if (a.votes != b.votes) return a.votes > b.votes;
  if (a.likeness != b.likeness) return a.likeness > b.likeness;
  return names(a) < names(b);
}

template <class Node>
std::vector<Candidate<Node>> Ranked(std::vector<Candidate<Node>> candidates) {
  MarkOnly(candidates);
  std::sort(candidates.begin(), candidates.end(), IsBetter<Node>);
  return candidates;
}

template <class Node>
class Ballot {
 public:
  void Nominate(const Node* after, Traits traits) {
    for (Key key : traits.keys) AddHolder(key, after);
    for (Key key : traits.hints) AddHolder(key, after);
    keys_.emplace(after, std::move(traits.keys));
  }

  bool IsNominated(const Node* after) const { return keys_.contains(after); }

  // Appends a candidate for each nominee that shares enough with `before`. `is_wanted` drops some
  // before they are compared.
  template <class IsWanted>
  void Vote(const Node* before, const Traits& traits, IsWanted is_wanted,
            std::vector<Candidate<Node>>& out) const {
    std::vector<const Node*> met;
    for (Key key : traits.keys) Meet(key, is_wanted, met);
    for (Key key : traits.hints) Meet(key, is_wanted, met);
    for (const Node* after : met) {
      const Candidate<Node> candidate = Compare(before, traits.keys, after);
      if (candidate.IsAlike() || candidate.IsContained()) out.push_back(candidate);
    }
  }

  // Counts what both have; `after` is a nominee.
  Candidate<Node> Compare(const Node* before, const std::vector<Key>& keys,
                          const Node* after) const {
    const std::vector<Key>& others = keys_.at(after);
    return {.before = before,
            .after = after,
            .votes = CountShared(keys, others),
            .of = std::max(keys.size(), others.size()),
            .least = std::min(keys.size(), others.size())};
  }

 private:
  // What stands in more than eight things tells none of them apart.
  static constexpr std::size_t kMaxHolders = 8;
  // Bounds the work of a vote: who has not been met by then can hardly be the one.
  static constexpr std::size_t kMaxMet = 64;

  void AddHolder(Key key, const Node* after) {
    std::vector<const Node*>& holders = holders_[key];
    if (holders.size() <= kMaxHolders) holders.push_back(after);
  }

  template <class IsWanted>
  void Meet(Key key, IsWanted is_wanted, std::vector<const Node*>& met) const {
    const auto at = holders_.find(key);
    if (met.size() >= kMaxMet || at == holders_.end() || at->second.size() > kMaxHolders) return;
    for (const Node* after : at->second) {
      if (!is_wanted(*after) || std::find(met.begin(), met.end(), after) != met.end()) continue;
      met.push_back(after);
    }
  }

  std::unordered_map<Key, std::vector<const Node*>> holders_;
  std::unordered_map<const Node*, std::vector<Key>> keys_;
};

}  // namespace leyline
