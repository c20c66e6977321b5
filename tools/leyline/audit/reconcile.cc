// The branch against the log: every change of contracts or rules that reached the branch must be
// one that a gate let pass.
#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/events.h"
#include "ci/log_clock.h"
#include "report/text_parts.h"
#include "tools/leyline/case.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/log_in_force.h"
#include "tools/leyline/notify.h"

namespace leyline {
namespace {

// A push may bring several commits that one gate judged as a whole; so many are tried.
constexpr std::size_t kLongestPush = 16;
constexpr int kMostCommits = 10'000;
constexpr int kLongestLine = 1'000'000;
constexpr std::string_view kUngoverned = "LG5009";

struct ReconcileFlags {
  std::string against;
  std::string since;
  bool record = false;
};

bool IsFor(const Event& event, const std::string& target_ref) {
  const std::string_view told = DataOf(event, "target_ref");
  if (!told.empty()) return told == target_ref;
  return event.scope.starts_with(target_ref + "/");  // older logs name it in the scope only
}

// What the gates said about merges into the branch, by change set.
std::map<std::string, std::vector<const Event*>> VerdictsOf(std::span<const Event> log,
                                                            const std::string& target_ref) {
  std::map<std::string, std::vector<const Event*>> verdicts;
  for (const Event& event : log) {
    if (event.type != event_type::kGateEvaluated || !IsFor(event, target_ref)) continue;
    verdicts[event.subject].push_back(&event);
  }
  return verdicts;
}

// A commit of the branch that came past the gate.
struct Bypass {
  std::string commit;
  std::string words;  // what it changed, or why that can't be said
  const Event* refused = nullptr;
  std::string spent_by = {};     // the commit that a gate let that very set of changes pass for
  std::optional<Case> run = {};  // nothing: it could not be judged
  std::string change_set = {};
};

class Reconciler {
 public:
  // `line`: the first parents of the branch, newest first.
  Reconciler(World& world, Git& git, const LogInForce& opened, std::string target_ref,
             const std::vector<std::string>& line)
      : world_(world),
        git_(git),
        target_ref_(std::move(target_ref)),
        verdicts_(VerdictsOf(opened.events, target_ref_)) {
    for (std::size_t i = 0; i < line.size(); ++i) heights_.emplace(line[i], line.size() - i);
  }

  // `commits`: of the branch's first parents, oldest first.
  Status Walk(const std::vector<std::string>& commits) {
    std::size_t at = 0;
    while (at < commits.size()) {
      auto taken = Take(std::span(commits).subspan(at));
      if (!taken) return Fail(taken.error());
      at += *taken;
    }
    return {};
  }

  const std::vector<Bypass>& bypasses() const { return bypasses_; }
  std::size_t governed() const { return governed_; }

 private:
  // How many of the commits are explained: by the gate that judged them together, else the first
  // alone.
  Result<std::size_t> Take(std::span<const std::string> commits) {
    auto before = git_.Resolve(commits.front() + "^1");
    if (!before) return Fail(before.error());
    std::optional<Bypass> bypass;
    for (std::size_t last = 0; last < std::min(commits.size(), kLongestPush); ++last) {
      Bypass found = Judge(*before, commits[last]);
      if (last == 0 && found.run.has_value() && ChangesNothing(*found.run)) return std::size_t{1};
      if (found.words.empty()) {
        governed_ += last + 1;
        merged_[found.change_set] = commits[last];
        return last + 1;
      }
      if (last == 0) bypass = std::move(found);
    }
    bypasses_.push_back(std::move(*bypass));
    return std::size_t{1};
  }

  // The first rules, and those that mend the base's, are among no changes.
  static bool ChangesNothing(const Case& run) {
    return run.changes.empty() && !run.rules.first_merge && run.repairs.empty();
  }

  // Without words where a gate let that very set of changes pass.
  Bypass Judge(const std::string& before, const std::string& after) {
    Bypass bypass{.commit = after, .words = ""};
    CaseFlags flags;
    flags.target = {.against = before, .ref = target_ref_, .head = after};
    flags.vouched.is_merged = true;
    auto run = ReadCase(world_, git_, flags);
    if (!run) {
      bypass.words = "can't be judged: " + Format(run.error().front());
      return bypass;
    }
    std::vector<std::string> digests;
    for (const Change& change : run->changes) digests.push_back(change.digest);
    bypass.change_set = ChangeSetDigest(std::move(digests));
    if (ChangesNothing(*run)) {
      bypass.words = "nothing";  // that a later commit took it back excuses nothing
    } else if (!FindPass(before, *run, bypass)) {
      bypass.words = !run->changes.empty()  ? WordsOf(run->changes)
                     : run->repairs.empty() ? "the first rules"
                                            : "rules that mend the base's";
    }
    bypass.run = std::move(*run);
    return bypass;
  }

