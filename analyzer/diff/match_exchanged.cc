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
#include "analyzer/model/by_name.h"
#include "analyzer/schema/exports.h"
#include "base/parallel.h"

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

// The types that something uses on either side.
template <class Node>
using TypeUses = std::vector<std::pair<const Node*, const Node*>>;

template <class Node>
class Exchanges {
 public:
  Exchanges(Matching& matching, Pairing<Node>& pairing)
      : matching_(matching),
        pairing_(pairing),
        old_keys_(matching, Side::kBefore),
        new_keys_(matching, Side::kAfter) {}

  // Contracts that kept their names only.
  void Suspect(const std::vector<const Node*>& nodes, const std::vector<const Node*>& namesakes) {
    std::vector<char> is_one(nodes.size());
    ParallelFor(nodes.size(), 0, [&](std::size_t i) {
      const Node* after = Governed(namesakes[i]);
      is_one[i] = after != nullptr && KeepsOnlyItsName(*nodes[i], *after) ? 1 : 0;
    });
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (is_one[i] == 0) continue;
      suspects_.push_back(nodes[i]);
      nodes_.insert({nodes[i], namesakes[i]});
    }
  }
  // Of either side.
  bool IsSuspect(const Node* node) const { return nodes_.contains(node); }
  bool is_any() const { return suspects_.size() > 1; }

  // Both sides are asked the same, so that the way back is the way there. What has no type any more
  // says nothing.
  bool IsTelling(const Node* before, const Node* after) const {
    if (before == nullptr || after == nullptr) return false;
    return IsSuspect(before) || IsSuspect(after);
  }
  void AddUses(const TypeUses<Node>& uses) {
    for (const auto& [before, after] : uses) {
      heirs_[before].Add(after);
      origins_[after].Add(before);
    }
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
    const Namesakes& namesakes = matching_.namesakes;
    messages_.Suspect(matching_.before.messages, namesakes.messages);
    enums_.Suspect(matching_.before.enums, namesakes.enums);
    if (!messages_.is_any() && !enums_.is_any()) return;
    AddUses(matching_.before.messages, namesakes.messages);
    AddUses(matching_.before.services, namesakes.services);
    messages_.Join();
    enums_.Join();
  }

 private:
  struct Uses {
    TypeUses<Message> messages;
    TypeUses<Enum> enums;
  };
  static constexpr std::size_t kChunk = 256;

  // Only what is certainly the same user on both sides has a say.
  template <class User>
  void AddUses(const std::vector<const User*>& users, const std::vector<const User*>& namesakes) {
    std::vector<Uses> chunks((users.size() + kChunk - 1) / kChunk);
    ParallelForRanges(users.size(), kChunk, 0, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        if (namesakes[i] != nullptr) Collect(*users[i], *namesakes[i], chunks[first / kChunk]);
      }
    });
    for (const Uses& uses : chunks) {
      messages_.AddUses(uses.messages);
      enums_.AddUses(uses.enums);
    }
  }

  void Collect(const Message& before, const Message& after, Uses& uses) const {
    if (messages_.IsSuspect(&before)) return;
    ByName others(after.fields);
    for (std::size_t i = 0; i < before.fields.size(); ++i) {
      const Field& field = before.fields[i];
      if (field.message == nullptr && field.enum_type == nullptr) continue;
      const Field* other = others.Find(field.name, i);
      if (other == nullptr || other->number != field.number) continue;
      Collect(messages_, field.message, other->message, uses.messages);
      Collect(enums_, field.enum_type, other->enum_type, uses.enums);
    }
  }

  void Collect(const Service& before, const Service& after, Uses& uses) const {
    ByName others(after.methods);
    for (std::size_t i = 0; i < before.methods.size(); ++i) {
      const Method& method = before.methods[i];
      const Method* other = others.Find(method.name, i);
      if (other == nullptr) continue;
      Collect(messages_, method.input, other->input, uses.messages);
      Collect(messages_, method.output, other->output, uses.messages);
    }
  }

  template <class Node>
  static void Collect(const Exchanges<Node>& exchanges, const Node* before, const Node* after,
                      TypeUses<Node>& uses) {
    if (exchanges.IsTelling(before, after)) uses.emplace_back(before, after);
  }

  Matching& matching_;
  Exchanges<Message> messages_;
  Exchanges<Enum> enums_;
};

}  // namespace

void MatchExchanged(Matching& matching) { Matcher(matching).Run(); }

}  // namespace leyline
