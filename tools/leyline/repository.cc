#include "tools/leyline/repository.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kHeads = "refs/heads/";
constexpr std::string_view kRemotes = "refs/remotes/";

// "main/pr-104-0123abcd" of GITHUB_REF in a merge queue of GitHub; empty: in none.
std::string QueueEntry(const World& world) {
  constexpr std::string_view kQueue = "refs/heads/gh-readonly-queue/";
  const std::string ref = world.environment("GITHUB_REF");
  const bool is_entry = ref.starts_with(kQueue) && ref.rfind("/pr-") > kQueue.size();
  return is_entry && ref.rfind("/pr-") != std::string::npos ? ref.substr(kQueue.size()) : "";
}

// The branch that the change goes to, as CI systems tell it.
std::string TargetFromEnvironment(const World& world) {
  if (const std::string entry = QueueEntry(world); !entry.empty()) {
    return entry.substr(0, entry.rfind("/pr-"));
  }
  for (const char* name : {"GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"}) {
    if (std::string branch = world.environment(name); !branch.empty()) return branch;
  }
  return "";
}

Result<std::string> FindTarget(const World& world, Git& git, const TargetFlags& flags) {
  if (!flags.against.empty()) return flags.against;
  if (const std::string told = TargetFromEnvironment(world); !told.empty()) return "origin/" + told;
  for (const char* candidate : {"origin/HEAD", "main", "master"}) {
    if (git.Resolve(candidate).has_value()) return std::string(candidate);
  }
  // Where not even HEAD can be read, that is what is wrong.
  if (auto head = git.Resolve("HEAD"); !head) return Fail(head.error());
  return Fail({.kind = ErrorKind::kUsage,
               .message = "there is no origin/HEAD, main or master to judge against",
               .fix = "name the target: leyline gate --against REV"});
}

// "main" -> "refs/heads/main"
std::string FullName(const std::string& branch) {
  return branch.starts_with("refs/") ? branch : std::string(kHeads) + branch;
}

tl::unexpected<Errors> NoBranch(std::string_view revision) {
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`{}` is no branch, and approvals and circuits belong to one",
                                      revision),
               .fix = "say which: --target-ref refs/heads/BRANCH"});
}

// The name that the target has where it is protected: "origin/main" -> "refs/heads/main".
Result<std::string> TargetRef(const World& world, Git& git, const std::string& target,
                              const std::string& told) {
  if (!told.empty()) return FullName(told);
  const std::string full = git.FullRefName(target);
  if (full.starts_with(kHeads)) return full;
  if (full.starts_with(kRemotes)) {
    const std::size_t slash = full.find('/', kRemotes.size());
    return std::string(kHeads) + full.substr(slash + 1);
  }
  if (const std::string branch = TargetFromEnvironment(world); !branch.empty()) {
    return FullName(branch);
  }
  return NoBranch(target);
}

bool IsSame(const TreeEntry& a, const TreeEntry& b) {
  return a.mode == b.mode && a.object == b.object;
}

Error OfMode(const TreeEntry& entry, std::string_view wanted) {
  return {.kind = ErrorKind::kConfig,
          .code = "LG1002",
          .message =
              fmt::format("has mode {} in git; of governance this must be {}", entry.mode, wanted),
          .where = SourceSpan{.file = entry.path},
          .fix = fmt::format("put {} there", wanted)};
}

}  // namespace

Result<RevisionFiles> RevisionFiles::Open(Git& git, const std::string& tree) {
  auto entries = git.ListTree(tree, "");
  if (!entries) return Fail(entries.error());
  // As git lists them, but for a folder next to a file whose name begins like it.
  const auto by_path = [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; };
  if (!std::is_sorted(entries->begin(), entries->end(), by_path)) {
    std::sort(entries->begin(), entries->end(), by_path);
  }
  return RevisionFiles(git, std::move(*entries));
}

