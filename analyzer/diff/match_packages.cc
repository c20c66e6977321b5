// Packages that became other ones: a file says another package in its place; or files went, files
// of another package came, and nothing else could be what became of them. Only files that went or
// came have a say, and the paths of those that stayed: a version that goes while another one comes
// beside a third was not renamed.
#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/diff/contract_keys.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/diff/votes.h"

namespace leyline {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "v1", "v2beta3"
bool IsVersion(std::string_view part) {
  return part.size() > 1 && part[0] == 'v' && IsDigit(part[1]);
}

// A path with its versions left out: the same for all versions of a file.
std::string VersionlessPath(std::string_view path) {
  std::string family;
  while (!path.empty()) {
    const std::size_t end = path.find_first_of("/.");
    const std::string_view part = path.substr(0, end);
    family += IsVersion(part) ? "*" : part;
    family += '/';
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
  }
  return family;
}

// What went or came with the files of a package, as one thing to be recognised.
struct Package {
  std::string_view full_name;
  Traits traits;
  bool has_siblings = false;  // other versions of it stay
};

using Packages = std::unordered_map<std::string_view, Package>;

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
  explicit Succession(Matching& matching) : matching_(matching) {}

  void Run() {
    std::vector<const File*> gone;
    std::vector<const File*> come;
    for (const File* file : matching_.before.files) {
      if (!matching_.files.IsJoined(file)) gone.push_back(file);
    }
    for (const File* file : matching_.after.files) {
      if (!matching_.files.IsTaken(file)) come.push_back(file);
    }
    if (gone.empty() || come.empty()) return;
    CollectStaying();
    before_ = PackagesOf(gone, Side::kBefore);
    after_ = PackagesOf(come, Side::kAfter);
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
  // In place, read or not.
  void CollectStaying() {
    for (const File* file : matching_.before.files) {
      if (matching_.files.IsJoined(file)) staying_.insert(VersionlessPath(file->path));
    }
    for (const std::string& path : matching_.after_snapshot.unread) {
      staying_.insert(VersionlessPath(path));
    }
  }

  Packages PackagesOf(const std::vector<const File*>& files, Side side) const {
    Packages packages;
    for (const File* file : files) {
      Package& package = packages[file->package];
      package.full_name = file->package;
      AppendContent(matching_, side, *file, package.traits.keys);
      package.has_siblings |= staying_.contains(VersionlessPath(file->path));
    }
    for (auto& [name, package] : packages) package.traits = Sorted(std::move(package.traits));
    return packages;
  }

  std::vector<Candidate<Package>> Candidates() const {
    Ballot<Package> ballot;
    for (const auto& [name, package] : after_) ballot.Nominate(&package, package.traits);
    std::vector<Candidate<Package>> candidates;
    for (const auto& [name, package] : before_) {
      const auto is_other = [&](const Package& after) { return after.full_name != name; };
      ballot.Vote(&package, package.traits, is_other, candidates);
    }
    return Ranked(std::move(candidates));
  }

  // Neither says anything that a third one says, too: the parts of a package that was split say
  // different things, copies say the same.
  bool IsSuccessor(const Candidate<Package>& candidate) const {
    const Package& before = *candidate.before;
    const Package& after = *candidate.after;
    return !before.has_siblings && !after.has_siblings &&
           old_votes_.at(&before) <= before.traits.keys.size() &&
           new_votes_.at(&after) <= after.traits.keys.size();
  }

  void Join(const Candidate<Package>& candidate) {
    const Evidence evidence{
        .is_sure = candidate.votes * 4 >= candidate.least * 3 && candidate.IsAlike(),
        .shared = candidate.votes,
        .of = candidate.of};
    Add(matching_, candidate.before->full_name,
        {.name = candidate.after->full_name, .evidence = evidence});
  }

  Matching& matching_;
  std::unordered_set<std::string> staying_;
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
