// ChangeSink: where rules put their changes. It fills in all that follows from the pair: contract,
// element, places and facts; the rule gives the sentence and the verdicts.
#pragma once

#include <string>
#include <vector>

#include "analyzer/rules/lookup.h"
#include "analyzer/rules/rule.h"
#include "analyzer/rules/verdicts.h"

namespace leyline {

class ChangeSink {
 public:
  // Borrows all; `changes` grows.
  ChangeSink(const Matches& matches, const Rule& rule, std::vector<Change>& changes,
             const Ledger* ledger = nullptr)
      : matches_(matches), rule_(rule), changes_(changes), ledger_(ledger) {}

  // For rules that must follow renamed types, or look at the pairs around theirs.
  const Matches& matches() const { return matches_; }

  // What released versions used; null when that is not known.
  const Ledger* ledger() const { return ledger_; }

  // Indexes of what rules look up around their pair.
  MemberLookup& lookup() { return lookup_; }

  // Starts a change about the pair. The message is one plain sentence without a full stop, names in
  // backticks. The reference is valid until the next Add.
  Change& Add(const PackagePair& pair, std::string message);
  Change& Add(const Pair<File>& pair, std::string message);
  Change& Add(const Pair<Message>& pair, std::string message);
  Change& Add(const Pair<Field>& pair, std::string message);
  Change& Add(const Pair<Oneof>& pair, std::string message);
  Change& Add(const Pair<Enum>& pair, std::string message);
  Change& Add(const ValuePair& pair, std::string message);
  Change& Add(const Pair<Service>& pair, std::string message);
  Change& Add(const Pair<Method>& pair, std::string message);

 private:
  template <class Node>
  Change& AddPair(const Pair<Node>& pair, std::string contract, std::string element,
                  std::string message);

  const Matches& matches_;
  const Rule& rule_;
  std::vector<Change>& changes_;
  const Ledger* ledger_;
  MemberLookup lookup_;
};

}  // namespace leyline
