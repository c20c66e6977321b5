#include "analyzer/witness/witness.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/json.h"
#include "report/text.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/input/input.h"
#include "tools/leyline/input/releases.h"
#include "tools/leyline/output.h"

namespace leyline {
namespace {

struct WitnessFlags {
  std::string digest;
  std::string before;
  std::string after;
  std::string history;
  InputFlags input;
  OutputFlags output;
};

constexpr std::string_view kScheme = "sha256:";

std::string_view BareDigest(std::string_view digest) {
  return digest.starts_with(kScheme) ? digest.substr(kScheme.size()) : digest;
}

std::string Line(const Change& change) {
  return fmt::format("`{}` ({} of {})", BareDigest(change.digest).substr(0, 12), change.change_type,
                     change.element);
}

std::string NoSuchDigest(const std::vector<Change>& changes, std::string_view digest) {
  if (changes.empty()) return "the two versions have no changes";
  std::vector<std::string_view> shown;
  for (const Change& change : changes) {
    shown.push_back(BareDigest(change.digest).substr(0, digest.size()));
  }
  const std::string_view near = Nearest(digest, shown);
  if (near.empty()) {
    return "leyline diff shows the digest of each change; what it shows with --history or -I needs "
           "these here too";
  }
  const auto at = std::find(shown.begin(), shown.end(), near) - shown.begin();
  return fmt::format("did you mean {}?", Line(changes[static_cast<std::size_t>(at)]));
}

// The changes whose digest starts so: several only where they have the whole digest in common, as
// a renamed field whose type changed too.
Result<std::vector<Change>> FindChanges(const std::vector<Change>& changes,
                                        const std::string& given) {
  const std::string_view digest = BareDigest(given);
  std::vector<Change> found;
  for (const Change& change : changes) {
    if (!digest.empty() && BareDigest(change.digest).starts_with(digest)) found.push_back(change);
  }
  if (found.empty()) {
    return Fail({.kind = ErrorKind::kUsage,
                 .message = fmt::format("no change has the digest `{}`", Printable(given)),
                 .fix = NoSuchDigest(changes, digest)});
  }
  const auto other = std::find_if(found.begin(), found.end(), [&](const Change& change) {
    return change.digest != found.front().digest;
  });
  if (other != found.end()) {
    return Fail(
        {.kind = ErrorKind::kUsage,
         .message = fmt::format("{} changes have a digest that starts with `{}`", found.size(),
                                Printable(given)),
         .fix = fmt::format("give more of it: {} or {}", Line(found.front()), Line(*other))});
  }
  return found;
}

std::string TextOf(const std::vector<Change>& changes, const TextStyle& style) {
  std::string out;
  for (const Change& change : changes) {
    out += (out.empty() ? "" : "\n") + WitnessText(change, style);
  }
  return out;
}

ExitCode RunWitness(World& world, const WitnessFlags& flags) {
  auto sides = LoadBoth(world, flags.before, flags.after, flags.input, ExtentFor(flags.history));
  if (!sides) return Fail(world, sides.error());
  auto compared =
      CompareInputs(world, {flags.before, flags.after}, *sides, flags.history, flags.input);
  if (!compared) return Fail(world, compared.error());
  auto changes = FindChanges(compared->changes, flags.digest);
  if (!changes) return Fail(world, changes.error());
  const Status proven = AddWitnesses(*changes);
  const DiffView view{.before = flags.before,
                      .after = flags.after,
                      .changes = *changes,
                      .releases = compared->releases};
  const ExitCode shown =
      Show(world, flags.output,
           {{"text", [&](const TextStyle& style) { return TextOf(*changes, style); }},
            {"json", [&](const TextStyle&) { return DiffJson(view); }}});
  return proven ? shown : Fail(world, proven.error());
}

}  // namespace

Subcommand WitnessCommand() {
  auto flags = std::make_shared<WitnessFlags>();
  Subcommand command{.name = "witness",
                     .summary = "executes one change again and shows the data that proves it",
                     .examples =
                         "  leyline witness 3f1c9a main:contracts contracts\n"
                         "  leyline witness sha256:3f1c9a old.binpb new.binpb --format json\n",
                     .flags = {{.name = "DIGEST",
                                .value = "",
                                .help = "the change's digest, or how it starts",
                                .required = true,
                                .text = &flags->digest},
                               {.name = "BEFORE",
                                .value = "",
                                .help = "the version that is in use",
                                .required = true,
                                .text = &flags->before},
                               {.name = "AFTER",
                                .value = "",
                                .help = "the version that replaces it",
                                .required = true,
                                .text = &flags->after}},
                     .run = [flags](World& world) { return RunWitness(world, *flags); },
                     .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput}};
  command.flags.push_back(HistoryFlagOf(flags->history));
  for (Flag& flag : InputFlagsOf(flags->input)) command.flags.push_back(std::move(flag));
  for (Flag& flag : OutputFlagsOf(flags->output, {"text", "json"})) {
    command.flags.push_back(std::move(flag));
  }
  command.flags.push_back(AllFlagOf(flags->output));
  return command;
}

}  // namespace leyline
