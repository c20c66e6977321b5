// ChangeSink: where rules put their changes. It fills in all that follows from the pair: contract,
// element, places and facts; the rule gives the sentence and the verdicts.
#pragma once

#include <string>
#include <vector>

#include "analyzer/diff/type_contents.h"
#include "analyzer/rules/compare/memory.h"
#include "analyzer/rules/lookup.h"
#include "analyzer/rules/rule.h"
#include "analyzer/rules/verdicts.h"
#include "analyzer/schema/locate.h"

namespace leyline {

// What rules look up, made when first asked for and kept for all of them.
struct Surroundings {
  // Borrows all.
  Surroundings(const Matches& matches, Locator& places, const Ledger* past = nullptr)
      : memory(&matches),
        lookup(memory.values()),
        locator(places),
        contents_before(*matches.before),
        contents_after(*matches.after),
        ledger(past) {}

  CompareMemory memory;
  MemberLookup lookup;
  Locator& locator;  // of all parts of a run
  TypeContents contents_before;
  TypeContents contents_after;
  const Ledger* ledger;  // what released versions used; null when that is not known
};

class ChangeSink {
 public:
  // Borrows all; `changes` grows. The surroundings serve all rules of a run.
  ChangeSink(const Matches& matches, const Rule& rule, Surroundings& surroundings,
             std::vector<Change>& changes)
      : matches_(matches), rule_(rule), surroundings_(surroundings), changes_(changes) {}

  // For rules that must follow renamed types, or look at the pairs around theirs.
  const Matches& matches() const { return matches_; }

  // What released versions used; null when that is not known.
  const Ledger* ledger() const { return surroundings_.ledger; }

  // Indexes of what rules look up around their pair.
  MemberLookup& lookup() { return surroundings_.lookup; }

  // What was compared already.
  CompareMemory& memory() { return surroundings_.memory; }

  // Where declarations stand.
  Locator& locator() { return surroundings_.locator; }

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

  // Makes what a replaced type holds, as deep as it reaches, a fact of the change: its verdicts
  // follow from it, so who approves them approves that.
  void BindTypes(Change& change, const NamedType& before, const NamedType& after);

 private:
  template <class Node>
  Change& AddPair(const Pair<Node>& pair, std::string contract, std::string element,
                  std::string message);

  const Matches& matches_;
  const Rule& rule_;
  Surroundings& surroundings_;
  std::vector<Change>& changes_;
};

}  // namespace leyline
