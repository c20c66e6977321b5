// Git through the `git` process: revisions, trees, blobs. No checkout, no shell, no hooks.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/process.h"
#include "base/result.h"
#include "git/tree_entry.h"

namespace leyline {

class GitObjects;
class Trees;

struct GitTag {
  std::string name;    // "v1.0", without refs/tags/
  std::string commit;  // what it stands for
};

struct GitCommit {
  std::string id;
  std::vector<std::string> parents;
};

// Which tags are asked for: commits that all of them must contain, and be contained in. Empty: any.
struct TagFilter {
  std::string contains;
  std::string merged_into;
};

// One repository; `folder` is any folder of it, and all paths are from its top. Read-only. Safe for
// several threads where the process is.
class Git {
 public:
  // `process` must outlive this.
  Git(Process& process, std::string folder);
  ~Git();

  // The commit that a revision names. Unknown revision: says so and lists the nearest branches and
  // tags; a shallow clone that lacks it: says which fetch is needed (LG9001, LG9002). Asked again,
  // it names the same commit, whatever became of the branch.
  Result<std::string> Resolve(std::string_view revision);
  // All entries of a commit or tree below `path` ("" for all), recursively; paths relative to
  // `path`.
  Result<std::vector<TreeEntry>> ListTree(std::string_view tree, std::string_view path);
  // All of a commit or tree; null where git can't list it. The latest few are kept.
  Result<std::shared_ptr<const TreeList>> ListAll(std::string_view tree);
  // Starts to list what `name`, REV or REV:PATH, stands for, for the next ListAll. It waits for
  // that list, and uses it where it is of its tree: a branch may have moved.
  void ListAhead(std::string name);
  // The objects that names stand for, and the trees that were read. They start no process of their
  // own where one is idle.
  GitObjects& objects() { return *objects_; }
  Trees& trees() { return *trees_; }
  // The id of the folder at `path` of a commit or tree; empty when there is none. That git can't
  // read it, or what leads to it, is LG9001: nobody knows then what is there.
  Result<std::string> FolderId(const std::string& tree, std::string_view path);
  // The bytes of blobs, in their order; of each no more than `limit`.
  Result<std::vector<std::string>> ReadBlobs(const std::vector<std::string>& objects,
                                             std::size_t limit = SIZE_MAX);
  // The tree that merging `ours` and `theirs` gives (`git merge-tree --write-tree`); a conflict is
  // an error that lists the files.
  Result<std::string> MergeTree(std::string_view ours, std::string_view theirs);
  // Tags that stand for commits, sorted by name.
  Result<std::vector<GitTag>> Tags(const TagFilter& filter = {});
  // The commits below `tips` at which a ref stands or lines meet, parents first; parents are the
  // nearest ones of that kind.
  Result<std::vector<GitCommit>> Skeleton(const std::vector<std::string>& tips);
  // Object ids of things named as in "REV:PATH", in their order; empty for what isn't there.
  Result<std::vector<std::string>> Ids(const std::vector<std::string>& names);
  // The unified diff of two commits or trees below `paths`, as plain git makes it: no renames, no
  // filters or programs that the repository names.
  Result<std::string> Diff(const std::string& before, const std::string& after,
                           const std::vector<std::string>& paths);
  // The path of this folder below the work tree's top, without a trailing "/"; "" for the top.
  Result<std::string> Prefix();
  // Names and e-mails of authors, committers and co-authors of the commits in base..head that touch
  // `paths`, sorted; as the commits have them, whatever a .mailmap says.
  Result<std::vector<std::string>> Authors(std::string_view base, std::string_view head,
                                           const std::vector<std::string>& paths);
  // All commits in the history of `revision` whose tree has a file `path`, newest first.
  Result<std::vector<std::string>> CommitsWith(const std::string& revision,
                                               const std::string& path);
  // `commit` and its first parents that change `paths`, at most `limit`, newest first.
  Result<std::vector<std::string>> FirstParents(const std::string& commit,
                                                const std::vector<std::string>& paths, int limit);
  // What of `paths` the work tree has otherwise than HEAD, sorted; nothing where there is none.
  std::vector<std::string> Uncommitted(const std::vector<std::string>& paths);
  // Whether the history of this clone was cut off.
  Result<bool> IsShallow();
  // "refs/heads/main" for "main"; empty for what is not a ref, as a commit's id or "main~1".
  std::string FullRefName(const std::string& name);
  // `user.email` of the configuration; empty when it is not set.
  std::string UserEmail();
  // The file of the SSH key that git signs with; empty where it signs otherwise.
  std::string SigningKey();
  // Absolute paths: the work tree's top, and the common git directory (shared by worktrees).
  Result<std::string> TopLevel();
  Result<std::string> CommonDir();

 private:
  Result<Exit> Run(std::vector<std::string> arguments, std::string input = "");
  // Null as above.
  Result<std::shared_ptr<const TreeList>> List(const std::string& spec);
  // Null when ListAhead was for another tree, or not called.
  std::shared_ptr<const TreeList> TakeAhead(const std::string& tree);
  // The output without its last line end; a non-zero exit is an error.
  Result<std::string> RunForText(std::vector<std::string> arguments);
  Result<std::string> ResolveNow(std::string_view revision);
  Errors WhyUnread(std::string_view revision, const Errors& errors);
  Errors WhyUnknown(std::string_view revision);
  Error WhyNoMerge(std::string_view ours, std::string_view theirs, std::string_view reason);

  Process& process_;
  std::string folder_;
  std::mutex resolved_mutex_;
  std::map<std::string, std::string, std::less<>> resolved_;
  std::mutex lists_mutex_;
  std::deque<std::pair<std::string, std::shared_ptr<const TreeList>>> lists_;
  std::future<Result<Exit>> ahead_;  // with its folders
  std::unique_ptr<GitObjects> objects_;
  std::unique_ptr<Trees> trees_;
};

}  // namespace leyline
