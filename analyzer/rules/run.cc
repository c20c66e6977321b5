#include <algorithm>
#include <span>
#include <utility>
#include <variant>

#include "analyzer/rules/rule.h"
#include "analyzer/rules/sink.h"
#include "base/mapped_bytes.h"
#include "base/parallel.h"

namespace leyline {
namespace {

// The matches are shown in parts, each with surroundings of its own, so that parts can run side by
// side. How many there are depends on the matches alone, so that no result depends on threads.
constexpr std::size_t kParts = 8;
constexpr std::size_t kWorthParts = 4096;

struct Part {
  std::size_t index = 0;
  std::size_t count = 1;

  template <class Subject>
  std::span<const Subject> Of(const std::vector<Subject>& all) const {
    const std::size_t first = all.size() * index / count;
    return std::span(all).subspan(first, all.size() * (index + 1) / count - first);
  }
};

// One overload a kind of check: which pairs it is shown.
struct Showing {
  const Matches& matches;
  const Part& part;
  ChangeSink& sink;

  template <class Subject>
  void Show(const std::vector<Subject>& subjects, PairCheck<Subject> check) const {
    if (check == nullptr) return;
    for (const Subject& subject : part.Of(subjects)) check(subject, sink);
  }

  void operator()(PairCheck<PackagePair> check) const { Show(matches.packages, check); }
  void operator()(PairCheck<Pair<File>> check) const { Show(matches.files, check); }
  void operator()(PairCheck<Pair<Message>> check) const { Show(matches.messages, check); }
  void operator()(PairCheck<Pair<Field>> check) const { Show(matches.fields, check); }
  void operator()(PairCheck<Pair<Oneof>> check) const { Show(matches.oneofs, check); }
  void operator()(PairCheck<Pair<Enum>> check) const { Show(matches.enums, check); }
  void operator()(PairCheck<ValuePair> check) const { Show(matches.values, check); }
  void operator()(PairCheck<Pair<Service>> check) const { Show(matches.services, check); }
  void operator()(PairCheck<Pair<Method>> check) const { Show(matches.methods, check); }
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

std::vector<Change> DiffPart(const Matches& matches, const Ledger* ledger,
                             std::span<const Rule* const> rules, const Part& part,
                             Locator& locator) {
  Surroundings surroundings(matches, locator, ledger);
  std::vector<Change> changes;
  for (const Rule* rule : rules) {
    ChangeSink sink(matches, *rule, surroundings, changes);
    std::visit(Showing{matches, part, sink}, rule->check);
  }
  for (Change& change : changes) change.digest = DigestOf(change);
  return changes;
}

// A thread costs about as much as giving so many bytes back.
constexpr std::size_t kWorthThread = std::size_t{16} << 20U;

std::size_t BackingOf(const Snapshot& snapshot) {
  std::size_t size = 0;
  for (const SharedBytes& bytes : snapshot.backing) size += bytes.bytes.size();
  return size;
}

void Release(const Snapshot& snapshot) {
  for (const SharedBytes& bytes : snapshot.backing) ReleasePages(bytes);
}

}  // namespace

std::vector<Change> Diff(const Snapshot& before, const Snapshot& after,
                         std::span<const Rule* const> rules) {
  std::vector<Change> changes = Diff(Match(before, after), nullptr, rules);
  // With where declarations stand, most of what descriptor sets hold has been read.
  RunBoth(
      BackingOf(before) + BackingOf(after) < kWorthThread ? 1 : 0, [&] { Release(before); },
      [&] { Release(after); });
  return changes;
}

std::vector<Change> Diff(const Matches& matches, const Ledger* ledger,
                         std::span<const Rule* const> rules) {
  const std::size_t pairs = matches.messages.size() + matches.fields.size() +
                            matches.values.size() + matches.methods.size();
  const std::size_t count = pairs < kWorthParts ? 1 : kParts;
  std::vector<std::vector<Change>> parts(count);
  Locator locator;
  ParallelForRanges(count, 1, 0, [&](std::size_t index, std::size_t) {
    parts[index] = DiffPart(matches, ledger, rules, {.index = index, .count = count}, locator);
  });
  return Sorted(std::move(parts));
}

}  // namespace leyline
