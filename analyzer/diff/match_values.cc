// Values of paired enums. Names that stayed with their number are the same value; a name that went
// to another number was renumbered; else the number decides, and the value was renamed.
#include <unordered_map>
#include <vector>

#include "analyzer/diff/pairing.h"

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
  ValueMatcher(const Enum& before, const Enum& after)
      : before_enum_(before),
        after_enum_(after),
        before_(before),
        after_(after),
        partner_(before_.sets.size(), kNone),
        how_(before_.sets.size(), How::kSame),
        taken_(after_.sets.size(), false) {}

  void Run() {
    for (std::size_t i = 0; i < before_.sets.size(); ++i) JoinStayed(i);
    for (std::size_t i = 0; i < before_.sets.size(); ++i) JoinRenumbered(i);
    for (std::size_t i = 0; i < before_.sets.size(); ++i) JoinRenamed(i);
  }

  void Append(std::vector<ValuePair>& out) const {
    for (std::size_t i = 0; i < before_.sets.size(); ++i) {
      out.push_back(Make(before_.sets[i],
                         partner_[i] == kNone ? ValueSet{} : after_.sets[partner_[i]], how_[i]));
    }
    for (std::size_t i = 0; i < after_.sets.size(); ++i) {
      if (!taken_[i]) out.push_back(Make(ValueSet{}, after_.sets[i], How::kSame));
    }
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  ValuePair Make(const ValueSet& before, const ValueSet& after, How how) const {
    return {.before_enum = &before_enum_,
            .after_enum = &after_enum_,
            .before = before,
            .after = after,
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

  const Enum& before_enum_;
  const Enum& after_enum_;
  ValueSets before_;
  ValueSets after_;
  std::vector<std::size_t> partner_;
  std::vector<How> how_;
  std::vector<bool> taken_;
};

}  // namespace

void MatchValues(Matches& matches) {
  for (const Pair<Enum>& pair : matches.enums) {
    if (!pair.both()) continue;
    ValueMatcher matcher(*pair.before, *pair.after);
    matcher.Run();
    matcher.Append(matches.values);
  }
}

}  // namespace leyline
