// Rule: one change type. One file, one literal, one line in rules.def.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/diff/match.h"
#include "analyzer/ledger/ledger.h"

namespace leyline {

class ChangeSink;  // analyzer/rules/sink.h: builds Changes; knows the matches and the rule

template <class Subject>
using PairCheck = void (*)(const Subject&, ChangeSink&);

// For what several kinds have in common, such as reservations: null where a kind has no such thing.
struct CommonCheck {
  PairCheck<Pair<File>> file = nullptr;
  PairCheck<Pair<Message>> message = nullptr;
  PairCheck<Pair<Field>> field = nullptr;
  PairCheck<Pair<Oneof>> oneof = nullptr;
  PairCheck<Pair<Enum>> enumeration = nullptr;
  PairCheck<ValuePair> value = nullptr;
  PairCheck<Pair<Service>> service = nullptr;
  PairCheck<Pair<Method>> method = nullptr;
};

// The alternative decides which pairs the engine shows to the rule.
using Check = std::variant<PairCheck<PackagePair>, PairCheck<Pair<File>>, PairCheck<Pair<Message>>,
                           PairCheck<Pair<Field>>, PairCheck<Pair<Oneof>>, PairCheck<Pair<Enum>>,
                           PairCheck<ValuePair>, PairCheck<Pair<Service>>, PairCheck<Pair<Method>>,
                           CommonCheck>;

// No member has a default: leaving one out is a compile error in our presets.
struct Rule {
  std::string_view id;       // the change type, "CHANGE_FIELD_TYPE"; the file's stem in capitals
  std::string_view summary;  // one line, for lists
  std::string_view why;      // what breaks, and for whom
  std::string_view instead;  // the safe way to evolve: a step a sentence
  std::string_view buf;      // buf's rules for the same, "A, B", strictest first; "": it has none
  Check check;
};

// All rules, sorted by id; static storage.
std::span<const Rule* const> AllRules();

// Null when there is no such rule.
const Rule* FindRule(std::string_view id);

// Every change between two snapshots, sorted, with digests. Deterministic.
std::vector<Change> Diff(const Snapshot& before, const Snapshot& after,
                         std::span<const Rule* const> rules = AllRules());

// The same for what is matched already. `ledger`: what released versions used; null: not known.
std::vector<Change> Diff(const Matches& matches, const Ledger* ledger,
                         std::span<const Rule* const> rules = AllRules());

}  // namespace leyline
