// bypass: two people let a change pass in an emergency, and owe its approval afterwards.
#include "ci/gate/bypass.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/yaml.h"
#include "records/reading.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/signing.h"

namespace leyline {
namespace {

constexpr int64_t kHourSeconds = 3600;

struct BypassFlags {
  std::string id;
  std::string reason;
  std::string ticket;
  std::string requested_by;
  std::string hours = "4";
  std::string key;
  std::string as;
  TargetFlags target;
};

Error Misuse(std::string code, std::string message, std::string fix) {
  return {.kind = ErrorKind::kUsage,
          .code = std::move(code),
          .message = std::move(message),
          .fix = std::move(fix)};
}

Result<int> Hours(const BypassFlags& flags, int most) {
  int hours = 0;
  const char* end = flags.hours.data() + flags.hours.size();
  const auto read = std::from_chars(flags.hours.data(), end, hours);
  if (read.ec == std::errc() && read.ptr == end && hours >= 1 && hours <= most) return hours;
  return Fail(Misuse("LG4503", fmt::format("--hours: `{}` is none of 1 to {}", flags.hours, most),
                     "the policy's `max_hours` says how long a bypass may hold"));
}

// The codes of what stops this change and may be overridden.
std::vector<std::string> CodesToOverride(const GateRequest& request) {
  std::set<std::string> codes;
  for (const Requirement& one : Evaluate(request).requirements) {
    if (!one.satisfied && MayOverride(one.code)) codes.insert(one.code);
  }
  return {codes.begin(), codes.end()};
}

Result<Bypass> Make(const BypassFlags& flags, const ReviewCase& review,
                    const std::string& principal, Time now) {
  const Policy& policy = *review.request.policy;
  const std::vector<std::string> gated = Evaluate(review.request).gated;
  if (const Objection why = WhyNoEmergency(review.request, gated); !why.code.empty()) {
    return Fail(Misuse(std::string(why.code), "a bypass " + why.clause, why.next));
  }
  const Principal* asker = review.request.people.Find(flags.requested_by);
  if (asker != nullptr && asker->robot) {
    return Fail(Misuse("LG4502", fmt::format("`{}` is a robot", flags.requested_by),
                       "name the person who asks for it: --requested-by ID"));
  }
  auto hours = Hours(flags, policy.emergency.max_hours);
  if (!hours) return Fail(hours.error());
  Bypass bypass;
  bypass.id = flags.id;
  bypass.target_ref = review.request.target_ref;
  bypass.changes = gated;
  std::sort(bypass.changes.begin(), bypass.changes.end());
  bypass.codes = CodesToOverride(review.request);
  bypass.reason = flags.reason;
  bypass.ticket = flags.ticket;
  bypass.granted_by = principal;
  bypass.requested_by = flags.requested_by;
  bypass.granted_at = now;
  bypass.expires_at = Time{now.seconds + *hours * kHourSeconds};
  if (!bypass.changes.empty() && !bypass.codes.empty()) return bypass;
  return Fail(Misuse("", "nothing stops this change that an emergency could override",
                     "leyline gate says what it needs"));
}

// Writes what is not there yet: the record (`new_text`), and the signature of whoever is at work.
ExitCode SignAndWrite(World& world, Git& git, const ReviewCase& review, const Bypass& bypass,
                      const std::string& new_text, const std::string& principal,
                      const BypassFlags& flags) {
  const bool grants = principal == bypass.granted_by;
  if (!grants && principal != bypass.requested_by) {
    return Fail(
        world,
        Errors{Misuse(
            "LG4502",
            fmt::format("`{}` neither asks for nor grants bypass `{}`", principal, bypass.id),
            fmt::format("that is up to {} and {}", bypass.requested_by, bypass.granted_by))});
  }
  auto key_file = KeyFile(world, git, review, flags.key);
  if (!key_file) return Fail(world, key_file.error());
  if (key_file->empty()) {
    return Fail(world, Errors{Misuse("LG4502", "a bypass is always signed, and there is no key",
                                     "name one: --key FILE")});
  }
  auto signature = SignAs(world, review,
                          ToSign(bypass, review.run.rules.config.repository, principal), *key_file);
  if (!signature) return Fail(world, signature.error());
  const std::string path =
      fmt::format("{}/bypasses/{}.yaml", review.run.rules.config.governance, bypass.id);
  std::vector<std::pair<std::string, std::string>> files;
  if (!new_text.empty()) files.emplace_back(path, new_text);
  files.emplace_back(path + (grants ? ".sig" : ".request.sig"), std::move(*signature));
  const ExitCode written = WriteRecords(world, git, files);
  if (grants && review.request.policy->emergency.two_person) {
    world.out +=
        fmt::format("then `{}` signs it too: leyline bypass {}\n", bypass.requested_by, bypass.id);
  }
  return written;
}

ExitCode RunBypass(World& world, const BypassFlags& flags) {
  Git git(world.process, "");
  auto review = ReadReviewCase(world, git, flags.target, RecordScope::kOpen);
  if (!review) return Fail(world, review.error());
  auto principal = PrincipalAtWork(world, git, **review, flags.as);
  if (!principal) return Fail(world, principal.error());
  auto top = git.TopLevel();
  if (!top) return Fail(world, top.error());
  const std::string path =
      fmt::format("{}/bypasses/{}.yaml", (*review)->run.rules.config.governance, flags.id);
  if (world.disk.TypeOf(*top + "/" + path) != FileType::kMissing) {
    auto text = world.disk.Read(*top + "/" + path, kRecordLimits.bytes);
    if (!text) return Fail(world, text.error());
    auto known = ParseBypass(path, *text);
    if (!known) return Fail(world, known.error());
    return SignAndWrite(world, git, **review, *known, "", *principal, flags);
  }
  auto made = Make(flags, **review, *principal, world.clock.Now());
  if (!made) return Fail(world, made.error());
  const std::string text = TextOf(*made);
  auto read = ParseBypass(path, text);
  if (!read) return Fail(world, read.error());
  return SignAndWrite(world, git, **review, *read, text, *principal, flags);
}

}  // namespace

Subcommand BypassCommand() {
  auto flags = std::make_shared<BypassFlags>();
  Subcommand command{
      .name = "bypass",
      .summary = "lets a change pass in an emergency, to be approved afterwards",
      .examples =
          "  leyline bypass b-7 --requested-by tara --ticket OPS-12 \\\n"
          "      --reason 'billing is down until this field goes'      # who grants it\n"
          "  leyline bypass b-7                                       # who asked for it\n",
      .flags = {{.name = "BYPASS",
                 .value = "",
                 .help = "an id for it: a-z, 0-9, `.`, `_`, `-`",
                 .required = true,
                 .text = &flags->id},
                {.name = "--reason",
                 .value = "TEXT",
                 .help = "what is broken, for whom, and why it can't wait",
                 .text = &flags->reason},
                {.name = "--ticket",
                 .value = "ID",
                 .help = "where the emergency is tracked",
                 .text = &flags->ticket},
                {.name = "--requested-by",
                 .value = "ID",
                 .help = "who asks for it; another person, who signs it too",
                 .text = &flags->requested_by},
                {.name = "--hours",
                 .value = "N",
                 .help = "how long it holds; else 4",
                 .text = &flags->hours},
                KeyFlagOf(flags->key),
                AsFlagOf(flags->as)},
      .run = [flags](World& world) { return RunBypass(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore},
      .environment = kSigningEnvironment};
  for (Flag& flag : TargetFlagsOf(flags->target)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