Result<std::pair<RevisionFiles, RevisionFiles>> RevisionFiles::OpenBoth(Git& git,
                                                                        const std::string& one,
                                                                        const std::string& other) {
  std::optional<Result<RevisionFiles>> a;
  std::optional<Result<RevisionFiles>> b;
  RunBoth(0, [&] { a = Open(git, one); }, [&] { b = Open(git, other); });
  if (!*a) return Fail(a->error());
  if (!*b) return Fail(b->error());
  return std::pair(std::move(**a), std::move(**b));
}

std::span<const TreeEntry> RevisionFiles::Below(std::string_view folder) const {
  const auto before = [](const TreeEntry& entry, const std::string& wanted) {
    return entry.path < wanted;
  };
  const std::string from = fmt::format("{}/", folder);
  const std::string to = fmt::format("{}0", folder);  // `0` comes after `/`
  const auto first = std::lower_bound(entries_.begin(), entries_.end(), from, before);
  const auto last = std::lower_bound(first, entries_.end(), to, before);
  return {first, last};
}

std::vector<TreeEntry> RevisionFiles::In(std::string_view folder) const {
  std::vector<TreeEntry> found;
  for (const TreeEntry& entry : Below(folder)) {
    const bool direct = entry.path.find('/', folder.size() + 1) == std::string::npos;
    if (direct) found.push_back(entry);
  }
  return found;
}

const TreeEntry* RevisionFiles::Find(std::string_view path) const {
  const auto at = std::lower_bound(
      entries_.begin(), entries_.end(), path,
      [](const TreeEntry& entry, std::string_view wanted) { return entry.path < wanted; });
  return at == entries_.end() || at->path != path ? nullptr : &*at;
}

bool RevisionFiles::HasFolder(std::string_view folder) const {
  return folder.empty() || folder == "." || !Below(folder).empty();
}

bool RevisionFiles::SameAs(const RevisionFiles& other, std::string_view path) const {
  const TreeEntry* here = Find(path);
  const TreeEntry* there = other.Find(path);
  if (here == nullptr || there == nullptr) return here == there;
  return IsSame(*here, *there);
}

std::vector<std::string> RevisionFiles::Differences(const RevisionFiles& other,
                                                    std::string_view ending) const {
  std::set<std::string> paths;
  for (const RevisionFiles* files : {this, &other}) {
    for (const TreeEntry& entry : files->entries_) {
      if (entry.path.ends_with(ending) && !SameAs(other, entry.path)) paths.insert(entry.path);
    }
  }
  return {paths.begin(), paths.end()};
}

std::vector<RevisionFiles::Difference> RevisionFiles::DifferencesBelow(
    const RevisionFiles& other, std::string_view folder) const {
  std::vector<Difference> found;
  const std::span<const TreeEntry> ours = Below(folder);
  const std::span<const TreeEntry> theirs = other.Below(folder);
  auto here = ours.begin();
  auto there = theirs.begin();
  while (here != ours.end() || there != theirs.end()) {
    const int order = here == ours.end()      ? 1
                      : there == theirs.end() ? -1
                                              : here->path.compare(there->path);
    if (order != 0 || !IsSame(*here, *there)) {
      found.push_back({order <= 0 ? &*here : nullptr, order >= 0 ? &*there : nullptr});
    }
    if (order <= 0) ++here;
    if (order >= 0) ++there;
  }
  return found;
}

std::string RevisionFiles::StateOf(std::string_view ending) const {
  std::string state;
  for (const TreeEntry& entry : entries_) {
    if (!entry.path.ends_with(ending)) continue;
    state += fmt::format("{} {} {}\n", entry.mode, entry.object, entry.path);
  }
  return state;
}

Status RevisionFiles::CheckFolder(std::string_view folder) const {
  const TreeEntry* entry = Find(folder);
  if (entry == nullptr) return {};
  return Fail(OfMode(*entry, "a folder"));
}

Result<std::string> RevisionFiles::Read(const TreeEntry& entry) const {
  auto texts = ReadAll({&entry, 1});
  if (!texts) return Fail(texts.error());
  return std::move(texts->front());
}

