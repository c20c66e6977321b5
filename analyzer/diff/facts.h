// Facts: what an element is, as text that digests and reports are made of. Independent of file,
// line, comments and order of declaration; types are resolved and stand with their full name.
#pragma once

#include <string>

#include "analyzer/diff/change.h"
#include "analyzer/diff/match.h"
#include "analyzer/schema/snapshot.h"

namespace leyline {

// How deep facts go. kWhole adds "content", a digest of the canonical form of all that stands in
// the element, so that the approval of an added or removed subtree covers exactly that subtree.
enum class Depth : uint8_t { kOwn, kWhole };

// Keys are in ASCII order. A key stands only where it says something: a field without a default has
// no "default". `snapshot` is the one that holds the element: it explains custom options.
Facts FactsOf(const Snapshot& snapshot, const Field& field, Depth depth);
Facts FactsOf(const Snapshot& snapshot, const Oneof& oneof, Depth depth);
Facts FactsOf(const Snapshot& snapshot, const Method& method, Depth depth);
Facts FactsOf(const Snapshot& snapshot, const Message& message, Depth depth);
Facts FactsOf(const Snapshot& snapshot, const Enum& enumeration, Depth depth);
Facts FactsOf(const Snapshot& snapshot, const Service& service, Depth depth);
Facts FactsOf(const Snapshot& snapshot, const File& file, Depth depth);

// Empty for a set without names.
Facts FactsOf(const Snapshot& snapshot, const ValueSet& values);

// What FactsOf says of the element's own, each key and each value as a part of base/digest.h. For
// any of these nodes.
template <class Node>
void AppendFacts(std::string& text, const Snapshot& snapshot, const Node& node);

}  // namespace leyline
