// Contracts that exchanged their names: each looks like the other's old self, not like its own, and
// all that used one uses the other. Where nothing uses them, a name is all that tells what a thing
// is, and the contents were exchanged.
#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/diff/contract_keys.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/diff/rings.h"
#include "analyzer/schema/exports.h"

namespace leyline {
namespace {

bool KeepsOnlyItsName(const Enum& before, const Enum& after) {
  const auto is_same = [](const EnumValue& a, const EnumValue& b) {
    return a.number == b.number && a.name == b.name;
  };
  // Cheap, and true for most.
  if (std::equal(before.values.begin(), before.values.end(), after.values.begin(),
                 after.values.end(), is_same)) {
    return false;
  }
  std::unordered_map<std::string_view, int32_t> by_name;
  for (const EnumValue& value : after.values) by_name.emplace(value.name, value.number);
  const auto staying =
      std::count_if(before.values.begin(), before.values.end(), [&](const EnumValue& value) {
        const auto at = by_name.find(value.name);
        return at != by_name.end() && at->second == value.number;
      });
  return static_cast<std::size_t>(staying) * 2 <
         std::max(before.values.size(), after.values.size());
}

// What the uses of a type are on the other side.
template <class Node>
struct Counterpart {
  const Node* node = nullptr;
  bool is_only = true;

  void Add(const Node* other) {
    if (node == nullptr) node = other;
    if (node != other) is_only = false;
  }
};

template <class Node>
class Exchanges {
 public:
  Exchanges(Matching& matching, Pairing<Node>& pairing)
      : matching_(matching),
        pairing_(pairing),
        old_keys_(matching, Side::kBefore),
        new_keys_(matching, Side::kAfter) {}

  // A contract that kept its name only.
  void Suspect(const Node& before, const Node& after) {
    if (!KeepsOnlyItsName(before, after)) return;
    suspects_.push_back(&before);
    nodes_.insert({&before, &after});
  }
  // Of either side.
  bool IsSuspect(const Node* node) const { return nodes_.contains(node); }
  bool is_any() const { return suspects_.size() > 1; }

  // Both sides are asked the same, so that the way back is the way there. What has no type any more
  // says nothing.
  void AddUse(const Node* before, const Node* after) {
    if (before == nullptr || after == nullptr) return;
    if (!IsSuspect(before) && !IsSuspect(after)) return;
    heirs_[before].Add(after);
    origins_[after].Add(before);
  }

  void Join() {
    std::vector<const Node*> movers;
    std::vector<std::pair<std::string_view, std::string_view>> moves;
    for (const Node* before : suspects_) {
      const auto heir = heirs_.find(before);
      if (heir == heirs_.end() || !heir->second.is_only) continue;
      const Node& after = *heir->second.node;
      if (!origins_.at(&after).is_only) continue;
      if (after.full_name == before->full_name || !IsAlike(*before, after)) continue;
      movers.push_back(before);
      moves.emplace_back(before->full_name, after.full_name);
    }
    for (const std::vector<std::size_t>& ring : Rings(moves)) JoinRing(movers, ring);
  }

 private:
  bool IsAlike(const Node& before, const Node& after) const {
    const std::vector<Key> old_keys = old_keys_.Of(before).keys;
    const std::vector<Key> new_keys = new_keys_.Of(after).keys;
    const std::size_t shared = CountShared(old_keys, new_keys);
    return shared > 0 && shared * 2 >= std::max(old_keys.size(), new_keys.size());
  }

  void JoinRing(const std::vector<const Node*>& movers, const std::vector<std::size_t>& ring) {
    Exchange& exchange = matching_.exchanges.emplace_back();
    for (std::size_t i : ring) exchange.names.push_back(movers[i]->full_name);
    std::sort(exchange.names.begin(), exchange.names.end());
    for (std::size_t i : ring) {
      pairing_.Join(movers[i], heirs_.at(movers[i]).node, How::kRenamed);
      pairing_.SetExchange(movers[i], &exchange);
    }
  }

  Matching& matching_;
  Pairing<Node>& pairing_;
  ContractKeys old_keys_;
  ContractKeys new_keys_;
  std::vector<const Node*> suspects_;
  std::unordered_set<const Node*> nodes_;
  std::unordered_map<const Node*, Counterpart<Node>> heirs_;    // of old types
  std::unordered_map<const Node*, Counterpart<Node>> origins_;  // of new types
};

class Matcher {
 public:
  explicit Matcher(Matching& matching)
      : matching_(matching),
        messages_(matching, matching.messages),
        enums_(matching, matching.enums) {}

  void Run() {
    const Snapshot& after = matching_.after_snapshot;
    for (const Message* before : matching_.before.messages) {
      const Message* namesake = after.FindMessage(before->full_name);
      if (namesake != nullptr && namesake->file->governed) messages_.Suspect(*before, *namesake);
    }
    for (const Enum* before : matching_.before.enums) {
      const Enum* namesake = after.FindEnum(before->full_name);
      if (namesake != nullptr && namesake->file->governed) enums_.Suspect(*before, *namesake);
    }
    if (!messages_.is_any() && !enums_.is_any()) return;
    AddUses();
    messages_.Join();
    enums_.Join();
  }

 private:
  // Only what is certainly the same user on both sides has a say.
  void AddUses() {
    for (const Message* before : matching_.before.messages) {
      if (messages_.IsSuspect(before)) continue;
      const Message* after = matching_.after_snapshot.FindMessage(before->full_name);
      if (after != nullptr) AddUses(*before, *after);
    }
    for (const Service* before : matching_.before.services) {
      const Service* after = matching_.after_snapshot.FindService(before->full_name);
      if (after != nullptr) AddUses(*before, *after);
    }
  }

  void AddUses(const Message& before, const Message& after) {
    std::unordered_map<std::string_view, const Field*> by_name;
    for (const Field& field : before.fields) {
      if (field.message == nullptr && field.enum_type == nullptr) continue;
      if (by_name.empty()) {
        for (const Field& other : after.fields) by_name.emplace(other.name, &other);
      }
      const auto at = by_name.find(field.name);
      if (at == by_name.end() || at->second->number != field.number) continue;
      messages_.AddUse(field.message, at->second->message);
      enums_.AddUse(field.enum_type, at->second->enum_type);
    }
  }

  void AddUses(const Service& before, const Service& after) {
    std::unordered_map<std::string_view, const Method*> by_name;
    for (const Method& method : after.methods) by_name.emplace(method.name, &method);
    for (const Method& method : before.methods) {
      const auto at = by_name.find(method.name);
      if (at == by_name.end()) continue;
      messages_.AddUse(method.input, at->second->input);
      messages_.AddUse(method.output, at->second->output);
    }
  }

  Matching& matching_;
  Exchanges<Message> messages_;
  Exchanges<Enum> enums_;
};

}  // namespace

void MatchExchanged(Matching& matching) { Matcher(matching).Run(); }

}  // namespace leyline