Result<std::vector<std::string>> RevisionFiles::ReadAll(std::span<const TreeEntry> entries) const {
  std::vector<std::string> objects;
  for (const TreeEntry& entry : entries) {
    if (!entry.mode.starts_with("100")) {
      return Fail(OfMode(entry, "a regular file"));
    }
    objects.push_back(entry.object);
  }
  return git_->ReadBlobs(objects);
}

Result<std::optional<std::string>> RevisionFiles::TextOf(std::string_view path) const {
  const TreeEntry* entry = Find(path);
  if (entry == nullptr) return std::optional<std::string>();
  auto text = Read(*entry);
  if (!text) return Fail(text.error());
  return std::optional<std::string>(std::move(*text));
}

Result<std::string> FindBase(World& world, Git& git, const TargetFlags& flags) {
  auto target = FindTarget(world, git, flags);
  if (!target) return Fail(target.error());
  return git.Resolve(*target);
}

Result<Merge> FindMerge(World& world, Git& git, const TargetFlags& flags) {
  auto target = FindTarget(world, git, flags);
  if (!target) return Fail(target.error());
  auto base = git.Resolve(*target);
  if (!base) return Fail(base.error());
  auto ref = TargetRef(world, git, *target, flags.ref);
  if (!ref) return Fail(ref.error());
  auto head = git.Resolve(flags.head.empty() ? "HEAD" : flags.head);
  if (!head) return Fail(head.error());
  auto result = git.MergeTree(*base, *head);
  if (!result) return Fail(result.error());
  return Merge{.base = std::move(*base),
               .head = std::move(*head),
               .result = std::move(*result),
               .target_ref = std::move(*ref)};
}

std::string NoticeOfBaseline(World& world, const Merge& merge) {
  const auto exit = world.process.Run({.argv = {"git", "merge-base", merge.base, merge.head}});
  const std::string base =
      exit.has_value() && exit->code == 0 ? std::string(Trim(exit->out)) : merge.base;
  const std::string tip = fmt::format("tip {} of {}", merge.base.substr(0, 12), merge.target_ref);
  if (base == merge.base) {
    return fmt::format("baseline: the {}{}\n", tip,
                       QueueEntry(world).empty() ? "" : ", for this is a merge queue");
  }
  return fmt::format(
      "baseline: the merge base {}, brought up to the {}: what the target did since then is not "
      "charged to this change\n",
      base.substr(0, 12), tip);
}

Result<std::string> FindPushedRef(World& world, Git& git, const std::string& told) {
  if (!told.empty()) return FullName(told);
  const std::string github = world.environment("GITHUB_REF");
  if (github.starts_with(kHeads)) return github;
  const std::string gitlab = world.environment("CI_COMMIT_BRANCH");
  if (!gitlab.empty()) return FullName(gitlab);
  const std::string checked_out = git.FullRefName("HEAD");
  if (!checked_out.empty()) return checked_out;
  return NoBranch("HEAD");
}

std::string Person(World& world, Git& git) {
  std::string actor = world.environment("LEYLINE_ACTOR");
  return actor.empty() ? git.UserEmail() : actor;
}

std::string ChangeRequestId(const World& world) {
  if (std::string id = world.environment("LEYLINE_CHANGE_REQUEST"); !id.empty()) return id;
  if (std::string ref = world.environment("GITHUB_REF"); ref.starts_with("refs/pull/")) {
    return "github:" + ref.substr(0, ref.rfind('/'));
  }
  if (const std::string entry = QueueEntry(world); !entry.empty()) {
    const std::string request = entry.substr(entry.rfind("/pr-") + 4);
    return "github:refs/pull/" + request.substr(0, request.find('-'));
  }
  if (std::string id = world.environment("CI_MERGE_REQUEST_IID"); !id.empty())
    return "gitlab:" + id;
  return "";
}

}  // namespace leyline
