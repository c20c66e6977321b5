// Packages that became other ones: a file says another package in its place; or a package is gone,
// another one is new, and nothing else could be what became of it. A new version beside an old one
// is a copy; and where several versions went or stayed, nobody can say which became which: they
// were removed and added.
#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/diff/contract_keys.h"
#include "analyzer/diff/likeness.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/diff/votes.h"

namespace leyline {
namespace {

// All files of a package, as one thing to be recognised.
struct Package {
  std::string_view full_name;
  Traits traits;
  bool stays = false;  // both sides have it
};

using Packages = std::unordered_map<std::string_view, Package>;

Packages PackagesOf(const std::vector<const File*>& files) {
  Packages packages;
  for (const File* file : files) {
    Package& package = packages[file->package];
    package.full_name = file->package;
    AppendContent(*file, package.traits.keys);
  }
  return packages;
}

void Add(Matching& matching, std::string_view before, const PackageHeir& heir) {
  if (!matching.IsRenamedPackage(before, heir.name)) matching.packages.emplace(before, heir);
}

void MatchInPlace(Matching& matching) {
  for (const File* before : matching.before.files) {
    const File* after = matching.files.AfterOf(before);
    if (after != nullptr && after->package != before->package) {
      Add(matching, before->package, {.name = after->package, .evidence = {}});
    }
  }
}

class Succession {
 public:
  explicit Succession(Matching& matching)
      : matching_(matching),
        before_(PackagesOf(matching.before.files)),
        after_(PackagesOf(matching.after.files)) {
    std::unordered_set<std::string_view> settled;
    for (const auto& [name, heir] : matching.packages) settled.insert({name, heir.name});
    for (auto& [name, package] : before_) MarkStaying(package, after_, settled);
    for (auto& [name, package] : after_) MarkStaying(package, before_, settled);
  }

  void Run() {
    const std::vector<Candidate<Package>> candidates = Candidates();
    for (const Candidate<Package>& candidate : candidates) {
      old_votes_[candidate.before] += candidate.votes;
      new_votes_[candidate.after] += candidate.votes;
    }
    for (const Candidate<Package>& candidate : candidates) {
      if (IsSuccessor(candidate)) Join(candidate);
    }
  }

 private:
  // A package with a known heir, or a known origin, is settled like one that stays.
  static void MarkStaying(Package& package, const Packages& others,
                          const std::unordered_set<std::string_view>& settled) {
    package.stays = others.contains(package.full_name) || settled.contains(package.full_name);
    std::sort(package.traits.keys.begin(), package.traits.keys.end());
  }

  std::vector<Candidate<Package>> Candidates() const {
    const auto stays = [](const auto& entry) { return entry.second.stays; };
    std::vector<Candidate<Package>> candidates;
    if (std::all_of(before_.begin(), before_.end(), stays) ||
        std::all_of(after_.begin(), after_.end(), stays)) {
      return candidates;
    }
    Ballot<Package> ballot;
    for (const auto& [name, package] : after_) ballot.Nominate(&package, package.traits);
    for (const auto& [name, package] : before_) {
      const bool old_stays = package.stays;
      const auto is_wanted = [&](const Package& after) { return !old_stays || !after.stays; };
      ballot.Vote(&package, package.traits, is_wanted, candidates);
    }
    return Ranked(std::move(candidates));
  }

  // Neither says anything that a third one says, too: the parts of a package that was split say
  // different things, copies say the same.
  bool IsSuccessor(const Candidate<Package>& candidate) const {
    const Package& before = *candidate.before;
    const Package& after = *candidate.after;
    return !before.stays && !after.stays && old_votes_.at(&before) <= before.traits.keys.size() &&
           new_votes_.at(&after) <= after.traits.keys.size();
  }

  void Join(const Candidate<Package>& candidate) {
    const Evidence evidence{
        .is_sure = candidate.votes * 4 >= candidate.least * 3 && candidate.IsAlike(),
        .names_alike = true,
        .shared = candidate.votes,
        .of = candidate.of};
    Add(matching_, candidate.before->full_name,
        {.name = candidate.after->full_name, .evidence = evidence});
  }

  Matching& matching_;
  Packages before_;
  Packages after_;
  std::unordered_map<const Package*, std::size_t> old_votes_;
  std::unordered_map<const Package*, std::size_t> new_votes_;
};

}  // namespace

void MatchPackages(Matching& matching) {
  MatchInPlace(matching);
  Succession(matching).Run();
}

}  // namespace leyline
