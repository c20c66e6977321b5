#include "analyzer/diff/reversed.h"

#include <map>
#include <string_view>
#include <utility>

namespace leyline {
namespace {

template <class Node>
std::vector<Pair<Node>> Reversed(std::vector<Pair<Node>> pairs) {
  for (Pair<Node>& pair : pairs) std::swap(pair.before, pair.after);
  return pairs;
}

std::vector<ValuePair> Reversed(std::vector<ValuePair> pairs) {
  for (ValuePair& pair : pairs) {
    std::swap(pair.before_enum, pair.after_enum);
    std::swap(pair.before, pair.after);
  }
  return pairs;
}

// What several packages became is what is split on the way back.
std::vector<PackagePair> Reversed(std::vector<PackagePair> pairs) {
  std::map<std::string_view, int> heirs;
  for (PackagePair& pair : pairs) {
    std::swap(pair.before, pair.after);
    std::swap(pair.before_files, pair.after_files);
    ++heirs[pair.before];
  }
  for (PackagePair& pair : pairs) pair.is_split = heirs[pair.before] > 1;
  return pairs;
}

}  // namespace

Matches Reversed(const Matches& matches) {
  Matches back;
  back.before = matches.after;
  back.after = matches.before;
  back.packages = Reversed(matches.packages);
  back.files = Reversed(matches.files);
  back.messages = Reversed(matches.messages);
  back.fields = Reversed(matches.fields);
  back.oneofs = Reversed(matches.oneofs);
  back.enums = Reversed(matches.enums);
  back.values = Reversed(matches.values);
  back.services = Reversed(matches.services);
  back.methods = Reversed(matches.methods);
  back.partners = matches.origins;
  back.origins = matches.partners;
  return back;
}

}  // namespace leyline
