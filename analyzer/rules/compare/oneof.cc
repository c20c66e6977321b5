#include "analyzer/rules/compare/oneof.h"

#include <algorithm>

#include "analyzer/rules/compare/words.h"

namespace leyline {

Effect OneofEffect(Surface surface) {
  return surface == Surface::kBinary ? Effect::kOtherMemberCleared : Effect::kParseFailure;
}

bool MayMeet(const Field& a, const Field& b) {
  return &a != &b && (a.oneof == nullptr || a.oneof != b.oneof);
}

Reading MeetByNumber(const Field& writer, const FieldIndex& writers, const FieldIndex& readers) {
  constexpr std::size_t kLooked = 256;  // a bound on the work
  const Field* taker = readers.Numbered(writer.number);
  const auto is_taken = [](const Field& from, const Field& to) {
    return ReadBinary(SpecOf(from), SpecOf(to)).effect != Effect::kLostToUnknown;
  };
  if (taker == nullptr || taker->oneof == nullptr || !is_taken(writer, *taker)) return Lossless();
  std::vector<std::string> others;
  for (const Field* member : taker->oneof->fields) {
    const Field* other = writers.Numbered(member->number);
    if (other == nullptr || !MayMeet(writer, *other) || !is_taken(*other, *member)) continue;
    others.push_back("`" + std::string(other->name) + "`");
    if (others.size() == kLooked) break;
  }
  if (others.empty()) return Lossless();
  std::sort(others.begin(), others.end());                 // the order of declarations has no say
  others.resize(std::min<std::size_t>(others.size(), 8));  // what a sentence can name
  return SafeIf(
      "`" + std::string(writer.name) + "` is never set together with " + ListOf(others, "or"),
      Effect::kOtherMemberCleared);
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
