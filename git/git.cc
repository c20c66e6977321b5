#include "git/git.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/sorted.h"
#include "base/strings.h"
#include "git/git_error.h"
#include "git/objects.h"
#include "git/tree.h"

namespace leyline {
namespace {

// Settings that make git read objects as they are: no replace refs, no prompts, no translations.
const std::vector<std::string> kEnvironment = {"GIT_NO_REPLACE_OBJECTS=1", "GIT_TERMINAL_PROMPT=0",
                                               "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"};

Command CommandFor(const std::string& folder, std::vector<std::string> arguments,
                   std::string input) {
  std::vector<std::string> argv = {"git", "-c", "core.quotePath=false"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return {.argv = std::move(argv),
          .folder = folder,
          .input = std::move(input),
          .environment = kEnvironment};
}

constexpr std::string_view kDeepen =
    "git fetch --unshallow, or --deepen=N; in CI check out with fetch-depth: 0";

// What follows "fatal: " in the first line that git printed.
std::string_view ReasonIn(std::string_view complaint) {
  constexpr std::string_view kFatal = "fatal: ";
  const std::string_view line = FirstLine(complaint);
  return line.starts_with(kFatal) ? line.substr(kFatal.size()) : line;
}

// Git's own words, and the command that it advises: "git config ... --add safe.directory PATH".
Error NoRepository(std::string_view complaint, const std::string& folder,
                   std::string_view revision) {
  const std::string where = folder.empty() ? "the current folder" : fmt::format("`{}`", folder);
  if (complaint.starts_with("fatal: not a git repository")) {
    return GitError(
        fmt::format("{} is not in a git repository, so `{}` names no revision", where, revision),
        "LG9001", "run this inside the repository");
  }
  const std::size_t advice = complaint.find("git config ");
  return GitError(
      fmt::format("git refuses to read the repository of {}: {}", where, ReasonIn(complaint)),
      "LG9001",
      advice == std::string_view::npos ? "" : std::string(FirstLine(complaint.substr(advice))));
}

Error UnknownRevision(std::string_view revision, std::span<const std::string_view> names,
                      bool is_local) {
  if (names.empty()) {
    return GitError(
        fmt::format("unknown revision `{}`; the repository has no commit yet", revision), "LG9002",
        is_local ? "git commit first" : "git fetch --all --tags");
  }
  const std::string_view near = Nearest(revision, names);
  std::string fix = "git fetch --all --tags";
  if (is_local) fix = "git branch and git tag list what there is";
  if (!near.empty()) fix = fmt::format("did you mean `{}`?", near);
  return GitError(fmt::format("unknown revision `{}`", revision), "LG9002", std::move(fix));
}

}  // namespace

Git::Git(Process& process, std::string folder)
    : process_(process),
      folder_(std::move(folder)),
      objects_(
          std::make_unique<GitObjects>(process, CommandFor(folder_, {"cat-file", "--batch"}, ""))),
      trees_(std::make_unique<Trees>(*objects_)) {}

Git::~Git() = default;

Result<Exit> Git::Run(std::vector<std::string> arguments, std::string input) {
  return process_.Run(CommandFor(folder_, std::move(arguments), std::move(input)));
}

Result<std::string> Git::RunForText(std::vector<std::string> arguments) {
  const std::string verb = arguments[0];
  auto exit = Run(std::move(arguments));
  if (!exit) return Fail(exit.error());
  if (exit->code != 0) {
    return Fail(GitError(fmt::format("git {} failed: {}", verb, FirstLine(exit->err)), "", ""));
  }
  return std::string(TrimEnd(exit->out));
}

Result<std::string> Git::Resolve(std::string_view revision) {
  const std::scoped_lock lock(resolved_mutex_);
  if (const auto known = resolved_.find(revision); known != resolved_.end()) return known->second;
  auto commit = ResolveNow(revision);
  if (commit.has_value()) resolved_.emplace(revision, *commit);
  return commit;
}

Result<std::string> Git::ResolveNow(std::string_view revision) {
  if (revision.empty() || revision.front() == '-') {
    return Fail(GitError(fmt::format("`{}` is not a revision", revision), "LG9002", ""));
  }
  auto found = objects_->Read({fmt::format("{}^{{commit}}", revision)});
  if (!found) {
    const auto inside = Run({"rev-parse", "--is-shallow-repository"});
    if (!inside) return Fail(inside.error());
    if (inside->code != 0) return Fail(NoRepository(inside->err, folder_, revision));
    return Fail(WhyUnread(revision, found.error()));
  }
  if (found->front().type == "commit") return std::move(found->front().id);
  return Fail(WhyUnknown(revision));
}

// Some names end git itself: `@{u}` of a branch that follows none.
Errors Git::WhyUnread(std::string_view revision, const Errors& errors) {
  const auto exit =
      Run({"rev-parse", "--verify", "--end-of-options", fmt::format("{}^{{commit}}", revision)});
  if (!exit) return exit.error();
  if (exit->code == 0) return errors;
  const bool no_upstream = exit->err.find("upstream") != std::string::npos;
  return {GitError(
      fmt::format("`{}` names no commit: {}", revision, Printable(ReasonIn(exit->err))), "LG9002",
      no_upstream ? "git branch --set-upstream-to=REMOTE/BRANCH, or name a revision"
                  : "name a commit, branch or tag")};
}

Errors Git::WhyUnknown(std::string_view revision) {
  const auto inside = Run({"rev-parse", "--is-shallow-repository"});
  if (!inside) return inside.error();
  if (inside->code != 0) return {NoRepository(inside->err, folder_, revision)};
  const auto type = RunForText({"cat-file", "-t", std::string(revision)});
  if (type.has_value()) {
    return {GitError(fmt::format("`{}` is a {}, not a commit", revision, *type), "LG9002",
                     "name a commit, branch or tag; a folder is REV:PATH")};
  }
  if (TrimEnd(inside->out) == "true") {
    return {GitError(fmt::format("revision `{}` is not in this shallow clone", revision), "LG9001",
                     std::string(kDeepen))};
  }
  const auto refs = RunForText({"for-each-ref", "--format=%(refname:short)"});
  std::vector<std::string_view> names;
  if (refs.has_value() && !refs->empty()) names = Split(*refs, '\n');
  return {UnknownRevision(revision, names, RunForText({"remote"}).value_or("").empty())};
}

Result<std::string> Git::MergeTree(std::string_view ours, std::string_view theirs) {
  auto exit = Run({"merge-tree", "--write-tree", "--name-only", "--no-messages", std::string(ours),
                   std::string(theirs)});
  if (!exit) return Fail(exit.error());
  if (exit->code == 0) return std::string(FirstLine(exit->out));
  if (exit->code != 1) return Fail(WhyNoMerge(ours, theirs, ReasonIn(exit->err)));
  std::string files;
  for (std::string_view line : Split(TrimEnd(exit->out), '\n')) {
    if (line.data() != exit->out.data())
      files += fmt::format("{}`{}`", files.empty() ? "" : ", ", line);
  }
  return Fail(GitError(fmt::format("merging has conflicts in {}", files), "LG9003",
                       "merge or rebase onto the target first"));
}

Result<std::vector<GitTag>> Git::Tags(const TagFilter& filter) {
  std::vector<std::string> arguments = {"for-each-ref", "--format=%(refname:strip=2)"};
  if (!filter.contains.empty()) arguments.push_back("--contains=" + filter.contains);
  if (!filter.merged_into.empty()) arguments.push_back("--merged=" + filter.merged_into);
  arguments.emplace_back("refs/tags");
  auto text = RunForText(std::move(arguments));
  if (!text) return Fail(text.error());
  std::vector<std::string> names;
  std::vector<std::string> commits;
  for (std::string_view name : Split(*text, '\n')) {
    if (name.empty()) continue;
    names.emplace_back(name);
    commits.push_back(fmt::format("refs/tags/{}^{{commit}}", name));
  }
  auto ids = Ids(commits);
  if (!ids) return Fail(ids.error());
  std::vector<GitTag> tags;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!(*ids)[i].empty()) tags.push_back({std::move(names[i]), std::move((*ids)[i])});
  }
  return tags;
}

