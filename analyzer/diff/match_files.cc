// Files: the same path, or another path with mostly the same contracts.
#include <algorithm>
#include <string>
#include <unordered_map>

#include "analyzer/diff/contract_keys.h"
#include "analyzer/diff/likeness.h"
#include "analyzer/diff/pairing.h"
#include "analyzer/diff/votes.h"

namespace leyline {
namespace {

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// The end of a path tells most: `v1/money.proto` became `v2/money.proto`.
std::size_t Likeness(const File& before, const File& after) {
  return CommonSuffix(before.path, after.path) * 2 + CommonPrefix(before.path, after.path);
}

// A file is looked for in its own package and in those that this one became.
void Vote(const Matching& matching, const File& file, const Ballot<File>& ballot,
          std::vector<Candidate<File>>& candidates) {
  const auto all = [](const File&) { return true; };
  ballot.Vote(&file, TraitsOf(file, file.package), all, candidates);
  const auto [first, last] = matching.packages.equal_range(file.package);
  for (auto at = first; at != last; ++at) {
    ballot.Vote(&file, TraitsOf(file, at->second.name), all, candidates);
  }
}

}  // namespace

void MatchRenamedFiles(Matching& matching) {
  Ballot<File> ballot;
  for (const File* file : matching.after.files) {
    if (!matching.files.IsTaken(file)) ballot.Nominate(file, TraitsOf(*file, file->package));
  }
  std::vector<Candidate<File>> candidates;
  for (const File* file : matching.before.files) {
    if (!matching.files.IsJoined(file)) Vote(matching, *file, ballot, candidates);
  }
  std::erase_if(candidates, [](const Candidate<File>& c) { return !c.IsAlike(); });
  for (Candidate<File>& candidate : candidates) {
    candidate.likeness = Likeness(*candidate.before, *candidate.after);
  }
  for (const Candidate<File>& candidate : Ranked(std::move(candidates))) {
    const bool same_folder = FolderOf(candidate.before->path) == FolderOf(candidate.after->path);
    matching.files.Join(candidate.before, candidate.after,
                        same_folder ? How::kRenamed : How::kMoved);
  }
}

void MatchFilesInPlace(Matching& matching) {
  std::unordered_map<std::string_view, const File*> by_path;
  for (const File* file : matching.after.files) by_path.emplace(file->path, file);
  for (const File* file : matching.before.files) {
    const auto at = by_path.find(file->path);
    if (at != by_path.end()) matching.files.Join(file, at->second, How::kSame);
  }
}

}  // namespace leyline
