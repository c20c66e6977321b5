#include "analyzer/rules/compare_oneof.h"

#include <algorithm>

#include "analyzer/rules/compare_words.h"

namespace leyline {

Effect OneofEffect(Surface surface) {
  return surface == Surface::kBinary ? Effect::kOtherMemberCleared : Effect::kParseFailure;
}

bool MayMeet(const Field& a, const Field& b) {
  return &a != &b && (a.oneof == nullptr || a.oneof != b.oneof);
}

void OneofMeeting::Add(const Field& writer, const Oneof& reader) {
  const auto [at, is_new] = index_.try_emplace(&reader, arrivals_.size());
  if (is_new) arrivals_.push_back({.oneof = &reader, .fields = {}});
  arrivals_[at->second].fields.push_back(&writer);
}

std::vector<std::string> OneofMeeting::Conditions() const {
  std::vector<std::string> conditions;
  for (const Arrivals& arrivals : arrivals_) {
    // All of one oneof of the writer: they never meet. One that differs from the first meets it.
    const Field& first = *arrivals.fields.front();
    const bool meet = std::any_of(arrivals.fields.begin(), arrivals.fields.end(),
                                  [&](const Field* field) { return MayMeet(first, *field); });
    if (!meet) continue;
    std::vector<std::string> names;
    for (const Field* field : arrivals.fields)
      names.push_back("`" + std::string(field->name) + "`");
    conditions.push_back("at most one of " + ListOf(names, "and") + " is set");
  }
  return conditions;
}

}  // namespace leyline