Result<std::vector<GitCommit>> Git::Skeleton(const std::vector<std::string>& tips) {
  if (tips.empty()) return std::vector<GitCommit>{};
  std::string request;
  for (const std::string& tip : tips) request += tip + "\n";
  auto exit = Run(
      {"rev-list", "--parents", "--simplify-by-decoration", "--topo-order", "--reverse", "--stdin"},
      std::move(request));
  if (!exit) return Fail(exit.error());
  if (exit->code != 0) {
    return Fail(GitError(fmt::format("git rev-list failed: {}", FirstLine(exit->err)), "", ""));
  }
  std::vector<GitCommit> commits;
  for (std::string_view line : Split(TrimEnd(exit->out), '\n')) {
    const std::vector<std::string_view> ids = Split(line, ' ');
    commits.push_back({std::string(ids[0]), {ids.begin() + 1, ids.end()}});
  }
  return commits;
}

Result<std::vector<std::string>> Git::Ids(const std::vector<std::string>& names) {
  if (names.empty()) return std::vector<std::string>{};
  std::string request;
  for (const std::string& name : names) request += name + "\n";
  auto exit = Run({"cat-file", "--batch-check=%(objectname)"}, std::move(request));
  if (!exit) return Fail(exit.error());
  const std::vector<std::string_view> lines = Split(TrimEnd(exit->out), '\n');
  if (exit->code != 0 || lines.size() != names.size()) {
    return Fail(GitError(fmt::format("git cat-file failed: {}", FirstLine(exit->err)), "", ""));
  }
  std::vector<std::string> ids;
  // "NAME missing" and "NAME ambiguous": there is no such thing.
  for (std::string_view line : lines) {
    ids.emplace_back(line.find(' ') == std::string_view::npos ? line : std::string_view());
  }
  return ids;
}

