#include "git/ref_file.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kFile = "log.jsonl";

// Whoever writes is named in the content; git wants some name, and no prompt may wait for a person.
const std::vector<std::string> kEnvironment = {"GIT_NO_REPLACE_OBJECTS=1",
                                               "GIT_TERMINAL_PROMPT=0",
                                               "LC_ALL=C",
                                               "GIT_AUTHOR_NAME=leyline",
                                               "GIT_AUTHOR_EMAIL=leyline@localhost",
                                               "GIT_COMMITTER_NAME=leyline",
                                               "GIT_COMMITTER_EMAIL=leyline@localhost"};

std::string_view LastLine(std::string_view text) {
  text = Trim(text);
  const std::size_t end = text.rfind('\n');
  return end == std::string_view::npos ? text : text.substr(end + 1);
}

Result<Exit> RunGit(Process& process, const std::string& folder, std::vector<std::string> arguments,
                    std::string input) {
  std::vector<std::string> argv = {"git", "-c", "core.quotePath=false", "-c",
                                   "commit.gpgSign=false"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return process.Run({.argv = std::move(argv),
                      .folder = folder,
                      .input = std::move(input),
                      .environment = kEnvironment});
}

// A push that lost against another one.
constexpr std::string_view kRace[] = {"stale info", "cannot lock ref", "failed to update ref",
                                      "fetch first", "reference already exists"};

// A push by whom the remote does not let.
constexpr std::string_view kRefusal[] = {"remote rejected",
                                         "declined",
                                         "denied",
                                         "403",
                                         "401",
                                         "not allowed",
                                         "read-only",
                                         "Read-only",
                                         "could not read Username",
                                         "Authentication failed"};

template <std::size_t N>
bool HasOneOf(const std::string_view (&signs)[N], std::string_view complaint) {
  return std::any_of(std::begin(signs), std::end(signs), [&](std::string_view sign) {
    return complaint.find(sign) != std::string_view::npos;
  });
}

}  // namespace

RefFile::RefFile(Process& process, std::string folder, std::string remote, std::string ref)
    : process_(process),
      folder_(std::move(folder)),
      remote_(std::move(remote)),
      ref_(std::move(ref)) {}

Error RefFile::Failed(std::string_view verb, std::string_view complaint) const {
  return {.kind = ErrorKind::kStore,
          .code = "LG7004",
          .message =
              fmt::format("git {} of `{}` failed: {}", verb, ref_, Printable(LastLine(complaint))),
          .where = std::nullopt,
          .fix = remote_.empty() ? "check that the repository can be written to"
                                 : fmt::format("check that this runner may fetch and push `{}` of "
                                               "the remote `{}`",
                                               ref_, remote_)};
}

Result<Exit> RefFile::Run(std::vector<std::string> arguments, std::string input) {
  const std::string verb = arguments.front();
  auto exit = RunGit(process_, folder_, std::move(arguments), std::move(input));
  if (!exit) return Fail(Failed(verb, exit.error().front().message));
  return exit;
}

Result<std::string> RefFile::RunForText(std::vector<std::string> arguments, std::string input) {
  const std::string verb = arguments.front();
  auto exit = Run(std::move(arguments), std::move(input));
  if (!exit) return Fail(exit.error());
  if (exit->code != 0) return Fail(Failed(verb, exit->err));
  return std::string(Trim(exit->out));
}

Result<std::string> RefFile::Tip() {
  if (remote_.empty()) {
    return RunForText({"for-each-ref", "--format=%(objectname)", ref_});
  }
  auto listed = RunForText({"ls-remote", remote_, ref_});
  if (!listed) return Fail(listed.error());
  for (std::string_view line : Split(*listed, '\n')) {
    const std::size_t tab = line.find('\t');
    if (tab != std::string_view::npos && line.substr(tab + 1) == ref_) {
      return std::string(line.substr(0, tab));
    }
  }
  return std::string();
}

Result<RefFile::Version> RefFile::Read() {
  auto tip = Tip();
  if (!tip) return Fail(tip.error());
  if (tip->empty()) return Version{};
  const std::string name = fmt::format("{}:{}", *tip, kFile);
  auto blob = Run({"cat-file", "blob", name});
  if (!blob) return Fail(blob.error());
  if (blob->code != 0 && !remote_.empty()) {
    auto fetched = RunForText({"fetch", "--quiet", "--no-tags", "--no-write-fetch-head",
                               "--no-recurse-submodules", remote_, ref_});
    if (!fetched) return Fail(fetched.error());
    blob = Run({"cat-file", "blob", name});
    if (!blob) return Fail(blob.error());
  }
  if (blob->code != 0) return Fail(Failed("cat-file", blob->err));
  return Version{std::move(*tip), std::move(blob->out)};
}

Result<std::string> RefFile::Commit(const std::string& parent, std::string content) {
  auto blob = RunForText({"hash-object", "-w", "--stdin"}, std::move(content));
  if (!blob) return blob;
  auto tree = RunForText({"mktree"}, fmt::format("100644 blob {}\t{}\n", *blob, kFile));
  if (!tree) return tree;
  std::vector<std::string> words = {"commit-tree", *tree, "-m", "Append to the event log"};
  if (!parent.empty()) words.insert(words.end(), {"-p", parent});
  return RunForText(std::move(words));
}

Result<RefFile::Outcome> RefFile::Write(Version& seen, std::string content) {
  auto commit = Commit(seen.commit, content);
  if (!commit) return Fail(commit.error());
  // The expected value is given, never taken from a tracking ref that a fetch may have moved.
  const std::string none(commit->size(), '0');
  auto exit = remote_.empty()
                  ? Run({"update-ref", ref_, *commit, seen.commit.empty() ? none : seen.commit})
                  : Run({"push", "--quiet", "--no-verify", "--no-recurse-submodules",
                         fmt::format("--force-with-lease={}:{}", ref_, seen.commit), remote_,
                         fmt::format("{}:{}", *commit, ref_)});
  if (!exit) return Fail(exit.error());
  if (exit->code != 0) {
    // The answer may have got lost: what counts is where the ref is now.
    auto tip = Tip();
    if (!tip) return Fail(tip.error());
    if (*tip != *commit) {
      why_ = Failed(remote_.empty() ? "update-ref" : "push", exit->err);
      if (*tip != seen.commit) return Outcome::kMoved;
      if (HasOneOf(kRace, exit->err)) return Outcome::kBusy;
      if (HasOneOf(kRefusal, exit->err)) return Outcome::kRefused;
      return Fail(why_);
    }
  }
  seen = {std::move(*commit), std::move(content)};
  return Outcome::kWritten;
}

Result<std::string> RemoteOf(Process& process, const std::string& folder) {
  auto exit = RunGit(process, folder, {"remote"}, "");
  if (!exit) return Fail(exit.error());
  const std::vector<std::string_view> names = Split(Trim(exit->out), '\n');
  if (std::find(names.begin(), names.end(), "origin") != names.end()) return std::string("origin");
  return std::string(names.size() == 1 ? names.front() : "");
}

}  // namespace leyline
