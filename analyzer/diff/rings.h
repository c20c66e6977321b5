// Rings: things that exchanged what they had, two or more of them. `a` has now what `b` had, and so
// on until one has what `a` had.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <utility>
#include <vector>

namespace leyline {

// The rings among things of which each had a place of its own and has another one: the indexes of
// each ring, in order from its least index. Places are unique on either side. Linear.
template <class Place>
std::vector<std::vector<std::size_t>> Rings(const std::vector<std::pair<Place, Place>>& moves) {
  std::unordered_map<Place, std::size_t> by_old_place;
  for (std::size_t i = 0; i < moves.size(); ++i) by_old_place.emplace(moves[i].first, i);
  std::vector<std::vector<std::size_t>> rings;
  std::vector<bool> seen(moves.size(), false);
  for (std::size_t start = 0; start < moves.size(); ++start) {
    std::vector<std::size_t> walk;
    std::size_t at = start;
    while (!seen[at]) {
      seen[at] = true;
      walk.push_back(at);
      const auto next = by_old_place.find(moves[at].second);
      if (next == by_old_place.end()) break;
      if (next->second == start && walk.size() > 1) rings.push_back(walk);
      at = next->second;
    }
  }
  return rings;
}

}  // namespace leyline