Result<std::string> Git::Prefix() {
  auto prefix = RunForText({"rev-parse", "--show-prefix"});
  if (!prefix) return Fail(prefix.error());
  if (prefix->ends_with('/')) prefix->pop_back();
  return prefix;
}

Error Git::WhyNoMerge(std::string_view ours, std::string_view theirs, std::string_view reason) {
  if (reason.find("unrelated histories") == std::string_view::npos) {
    const bool unwritable =
        reason.find("insufficient permission") != std::string_view::npos ||
        reason.find("unable to create temporary file") != std::string_view::npos;
    return unwritable
               ? GitError(fmt::format("git can't keep the merge result in this clone: {}", reason),
                          "LG9001", "let this job write to its clone, or give it one of its own")
               : GitError(fmt::format("git merge-tree failed: {}", reason), "", "");
  }
  const std::string message = fmt::format("`{}` and `{}` have no common ancestor",
                                          ours.substr(0, 12), theirs.substr(0, 12));
  if (IsShallow().value_or(false)) {
    return GitError(message + " in this shallow clone", "LG9001", std::string(kDeepen));
  }
  return GitError(message + "; their histories are unrelated", "LG9001",
                  "name the branch that this one came from: --against REV");
}

Result<std::vector<std::string>> Git::CommitsWith(const std::string& revision,
                                                  const std::string& path) {
  auto listed = RunForText({"rev-list", "--end-of-options", revision});
  if (!listed) return Fail(listed.error());
  const std::vector<std::string_view> commits = Split(*listed, '\n');
  std::string request;
  for (std::string_view commit : commits) request += fmt::format("{}:{}\n", commit, path);
  auto exit = Run({"cat-file", "--batch-check=%(objecttype)", "--buffer"}, std::move(request));
  if (!exit) return Fail(exit.error());
  const std::vector<std::string_view> types = Split(TrimEnd(exit->out), '\n');
  if (exit->code != 0 || types.size() != commits.size()) {
    return Fail(GitError(fmt::format("git cat-file failed: {}", FirstLine(exit->err)), "", ""));
  }
  std::vector<std::string> found;
  for (std::size_t i = 0; i < commits.size(); ++i) {
    if (types[i] == "blob") found.emplace_back(commits[i]);
  }
  return found;
}

Result<bool> Git::IsShallow() {
  auto text = RunForText({"rev-parse", "--is-shallow-repository"});
  if (!text) return Fail(text.error());
  return *text == "true";
}

std::string Git::FullRefName(const std::string& name) {
  const auto full = RunForText({"rev-parse", "--symbolic-full-name", "--end-of-options", name});
  if (!full.has_value()) return "";
  // git prints the option back before the name, and nothing for what is not a ref.
  const std::string_view last = std::string_view(*full).substr(full->rfind('\n') + 1);
  return last.starts_with("refs/") ? std::string(last) : "";
}

std::string Git::UserEmail() {
  auto email = RunForText({"config", "user.email"});
  return email.has_value() ? std::move(*email) : "";
}

Result<std::string> Git::Diff(const std::string& before, const std::string& after,
                              const std::vector<std::string>& paths) {
  std::vector<std::string> arguments = {
      "diff-tree",     "-p",           "-r",   "--no-color", "--no-ext-diff",
      "--no-textconv", "--no-renames", before, after,        "--"};
  for (const std::string& path : paths) arguments.push_back(":(top,literal)" + path);
  auto exit = Run(std::move(arguments));
  if (!exit) return Fail(exit.error());
  if (exit->code == 0) return std::move(exit->out);
  return Fail(GitError(fmt::format("git diff-tree failed: {}", FirstLine(exit->err)), "", ""));
}

std::string Git::SigningKey() {
  if (RunForText({"config", "gpg.format"}).value_or("") != "ssh") return "";
  return RunForText({"config", "--type=path", "user.signingKey"}).value_or("");
}

Result<std::string> Git::TopLevel() {
  auto exit = Run({"rev-parse", "--show-toplevel"});
  if (!exit) return Fail(exit.error());
  if (exit->code == 0) return std::string(TrimEnd(exit->out));
  const auto bare = RunForText({"rev-parse", "--is-bare-repository"});
  if (!bare) return Fail(NoRepository(exit->err, folder_, "HEAD"));
  return Fail(GitError(*bare == "true" ? "this is a bare repository, which has no work tree"
                                       : "this folder is in a git directory, not in a work tree",
                       "LG9001", "run this in a clone with a work tree"));
}

Result<std::string> Git::CommonDir() {
  return RunForText({"rev-parse", "--path-format=absolute", "--git-common-dir"});
}

}  // namespace leyline
