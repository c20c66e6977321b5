// The repository under the gate: what is judged against what, and the files of a revision.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "git/git.h"
#include "tools/leyline/command.h"

namespace leyline {

// All files of one commit or tree, listed once.
class RevisionFiles {
 public:
  static Result<RevisionFiles> Open(Git& git, const std::string& tree);
  // Two of them, side by side: of years of records a list takes long.
  static Result<std::pair<RevisionFiles, RevisionFiles>> OpenBoth(Git& git, const std::string& one,
                                                                  const std::string& other);

  // Regular files directly in `folder`, whole paths, sorted.
  std::vector<TreeEntry> In(std::string_view folder) const;
  // The same at any depth.
  std::span<const TreeEntry> Below(std::string_view folder) const;
  // Null when there is none.
  const TreeEntry* Find(std::string_view path) const;
  bool HasFolder(std::string_view folder) const;
  // An error when something else than a folder stands there: a link would hide what it replaced.
  Status CheckFolder(std::string_view folder) const;
  // Whether a path is the same file in both, or in neither.
  bool SameAs(const RevisionFiles& other, std::string_view path) const;
  // The paths with that ending at which the two are not the same, sorted.
  std::vector<std::string> Differences(const RevisionFiles& other, std::string_view ending) const;
  // The files below `folder` at which the two are not the same, by path; null where one has none.
  struct Difference {
    const TreeEntry* here = nullptr;
    const TreeEntry* there = nullptr;
  };
  std::vector<Difference> DifferencesBelow(const RevisionFiles& other,
                                           std::string_view folder) const;
  // What all files with that ending are; equal for equal files.
  std::string StateOf(std::string_view ending) const;
  Result<std::string> Read(const TreeEntry& entry) const;
  // The texts of several, in their order, at the price of one.
  Result<std::vector<std::string>> ReadAll(std::span<const TreeEntry> entries) const;
  // The text of a file; nothing when there is none.
  Result<std::optional<std::string>> TextOf(std::string_view path) const;

 private:
  RevisionFiles(Git& git, std::vector<TreeEntry> entries)
      : git_(&git), entries_(std::move(entries)) {}

  Git* git_;
  std::vector<TreeEntry> entries_;  // sorted by path
};

// What a merge would do: the target's tip against the merge result.
struct Merge {
  std::string base;        // the commit at the target's tip
  std::string head;        // the commit that wants in
  std::string result;      // the tree of the merge result
  std::string target_ref;  // "refs/heads/main"
};

// Which branch a change goes to, as the command line says it.
struct TargetFlags {
  std::string against;    // empty: the CI's target branch, else origin/HEAD, main or master
  std::string ref;        // empty: the branch that `against` is, else the CI's target branch
  std::string head = {};  // the commit that wants in; empty: HEAD
};

// The commit at the target's tip.
Result<std::string> FindBase(World& world, Git& git, const TargetFlags& flags);
Result<Merge> FindMerge(World& world, Git& git, const TargetFlags& flags);

// What the change is compared with, in words: since when the branch is its own, and what for.
std::string NoticeOfBaseline(World& world, const Merge& merge);

// The branch that HEAD is the tip of, after a push: `told`, else the CI's, else the one checked
// out.
Result<std::string> FindPushedRef(World& world, Git& git, const std::string& told);

// The person at the keyboard: LEYLINE_ACTOR, else as git knows them; empty: nobody.
std::string Person(World& world, Git& git);

// The CI's id of the change request, from LEYLINE_CHANGE_REQUEST, GitHub or GitLab; empty: none.
std::string ChangeRequestId(const World& world);

}  // namespace leyline
