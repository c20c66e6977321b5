// Oneofs of paired messages: by name where a member stayed, else by where most members went.
#include <algorithm>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/diff/pairing.h"
#include "analyzer/diff/rings.h"

namespace leyline {
namespace {

// The oneof of `after` that holds most partners of a oneof's fields, and how many.
struct Heir {
  const Oneof* oneof = nullptr;
  std::size_t fields = 0;
};
Heir HeirOf(const Oneof& oneof, const Pairing<Field>& fields) {
  std::vector<Heir> heirs;
  for (const Field* field : oneof.fields) {
    const Field* after = fields.AfterOf(field);
    if (after == nullptr || after->oneof == nullptr) continue;
    const auto at = std::find_if(heirs.begin(), heirs.end(),
                                 [&](const Heir& heir) { return heir.oneof == after->oneof; });
    if (at == heirs.end()) {
      heirs.push_back({after->oneof, 1});
    } else {
      ++at->fields;
    }
  }
  const auto best = std::max_element(
      heirs.begin(), heirs.end(), [](const Heir& a, const Heir& b) { return a.fields < b.fields; });
  return best == heirs.end() ? Heir{} : *best;
}

// Matches the oneofs of one pair of messages.
class OneofMatcher {
 public:
  OneofMatcher(const Message& before, const Message& after, const Pairing<Field>& fields)
      : before_(before), fields_(fields) {
    for (const Oneof& oneof : after.oneofs) by_name_.emplace(oneof.name, &oneof);
  }

  void Run(std::deque<Exchange>& exchanges) {
    for (const Oneof& oneof : before_.oneofs) {
      if (KeepsAMember(oneof)) JoinNamesake(oneof);
    }
    JoinRenamed();
    for (const Oneof& oneof : before_.oneofs) JoinNamesake(oneof);
    MarkExchanges(exchanges);
  }

  const Pairing<Oneof>& pairs() const { return pairs_; }

 private:
  const Oneof* NamesakeOf(const Oneof& oneof) const {
    const auto at = by_name_.find(oneof.name);
    return at == by_name_.end() ? nullptr : at->second;
  }

  bool KeepsAMember(const Oneof& oneof) const {
    const Oneof* namesake = NamesakeOf(oneof);
    return std::any_of(oneof.fields.begin(), oneof.fields.end(), [&](const Field* field) {
      const Field* after = fields_.AfterOf(field);
      return after != nullptr && namesake != nullptr && after->oneof == namesake;
    });
  }

  void JoinNamesake(const Oneof& oneof) { pairs_.Join(&oneof, NamesakeOf(oneof), How::kSame); }

  // At least half of the members are in another one. Where several went into one, it is the one
  // that gave most.
  void JoinRenamed() {
    std::vector<std::pair<const Oneof*, Heir>> renamed;
    for (const Oneof& oneof : before_.oneofs) {
      const Heir heir = HeirOf(oneof, fields_);
      if (heir.oneof != nullptr && heir.fields * 2 >= oneof.fields.size()) {
        renamed.emplace_back(&oneof, heir);
      }
    }
    std::stable_sort(renamed.begin(), renamed.end(), [](const auto& a, const auto& b) {
      return a.second.fields > b.second.fields;
    });
    for (const auto& [oneof, heir] : renamed) pairs_.Join(oneof, heir.oneof, How::kRenamed);
  }

  // Names that went round among oneofs.
  void MarkExchanges(std::deque<Exchange>& exchanges) {
    std::vector<const Oneof*> renamed;
    std::vector<std::pair<std::string_view, std::string_view>> names;
    for (const Oneof& oneof : before_.oneofs) {
      const Oneof* after = pairs_.AfterOf(&oneof);
      if (after == nullptr || after->name == oneof.name) continue;
      renamed.push_back(&oneof);
      names.emplace_back(oneof.name, after->name);
    }
    for (const std::vector<std::size_t>& ring : Rings(names)) {
      Exchange& exchange = exchanges.emplace_back();
      for (std::size_t i : ring) exchange.names.push_back(renamed[i]->name);
      std::sort(exchange.names.begin(), exchange.names.end());
      for (std::size_t i : ring) pairs_.SetExchange(renamed[i], &exchange);
    }
  }

  const Message& before_;
  const Pairing<Field>& fields_;
  std::unordered_map<std::string_view, const Oneof*> by_name_;
  Pairing<Oneof> pairs_;
};

}  // namespace

void AppendOneofs(const Pair<Message>& messages, const Pairing<Field>& fields,
                  std::deque<Exchange>& exchanges, std::vector<Pair<Oneof>>& out) {
  OneofMatcher matcher(*messages.before, *messages.after, fields);
  matcher.Run(exchanges);
  for (const Oneof& oneof : messages.before->oneofs) out.push_back(matcher.pairs().PairOf(&oneof));
  for (const Oneof& oneof : messages.after->oneofs) {
    if (!matcher.pairs().IsTaken(&oneof)) out.push_back({.after = &oneof});
  }
}

}  // namespace leyline
