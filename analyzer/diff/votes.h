// Votes: how renamed things are recognised in linear time. Each thing has keys, such as the hash of
// a field's number, name and type. A thing of `before` votes with its keys for the things of
// `after` that have them too; a key that too many have says nothing and has no vote.
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

inline std::size_t CommonPrefix(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  return static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(size), b.begin()).first -
      a.begin());
}

inline std::size_t CommonSuffix(std::string_view a, std::string_view b) {
  std::size_t size = 0;
  while (size < std::min(a.size(), b.size()) && a[a.size() - 1 - size] == b[b.size() - 1 - size]) {
    ++size;
  }
  return size;
}

template <class Node>
struct Candidate {
  const Node* before = nullptr;
  const Node* after = nullptr;
  std::size_t votes = 0;     // keys that both have
  std::size_t of = 0;        // keys that the larger one has
  std::size_t likeness = 0;  // decides between equals
  bool is_only = false;      // neither side has another candidate

  // At least half of what either says is said by the other.
  bool IsAlike() const { return votes > 0 && votes * 2 >= of; }
};

template <class Node>
void MarkOnly(std::vector<Candidate<Node>>& candidates) {
  std::unordered_map<const Node*, std::size_t> count;
  for (const Candidate<Node>& candidate : candidates) {
    ++count[candidate.before];
    ++count[candidate.after];
  }
  for (Candidate<Node>& candidate : candidates) {
    candidate.is_only = count[candidate.before] == 1 && count[candidate.after] == 1;
  }
}

inline std::string_view RankName(const File& file) { return file.path; }
template <class Node>
std::string_view RankName(const Node& node) {
  return node.full_name;
}

// Best first; names decide between equals, so that the order of declarations has no say.
template <class Node>
std::vector<Candidate<Node>> Ranked(std::vector<Candidate<Node>> candidates) {
  MarkOnly(candidates);
  const auto names = [](const Candidate<Node>& candidate) {
    return std::make_pair(RankName(*candidate.before), RankName(*candidate.after));
  };
  std::sort(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
    const std::size_t a_share = a.votes * b.of;
    const std::size_t b_share = b.votes * a.of;
    const auto a_names = names(a);
    const auto b_names = names(b);
    return std::tie(b_share, b.votes, b.likeness, a_names) <
           std::tie(a_share, a.votes, a.likeness, b_names);
  });
  return candidates;
}

template <class Node>
class Ballot {
 public:
  void Nominate(const Node* after, const std::vector<Key>& keys) {
    sizes_.emplace(after, keys.size());
    for (Key key : keys) {
      std::vector<const Node*>& holders = holders_[key];
      if (holders.size() <= kMaxHolders) holders.push_back(after);
    }
  }

  // Appends the candidates that are alike enough to `before`.
  template <class Likeness>
  void Vote(const Node* before, const std::vector<Key>& keys, Likeness likeness,
            std::vector<Candidate<Node>>& out) const {
    std::vector<Candidate<Node>> tally;
    for (Key key : keys) {
      const auto at = holders_.find(key);
      if (at == holders_.end() || at->second.size() > kMaxHolders) continue;
      for (const Node* after : at->second) CountVote(before, after, tally);
    }
    for (Candidate<Node>& candidate : tally) {
      candidate.of = std::max(keys.size(), sizes_.at(candidate.after));
      if (!candidate.IsAlike()) continue;
      candidate.likeness = likeness(*before, *candidate.after);
      out.push_back(candidate);
    }
  }

 private:
  // Bounds the work of a vote; what stands in more than eight things tells none of them apart.
  static constexpr std::size_t kMaxHolders = 8;
  // Bounds the tally: who has not been met by then can hardly reach half of the votes.
  static constexpr std::size_t kMaxTally = 64;

  static void CountVote(const Node* before, const Node* after,
                        std::vector<Candidate<Node>>& tally) {
    for (Candidate<Node>& candidate : tally) {
      if (candidate.after != after) continue;
      ++candidate.votes;
      return;
    }
    if (tally.size() < kMaxTally) {
      tally.push_back({.before = before, .after = after, .votes = 1});
    }
  }

  std::unordered_map<Key, std::vector<const Node*>> holders_;
  std::unordered_map<const Node*, std::size_t> sizes_;
};

}  // namespace leyline
