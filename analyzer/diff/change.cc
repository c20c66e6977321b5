#include "analyzer/diff/change.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <tuple>
#include <utility>

#include "analyzer/diff/gating.h"
#include "base/digest.h"

namespace leyline {
namespace {

// The version of what a digest is made of. A new scheme makes all older approvals stale.
constexpr std::string_view kScheme = "leyline.change.v1";

// Longest first where one is the start of another.
constexpr std::string_view kObjects[] = {"ENUM_VALUE", "ENUM",    "EXTENSION", "FIELD",
                                         "FILE",       "MESSAGE", "METHOD",    "ONEOF",
                                         "PACKAGE",    "SERVICE", "SYNTAX"};

// The family of a change type: "FIELD" for CHANGE_FIELD_TYPE. Types without an object (RESERVE and
// UNRESERVE) are a family of their own: both act on the reservations of a contract.
std::string_view FamilyOf(std::string_view change_type) {
  const std::size_t verb = change_type.find('_');
  if (verb == std::string_view::npos) {
    return change_type.starts_with("UN") ? change_type.substr(2) : change_type;
  }
  const std::string_view rest = change_type.substr(verb + 1);
  for (std::string_view object : kObjects) {
    if (rest.starts_with(object)) return object;
  }
  return rest;
}

// Framed like Sha256OfParts, so that no two lists of facts share a text.
std::string Framed(const Facts& facts) {
  std::string text;
  for (const auto& [key, value] : facts) {
    AppendPart(text, key);
    AppendPart(text, value);
  }
  return text;
}

auto KeyOf(const Change& change) {
  const std::optional<SourceSpan>& place = change.after ? change.after : change.before;
  return std::make_tuple(place ? std::string_view(place->file) : std::string_view(),
                         std::string_view(change.element), change.change_type,
                         std::string_view(change.contract), std::string_view(change.message));
}

}  // namespace

std::vector<Change> Sorted(std::vector<std::vector<Change>> parts) {
  std::vector<Change*> changes;
  for (std::vector<Change>& part : parts) {
    for (Change& change : part) changes.push_back(&change);
  }
  std::vector<decltype(KeyOf(*changes.front()))> keys;
  keys.reserve(changes.size());
  for (const Change* change : changes) keys.push_back(KeyOf(*change));
  // Changes are large: each is moved once.
  std::vector<std::size_t> order(changes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
  std::vector<Change> sorted;
  sorted.reserve(changes.size());
  for (const std::size_t i : order) sorted.push_back(std::move(*changes[i]));
  return sorted;
}

void Sort(std::vector<Change>& changes) {
  std::vector<std::vector<Change>> parts;
  parts.push_back(std::move(changes));
  changes = Sorted(std::move(parts));
}

Compatibility CompatibilityOf(const Change& change) {
  return CompatibilityOf(WorstOf(change, Gating{}).value_or(Level::kCompatible));
}

std::string DigestOf(const Change& change) {
  return DigestText(
      Sha256OfParts({kScheme, change.contract, change.element, FamilyOf(change.change_type),
                     Framed(change.before_facts), Framed(change.after_facts)}));
}

}  // namespace leyline
