// Uses: who refers to which message and enum. A contract that was renamed takes its uses along:
// where a field or a method that stayed has another type now, the old type may be the new one
// renamed.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/diff/pairing.h"

namespace leyline {

template <class Node>
class UsesOf {
 public:
  void AddUsed(const Node* node) { used_.insert(node); }

  // Says whether that is news.
  bool AddReplaced(const Node* before, const Node* after) {
    std::vector<const Node*>& heirs = heirs_[before];
    for (const Node* heir : heirs) {
      if (heir == after) return false;
    }
    if (heirs.size() > kMaxHeirs) return false;
    heirs.push_back(after);
    return true;
  }

  // Of either side.
  bool IsUsed(const Node* node) const { return used_.contains(node); }

  // Whether a use of one became a use of the other.
  bool IsReplaced(const Node* before, const Node* after) const {
    const auto at = heirs_.find(before);
    // What was replaced by many things was not renamed.
    if (at == heirs_.end() || at->second.size() > kMaxHeirs) return false;
    for (const Node* heir : at->second) {
      if (heir == after) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t kMaxHeirs = 4;
  std::unordered_map<const Node*, std::vector<const Node*>> heirs_;
  std::unordered_set<const Node*> used_;
};

// The uses of what kept neither its name nor its place.
class Uses {
 public:
  explicit Uses(const Matching& matching);

  // What the fields of a pair of messages, and the methods of a pair of services, say: which old
  // type became which new one. Appends what is news.
  template <class Node>
  using News = std::vector<std::pair<const Node*, const Node*>>;
  void Follow(const Message& before, const Message& after);
  void Follow(const Service& before, const Service& after);

  News<Message> TakeMessages() { return std::exchange(news_of_messages_, {}); }
  News<Enum> TakeEnums() { return std::exchange(news_of_enums_, {}); }

  const UsesOf<Message>& messages() const { return messages_; }
  const UsesOf<Enum>& enums() const { return enums_; }

 private:
  void AddUsed(const Message* type, const Message* user);
  template <class HasPartner>
  void AddUses(const Declarations& declarations, HasPartner has_partner);
  void Follow(const Field& before, const Field* after);
  void Follow(const Message* before, const Message* after);

  const Matching& matching_;
  UsesOf<Message> messages_;
  UsesOf<Enum> enums_;
  News<Message> news_of_messages_;
  News<Enum> news_of_enums_;
};

}  // namespace leyline