  // A verdict stands for one merge: it was about a base that the branch had then, and not before
  // that very set of changes was merged.
  bool FindPass(const std::string& before, const Case& run, Bypass& bypass) const {
    const auto verdicts = verdicts_.find(bypass.change_set);
    if (verdicts == verdicts_.end()) return false;
    const auto merged = merged_.find(bypass.change_set);
    const std::size_t oldest = merged == merged_.end() ? 1 : HeightOf(merged->second);
    for (const Event* event : verdicts->second) {
      const std::size_t height = HeightOf(DataOf(*event, "base"));
      if (height == 0 || height > HeightOf(before)) continue;
      const bool pass = DataOf(*event, "verdict") == "pass";
      if (height < oldest) {
        if (pass) bypass.spent_by = merged->second;
        continue;
      }
      if (pass && BroughtSameRules(run, *event)) return true;
      if (!pass) bypass.refused = event;
    }
    return false;
  }

  // Whoever ran the gate vouched for the rules of a first merge, and for each repair of the base.
  static bool BroughtSameRules(const Case& run, const Event& event) {
    const bool mended_same = DataOf(event, "repaired") == Join(run.repairs, ",");
    return mended_same &&
           (!run.rules.first_merge || DataOf(event, "first_rules") == run.first_rules);
  }

  // 0: the branch did not have it.
  std::size_t HeightOf(std::string_view commit) const {
    const auto found = heights_.find(commit);
    return found == heights_.end() ? 0 : found->second;
  }

  static std::string WordsOf(const std::vector<Change>& changes) {
    constexpr std::size_t kShown = 3;
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(changes.size(), kShown); ++i) {
      words.push_back(fmt::format("{} {}", changes[i].change_type, Printable(changes[i].element)));
    }
    if (changes.size() > kShown) words.push_back(fmt::format("{} more", changes.size() - kShown));
    return Join(words, ", ");
  }

