// Values of paired enums. Names that stayed with their number are the same value; a name that went
// to another number was renumbered; else the number decides, and the value was renamed.
#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/diff/contract_keys.h"
#include "analyzer/diff/likeness.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/diff/rings.h"

namespace leyline {
namespace {

// The values of an enum as sets of names, in the order in which their numbers appear first.
struct ValueSets {
  std::vector<ValueSet> sets;
  std::unordered_map<int32_t, std::size_t> by_number;
  std::unordered_map<std::string_view, std::size_t> by_name;

  explicit ValueSets(const Enum& enumeration) {
    for (const EnumValue& value : enumeration.values) {
      const auto [at, is_new] = by_number.emplace(value.number, sets.size());
      if (is_new) sets.push_back({.number = value.number, .names = {}});
      sets[at->second].names.push_back(&value);
      by_name.emplace(value.name, at->second);
    }
  }
};

class ValueMatcher {
 public:
  ValueMatcher(const Enum& before, const Enum& after, std::deque<Exchange>& exchanges)
      : exchanges_(exchanges),
        before_enum_(before),
        after_enum_(after),
        old_prefix_(ValuePrefix(before)),
        new_prefix_(ValuePrefix(after)),
        before_(before),
        after_(after),
        partner_(before_.sets.size(), kNone),
        how_(before_.sets.size(), How::kSame),
        exchange_(before_.sets.size(), nullptr),
        taken_(after_.sets.size(), false) {}

  void Run() {
    for (std::size_t i = 0; i < before_.sets.size(); ++i) JoinStayed(i);
    for (std::size_t i = 0; i < before_.sets.size(); ++i) JoinRenumbered(i);
    for (std::size_t i = 0; i < before_.sets.size(); ++i) JoinRenamed(i);
    MarkExchanges();
  }

  // Once: the sets go with the pairs.
  void Append(std::vector<ValuePair>& out) {
    for (std::size_t i = 0; i < before_.sets.size(); ++i) {
      ValueSet after = partner_[i] == kNone ? ValueSet{} : std::move(after_.sets[partner_[i]]);
      out.push_back(Make(std::move(before_.sets[i]), std::move(after), how_[i]));
      out.back().exchange = exchange_[i];
      if (how_[i] == How::kRenamed) SetEvidence(out.back());
    }
    for (std::size_t i = 0; i < after_.sets.size(); ++i) {
      if (!taken_[i]) out.push_back(Make(ValueSet{}, std::move(after_.sets[i]), How::kSame));
    }
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  ValuePair Make(ValueSet before, ValueSet after, How how) const {
    return {.before_enum = &before_enum_,
            .after_enum = &after_enum_,
            .before = std::move(before),
            .after = std::move(after),
            .how = how};
  }

  bool Join(std::size_t before, std::size_t after, How how) {
    if (partner_[before] != kNone || taken_[after]) return false;
    partner_[before] = after;
    how_[before] = how;
    taken_[after] = true;
    return true;
  }

  void JoinStayed(std::size_t i) {
    for (const EnumValue* value : before_.sets[i].names) {
      const auto at = after_.by_name.find(value->name);
      if (at == after_.by_name.end()) continue;
      if (after_.sets[at->second].number != value->number) continue;
      Join(i, at->second, How::kSame);
      return;
    }
  }

  void JoinRenumbered(std::size_t i) {
    if (partner_[i] != kNone) return;
    for (const EnumValue* value : before_.sets[i].names) {
      const auto at = after_.by_name.find(value->name);
      if (at != after_.by_name.end() && Join(i, at->second, How::kRenumbered)) return;
    }
  }

  void JoinRenamed(std::size_t i) {
    if (partner_[i] != kNone) return;
    const auto at = after_.by_number.find(before_.sets[i].number);
    if (at != after_.by_number.end()) Join(i, at->second, How::kRenamed);
  }

  // The number is the same, whatever is behind it. A prefix follows the name of the enum.
  void SetEvidence(ValuePair& pair) const {
    const std::string_view old_name = pair.before.names.front()->name;
    const std::string_view new_name = pair.after.names.front()->name;
    pair.evidence.names_alike =
        IsLikeName(old_name, new_name) ||
        IsLikeName(old_name.substr(old_prefix_), new_name.substr(new_prefix_));
    pair.evidence.is_sure = pair.evidence.names_alike;
  }

  void MarkExchanges() {
    std::vector<std::size_t> renumbered;
    std::vector<std::pair<int32_t, int32_t>> numbers;
    for (std::size_t i = 0; i < before_.sets.size(); ++i) {
      if (how_[i] != How::kRenumbered) continue;
      renumbered.push_back(i);
      numbers.emplace_back(before_.sets[i].number, after_.sets[partner_[i]].number);
    }
    for (const std::vector<std::size_t>& ring : Rings(numbers)) {
      Exchange& exchange = exchanges_.emplace_back();
      for (std::size_t at : ring) {
        exchange.names.push_back(before_.sets[renumbered[at]].names.front()->name);
        exchange_[renumbered[at]] = &exchange;
      }
      std::sort(exchange.names.begin(), exchange.names.end());
    }
  }

  std::deque<Exchange>& exchanges_;
  const Enum& before_enum_;
  const Enum& after_enum_;
  std::size_t old_prefix_;
  std::size_t new_prefix_;
  ValueSets before_;
  ValueSets after_;
  std::vector<std::size_t> partner_;
  std::vector<How> how_;
  std::vector<const Exchange*> exchange_;
  std::vector<bool> taken_;
};

// Most pairs keep all values where they are, in the order of their numbers, and need no index.
bool HasSameLayout(const Enum& before, const Enum& after) {
  for (std::size_t i = 1; i < before.values.size(); ++i) {
    if (before.values[i - 1].number >= before.values[i].number) return false;
  }
  return std::equal(before.values.begin(), before.values.end(), after.values.begin(),
                    after.values.end(), [](const EnumValue& a, const EnumValue& b) {
                      return a.number == b.number && a.name == b.name;
                    });
}

void AppendSideBySide(const Enum& before, const Enum& after, std::vector<ValuePair>& out) {
  for (std::size_t i = 0; i < before.values.size(); ++i) {
    const int32_t number = before.values[i].number;
    out.push_back({.before_enum = &before,
                   .after_enum = &after,
                   .before = {.number = number, .names = {&before.values[i]}},
                   .after = {.number = number, .names = {&after.values[i]}}});
  }
}

}  // namespace

void MatchValues(Matches& matches) {
  for (const Pair<Enum>& pair : matches.enums) {
    if (!pair.both()) continue;
    if (HasSameLayout(*pair.before, *pair.after)) {
      AppendSideBySide(*pair.before, *pair.after, matches.values);
      continue;
    }
    ValueMatcher matcher(*pair.before, *pair.after, matches.exchanges);
    matcher.Run();
    matcher.Append(matches.values);
  }
}

}  // namespace leyline
