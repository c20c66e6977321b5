// Pairing: which node of one side is which node of the other, while matching is under way.
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "analyzer/diff/match.h"
#include "base/pointer_map.h"

namespace leyline {

template <class Node>
class Pairing {
 public:
  // Pairs two nodes unless one of them already has a partner; says whether it did.
  bool Join(const Node* before, const Node* after, How how) {
    if (before == nullptr || after == nullptr) return false;
    if (IsJoined(before) || !before_of_.Emplace(after, before)) return false;
    return after_of_.Emplace(before, Partner{.after = after, .how = how});
  }

  bool IsJoined(const Node* before) const { return after_of_.Contains(before); }
  bool IsTaken(const Node* after) const { return before_of_.Contains(after); }

  const Node* AfterOf(const Node* before) const {
    const Partner* partner = after_of_.Find(before);
    return partner == nullptr ? nullptr : partner->after;
  }
  const Node* BeforeOf(const Node* after) const {
    const Node* const* before = before_of_.Find(after);
    return before == nullptr ? nullptr : *before;
  }
  // How a joined node was recognised.
  How HowOf(const Node* before) const { return after_of_.Find(before)->how; }

  // Of joined nodes.
  void SetHow(const Node* before, How how) { after_of_.Find(before)->how = how; }
  void SetEvidence(const Node* before, const Evidence& evidence) {
    after_of_.Find(before)->evidence = evidence;
  }
  void SetExchange(const Node* before, const Exchange* exchange) {
    after_of_.Find(before)->exchange = exchange;
  }

  // A node of `before` with all that is known of its partner; without one, as removed.
  Pair<Node> PairOf(const Node* before) const {
    const Partner* partner = after_of_.Find(before);
    if (partner == nullptr) return {.before = before};
    return {.before = before,
            .after = partner->after,
            .how = partner->how,
            .evidence = partner->evidence,
            .exchange = partner->exchange};
  }

 private:
  struct Partner {
    const Node* after = nullptr;
    How how = How::kSame;
    Evidence evidence = {};
    const Exchange* exchange = nullptr;
  };
  PointerMap<Partner> after_of_;
  PointerMap<const Node*> before_of_;
};

// The partner of a node without a recognised one: its namesake, if one of the two is not governed.
// Governed nodes are paired or are not the same thing.
template <class Node>
const Node* PartnerByName(const Node* before, const Node* namesake) {
  if (namesake == nullptr) return nullptr;
  return before->file->governed && namesake->file->governed ? nullptr : namesake;
}

// The governed declarations of one snapshot: files by path, outer before inner, in written order.
struct Declarations {
  std::vector<const File*> files;
  std::vector<const Message*> messages;
  std::vector<const Enum*> enums;
  std::vector<const Service*> services;
  std::vector<const Field*> extensions;
};
Declarations Declared(const Snapshot& snapshot);

// What has the same full name in the other snapshot, by index: null where nothing has. May be not
// governed.
struct Namesakes {
  std::vector<const Message*> messages;
  std::vector<const Enum*> enums;
  std::vector<const Service*> services;
};
Namesakes NamesakesOf(const Declarations& declarations, const Snapshot& other);

// Null for what is not governed.
template <class Node>
const Node* Governed(const Node* node) {
  return node != nullptr && node->file->governed ? node : nullptr;
}

// What a package became, and why we think so.
struct PackageHeir {
  std::string_view name;
  Evidence evidence;
};

// Matching under way: both sides and what has been recognised so far. The steps run in the order of
// the functions below; each works only on what the earlier ones left.
struct Matching {
  const Snapshot& before_snapshot;
  const Snapshot& after_snapshot;
  Declarations before;
  Declarations after;
  Namesakes namesakes;  // of `before`
  Pairing<File> files = {};
  Pairing<Message> messages = {};
  Pairing<Enum> enums = {};
  Pairing<Service> services = {};
  Pairing<Field> extensions = {};
  // Packages that became another one, by their old names.
  std::unordered_multimap<std::string_view, PackageHeir> packages = {};
  std::deque<Exchange> exchanges = {};

  bool IsRenamedPackage(std::string_view before, std::string_view after) const;

  // The partner of a node, also of one that is not governed.
  const Message* AfterOf(const Message* message) const;
  const Enum* AfterOf(const Enum* enumeration) const;
  // The partner of a node of `after`; what is not governed is found by its name.
  const Message* BeforeOf(const Message* message) const;
};

// The same type, cardinality and kind of map, where types with another name now are followed.
bool HasSameShape(const Matching& matching, const Field& before, const Field& after);

void MatchExchanged(Matching& matching);         // names that were exchanged
void MatchByName(Matching& matching);            // the same full name
void MatchFilesInPlace(Matching& matching);      // the same path
void MatchPackages(Matching& matching);          // another package, in place or as a whole
void MatchRenamedFiles(Matching& matching);      // another path, mostly the same contracts
void MatchByPackage(Matching& matching);         // the same name in a package that was renamed
void MatchRenamedContracts(Matching& matching);  // alike enough to be the same thing
void MatchExtensions(Matching& matching);

// Children of paired parents; they complete `matches`.
void MatchFields(const Matching& matching, Matches& matches);
void AppendOneofs(const Pair<Message>& messages, const Pairing<Field>& fields,
                  std::deque<Exchange>& exchanges, std::vector<Pair<Oneof>>& out);
void MatchValues(Matches& matches);
void MatchMethods(Matches& matches);

}  // namespace leyline