  World& world_;
  Git& git_;
  const std::string target_ref_;
  const std::map<std::string, std::vector<const Event*>> verdicts_;
  std::map<std::string, std::size_t, std::less<>> heights_;
  std::map<std::string, std::string> merged_;  // by change set: the last commit let pass
  std::vector<Bypass> bypasses_;
  std::size_t governed_ = 0;
};

// Where to begin: at what the first gate of the log judged against.
Result<std::string> SinceWhen(Git& git, const LogInForce& opened, const std::string& told) {
  if (!told.empty()) return git.Resolve(told);
  for (const Event& event : opened.events) {
    if (const std::string_view base = DataOf(event, "base"); !base.empty()) {
      return git.Resolve(base);
    }
  }
  return Fail({.kind = ErrorKind::kUsage,
               .message = "the log does not say what its first gate judged against",
               .fix = "say where the branch was when the gate was made to be asked: --since REV"});
}

// The commits of the branch after `since` that touch contracts or rules, oldest first.
Result<std::vector<std::string>> CommitsSince(Git& git, const LogInForce& opened,
                                              const std::string& tip, const std::string& since) {
  auto files = RevisionFiles::Open(git, tip);
  if (!files) return Fail(files.error());
  std::vector<std::string> paths = RulePaths(*files, *files);
  const auto& roots = opened.rules.config.contracts;
  paths.insert(paths.end(), roots.begin(), roots.end());
  auto commits = git.FirstParents(tip, paths, kMostCommits);
  if (!commits) return Fail(commits.error());
  auto old = git.FirstParents(since, paths, kMostCommits);
  if (!old) return Fail(old.error());
  std::sort(old->begin(), old->end());
  std::erase_if(*commits, [&](const std::string& commit) {
    return std::binary_search(old->begin(), old->end(), commit);
  });
  std::reverse(commits->begin(), commits->end());
  return commits;
}

// What a commit that came past the gate violates: the circuits of its changes; those of the owner
// where it can't be judged. Whoever changes the rules so tampers with what judges: no mistake.
struct Violated {
  std::vector<std::string> scopes;
  std::string_view critical;
};

Violated ViolatedBy(const Bypass& bypass, const LogInForce& opened, const std::string& target_ref,
                    std::span<const Event> log, Time own) {
  const Policy& policy = opened.rules.policy;
  if (!bypass.run.has_value()) {
    return {{ExpandScope(policy.breaker.scope, target_ref, policy.owner)}, ""};
  }
  const GateRequest request = RequestFor(*bypass.run, log, bypass.commit, own);
  Violated violated;
  for (const ScopeState& scope : request.scopes) violated.scopes.push_back(scope.name);
  const bool rules =
      std::any_of(request.changes.begin(), request.changes.end(),
                  [](const Change& change) { return change.change_type == "CHANGE_POLICY"; });
  if (rules) violated.critical = kUngoverned;
  return violated;
}

bool HasViolation(std::span<const Event> log, const std::string& key) {
  return std::any_of(log.begin(), log.end(), [&](const Event& event) {
    return event.type == event_type::kViolation && DataOf(event, "key") == key;
  });
}

Status RecordBypasses(World& world, Git& git, const LogInForce& opened,
                      const std::string& target_ref, const std::vector<Bypass>& bypasses) {
  std::string person = Person(world, git);
  if (person.empty()) person = "reconcile";
  return RecordEvents(*opened.log.store, [&](std::span<const Event> log) {
    const Time own = world.clock.Now();
    const Time at = ReadClock(log, own).cautious();
    std::vector<Event> events;
    for (const Bypass& bypass : bypasses) {
      const Violated violated = ViolatedBy(bypass, opened, target_ref, log, own);
      for (const std::string& scope : violated.scopes) {
        const std::string key = ViolationKey(scope, "commit:" + bypass.commit);
        if (HasViolation(log, key)) continue;
        events.push_back(Violation({at, person, scope}, key, bypass.commit,
                                   {std::string(kUngoverned)}, violated.critical));
      }
    }
    return events;
  });
}

std::string Line(const Bypass& bypass) {
  std::string line =
      fmt::format("{}: {}: {}", bypass.commit.substr(0, 12), kUngoverned, bypass.words);
  if (!bypass.run.has_value()) return line + "\n";
  if (bypass.refused == nullptr) {
    if (bypass.spent_by.empty()) return line + ": no gate has seen this\n";
    return line + fmt::format(": a gate let this pass once, and it was merged as {}\n",
                              bypass.spent_by.substr(0, 12));
  }
  return line + fmt::format(": the gate refused it ({}, event {})\n",
                            DataOf(*bypass.refused, "codes"), bypass.refused->seq);
}

ExitCode RunReconcile(World& world, const ReconcileFlags& flags) {
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Fail(world, opened.error());
  world.err += opened->log.note + "\n";
  auto merge = FindMerge(world, git, {.against = flags.against, .ref = ""});
  if (!merge) return Fail(world, merge.error());
  auto since = SinceWhen(git, *opened, flags.since);
  if (!since) return Fail(world, since.error());
  auto commits = CommitsSince(git, *opened, merge->base, *since);
  if (!commits) return Fail(world, commits.error());
  const auto line = git.FirstParents(merge->base, {}, kLongestLine);
  if (!line) return Fail(world, line.error());
  Reconciler reconciler(world, git, *opened, merge->target_ref, *line);
  if (Status walked = reconciler.Walk(*commits); !walked) return Fail(world, walked.error());
  for (const Bypass& bypass : reconciler.bypasses()) world.out += Line(bypass);
  world.out += fmt::format("{}..{}: {} commits that a gate let pass, {} that none did\n",
                           since->substr(0, 12), merge->base.substr(0, 12), reconciler.governed(),
                           reconciler.bypasses().size());
  if (reconciler.bypasses().empty()) return ExitCode::kPass;
  if (flags.record) {
    const Status recorded =
        RecordBypasses(world, git, *opened, merge->target_ref, reconciler.bypasses());
    if (!recorded) return Fail(world, recorded.error());
    world.err += "recorded as violations: leyline breaker status\n";
    DeliverNotices(world, git, opened->rules, *opened->log.store);
  }
  return ExitCode::kBlocked;
}

}  // namespace

Subcommand AuditReconcileCommand() {
  auto flags = std::make_shared<ReconcileFlags>();
  return {
      .name = "audit reconcile",
      .summary = "which contract changes reached the branch without a gate that let them pass",
      .examples =
          "  leyline audit reconcile --against origin/main\n"
          "  leyline audit reconcile --since v1.0 --record\n",
      .flags = {{.name = "--since",
                 .value = "REV",
                 .help = "where to begin; else at what the first gate of the log judged against",
                 .text = &flags->since},
                {.name = "--record",
                 .value = "",
                 .help = "record what it finds as violations, which the breaker counts; of the "
                         "rules, they force it open",
                 .on = &flags->record},
                {.name = "--against",
                 .value = "REV",
                 .help = "the branch to look at; as for gate",
                 .text = &flags->against}},
      .run = [flags](World& world) { return RunReconcile(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                ExitCode::kStore},
      .environment = "  LEYLINE_ACTOR              who records it; else git's user.email\n"};
}

}  // namespace leyline
