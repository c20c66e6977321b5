// Files: the same path, or another path with mostly the same contracts.
#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_map>

#include "analyzer/diff/pairing.h"
#include "analyzer/diff/votes.h"

namespace leyline {
namespace {

// What a file is recognised by: the names of its top-level declarations, without the package.
std::vector<Key> KeysOf(const File& file) {
  std::vector<Key> keys;
  for (const Message& message : file.messages) keys.push_back(KeyOf("message", message.name));
  for (const Enum& enumeration : file.enums) keys.push_back(KeyOf("enum", enumeration.name));
  for (const Service& service : file.services) keys.push_back(KeyOf("service", service.name));
  for (const Field& field : file.extensions) keys.push_back(KeyOf("extension", field.name));
  return keys;
}

std::string_view FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// The end of a path tells most: `v1/money.proto` became `v2/money.proto`.
std::size_t Likeness(const File& before, const File& after) {
  return CommonSuffix(before.path, after.path) * 2 + CommonPrefix(before.path, after.path);
}

void MatchRenamedFiles(Matching& matching) {
  Ballot<File> ballot;
  for (const File* file : matching.after.files) {
    if (!matching.files.IsTaken(file)) ballot.Nominate(file, KeysOf(*file));
  }
  std::vector<Candidate<File>> candidates;
  for (const File* file : matching.before.files) {
    if (!matching.files.IsJoined(file)) ballot.Vote(file, KeysOf(*file), Likeness, candidates);
  }
  for (const Candidate<File>& candidate : Ranked(std::move(candidates))) {
    const bool same_folder = FolderOf(candidate.before->path) == FolderOf(candidate.after->path);
    matching.files.Join(candidate.before, candidate.after,
                        same_folder ? How::kRenamed : How::kMoved);
  }
}

void CollectPackages(Matching& matching) {
  for (const File* before : matching.before.files) {
    const File* after = matching.files.AfterOf(before);
    if (after == nullptr || after->package == before->package) continue;
    const auto [first, last] = matching.packages.equal_range(before->package);
    const bool is_known =
        std::any_of(first, last, [&](const auto& entry) { return entry.second == after->package; });
    if (!is_known) matching.packages.emplace(before->package, after->package);
  }
}

}  // namespace

void MatchFiles(Matching& matching) {
  std::unordered_map<std::string_view, const File*> by_path;
  for (const File* file : matching.after.files) by_path.emplace(file->path, file);
  for (const File* file : matching.before.files) {
    const auto at = by_path.find(file->path);
    if (at != by_path.end()) matching.files.Join(file, at->second, How::kSame);
  }
  MatchRenamedFiles(matching);
  CollectPackages(matching);
}

}  // namespace leyline
