#include "analyzer/rules/compare/pairs.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace leyline {
namespace {

bool SideBySide(const Message& before, const Message& after) {
  return std::equal(
      before.fields.begin(), before.fields.end(), after.fields.begin(), after.fields.end(),
      [](const Field& a, const Field& b) { return a.number == b.number && a.name == b.name; });
}

template <class Map, class Key>
const Field* Find(const Map& map, const Key& key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : at->second;
}

// Of one name: a field whose type and number are both others is no longer that one, if somebody has
// its number.
bool IsTheSame(const Field& before, const Field& after) {
  return before.number == after.number || TypeText(before) == TypeText(after);
}

}  // namespace

std::vector<Pair<Field>> SharedFields(const Message& before, const Message& after) {
  std::vector<Pair<Field>> pairs;
  if (SideBySide(before, after)) {
    for (std::size_t i = 0; i < before.fields.size(); ++i) {
      pairs.push_back({&before.fields[i], &after.fields[i], How::kSame});
    }
    return pairs;
  }
  std::unordered_map<int32_t, const Field*> by_number;
  std::unordered_map<std::string_view, const Field*> by_name;
  for (const Field& field : after.fields) {
    by_number.emplace(field.number, &field);
    by_name.emplace(field.name, &field);
  }
  std::unordered_map<std::string_view, const Field*> old_names;
  for (const Field& field : before.fields) old_names.emplace(field.name, &field);
  for (const Field& field : before.fields) {
    const Field* named = Find(by_name, field.name);
    const Field* partner = named;
    if (named == nullptr || !IsTheSame(field, *named)) {
      const Field* numbered = Find(by_number, field.number);
      const Field* former = numbered == nullptr ? nullptr : Find(old_names, numbered->name);
      // What kept its name and its type is another field, which took the number.
      const bool is_taken = former != nullptr && IsTheSame(*former, *numbered);
      if (numbered != nullptr && !is_taken) partner = numbered;
    }
    if (partner != nullptr) pairs.push_back({&field, partner, How::kSame});
  }
  return pairs;
}

}  // namespace leyline
