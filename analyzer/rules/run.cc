#include <type_traits>
#include <variant>

#include "analyzer/rules/rule.h"
#include "analyzer/rules/sink.h"

namespace leyline {
namespace {

template <class Subjects, class Subject>
void Show(const Subjects& subjects, PairCheck<Subject> check, ChangeSink& sink) {
  if (check == nullptr) return;
  for (const Subject& subject : subjects) check(subject, sink);
}

// One overload a kind of check: which pairs it is shown.
struct Showing {
  const Matches& matches;
  ChangeSink& sink;

  void operator()(PairCheck<PackagePair> check) const { Show(matches.packages, check, sink); }
  void operator()(PairCheck<Pair<File>> check) const { Show(matches.files, check, sink); }
  void operator()(PairCheck<Pair<Message>> check) const { Show(matches.messages, check, sink); }
  void operator()(PairCheck<Pair<Field>> check) const { Show(matches.fields, check, sink); }
  void operator()(PairCheck<Pair<Oneof>> check) const { Show(matches.oneofs, check, sink); }
  void operator()(PairCheck<Pair<Enum>> check) const { Show(matches.enums, check, sink); }
  void operator()(PairCheck<ValuePair> check) const { Show(matches.values, check, sink); }
  void operator()(PairCheck<Pair<Service>> check) const { Show(matches.services, check, sink); }
  void operator()(PairCheck<Pair<Method>> check) const { Show(matches.methods, check, sink); }
  void operator()(const CommonCheck& check) const {
    (*this)(check.file);
    (*this)(check.message);
    (*this)(check.field);
    (*this)(check.oneof);
    (*this)(check.enumeration);
    (*this)(check.value);
    (*this)(check.service);
    (*this)(check.method);
  }
};

}  // namespace

std::vector<Change> Diff(const Snapshot& before, const Snapshot& after,
                         std::span<const Rule* const> rules) {
  return Diff(Match(before, after), nullptr, rules);
}

std::vector<Change> Diff(const Matches& matches, const Ledger* ledger,
                         std::span<const Rule* const> rules) {
  Surroundings surroundings(matches, ledger);
  std::vector<Change> changes;
  for (const Rule* rule : rules) {
    ChangeSink sink(matches, *rule, surroundings, changes);
    std::visit(Showing{matches, sink}, rule->check);
  }
  for (Change& change : changes) change.digest = DigestOf(change);
  Sort(changes);
  return changes;
}

}  // namespace leyline
