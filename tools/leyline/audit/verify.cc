// Does the log's chain hold, and is all still there that was there before? Checkpoints are made for
// that, and kept elsewhere.
#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/checkpoint.h"
#include "ci/events.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/log_in_force.h"
#include "tools/leyline/output.h"
#include "tools/leyline/statements.h"

namespace leyline {
namespace {

constexpr uint64_t kMaxCheckpoint = 16 * 1024;

struct VerifyFlags {
  std::string against;
  std::string anchor;
  std::vector<std::string> checkpoints;
  bool must_be_signed = false;
};

struct CheckpointFlags {
  std::string against;
  std::string file;
  std::string key;
};

Flag AgainstFlag(std::string& target) {
  return {.name = "--against",
          .value = "REV",
          .help = "the branch whose leyline.yaml names the log; as for gate",
          .text = &target};
}

// "12:sha256:..." as this command prints it.
std::optional<LogHead> ParseAnchor(std::string_view text) {
  LogHead head;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const char* end = text.data() + colon;
  const auto read = std::from_chars(text.data(), end, head.next_seq);
  if (read.ec != std::errc() || read.ptr != end || head.next_seq < 0) return std::nullopt;
  head.hash = text.substr(colon + 1);
  return head;
}

// A log that is there but doesn't verify is a finding; one that can't be reached is an error.
ExitCode Report(World& world, const Errors& errors) {
  const ExitCode code = Fail(world, errors);
  return errors.front().code.starts_with("LG80") ? ExitCode::kBlocked : code;
}

Error BadSignature(const std::string& file, std::string problem) {
  return {.kind = ErrorKind::kStore,
          .code = "LG8007",
          .message = "the checkpoint " + std::move(problem),
          .where = SourceSpan{file, 0, 0},
          .fix = "use the checkpoint and its .sig as they were made; find out who changed them"};
}

// Whose signature stands beside a checkpoint, in words; empty when there is none and needs none.
Result<std::string> SignerOf(World& world, const People& people, const std::string& file,
                             const Checkpoint& checkpoint, bool needed) {
  const std::string signature_file = file + ".sig";
  if (world.disk.TypeOf(signature_file) == FileType::kMissing) {
    if (!needed) return std::string();
    return Fail(BadSignature(file, "is not signed"));
  }
  auto signature = world.disk.Read(signature_file, kMaxCheckpoint);
  if (!signature) return Fail(signature.error());
  auto proof =
      ProofOfText(world, people, {TextOf(checkpoint), kCheckpointType, "what it says"}, *signature);
  if (!proof) return Fail(proof.error());
  if (!proof->problem.empty()) return Fail(BadSignature(file, proof->problem));
  const Principal* signer = people.OwnerOfKey(proof->key);
  if (signer != nullptr) return fmt::format(", signed by {}", signer->id);
  return Fail(BadSignature(file, "is signed with a key that nobody in roles.yaml has"));
}

// "extends the checkpoint ..." or why it does not.
Result<std::string> Extends(World& world, const LogInForce& opened, const std::string& file,
                            bool must_be_signed) {
  auto text = world.disk.Read(file, kMaxCheckpoint);
  if (!text) return Fail(text.error());
  auto checkpoint = ParseCheckpoint(file, *text);
  if (!checkpoint) return Fail(checkpoint.error());
  auto signer = SignerOf(world, opened.rules.people, file, *checkpoint, must_be_signed);
  if (!signer) return Fail(signer.error());
  const Status kept = CheckCheckpoint(opened.log.store->label(), opened.events, *checkpoint);
  if (!kept) return Fail(kept.error());
  return fmt::format("extends {}: {} events at {}{}\n", Printable(file), checkpoint->head.next_seq,
                     FormatTime(checkpoint->at), *signer);
}

ExitCode RunVerify(World& world, const VerifyFlags& flags) {
  std::optional<LogHead> anchor = LogHead{};
  if (!flags.anchor.empty()) anchor = ParseAnchor(flags.anchor);
  if (!anchor.has_value()) {
    return FailUsage(world, fmt::format("`{}` is no anchor", flags.anchor),
                     "write COUNT:HASH, as this command prints it");
  }
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Report(world, opened.error());
  world.err += opened->log.note + "\n";
  const std::vector<Event>& log = opened->events;
  if (Status kept = CheckAnchor(opened->log.store->label(), log, *anchor); !kept) {
    return Report(world, kept.error());
  }
  for (const std::string& file : flags.checkpoints) {
    auto extends = Extends(world, *opened, file, flags.must_be_signed);
    if (!extends) return Report(world, extends.error());
    world.out += *extends;
  }
  for (const std::string& step : BackwardSteps(log)) {
    world.err += fmt::format("{}: {}\n", kBackwardStep, step);
  }
  const LogHead head = HeadOf(log);
  world.out += fmt::format("{} events, the chain holds; anchor {}:{}\n", log.size(), head.next_seq,
                           head.hash);
  return ExitCode::kPass;
}

ExitCode RunCheckpoint(World& world, const CheckpointFlags& flags) {
  if (!flags.key.empty() && flags.file.empty()) {
    return FailUsage(world, "a signature stands beside a file", "name one: --file PATH");
  }
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Report(world, opened.error());
  world.err += opened->log.note + "\n";
  if (opened->events.empty()) {
    return FailUsage(world, "the log has no events yet: there is nothing to hold on to",
                     "run the gate or `leyline audit init` first");
  }
  const std::string text = TextOf(CheckpointOf(opened->events, world.clock.Now()));
  if (flags.file.empty()) {
    world.out_is_data = true;
    world.out += text + "\n";
    return ExitCode::kPass;
  }
  if (auto may = MayWriteTo(world, flags.file); !may) return Fail(world, may.error());
  std::string signature;
  if (!flags.key.empty()) {
    auto made = SignText(world, {text, kCheckpointType, ""}, flags.key);
    if (!made) return Fail(world, made.error());
    signature = std::move(*made);
  }
  if (Status written = world.disk.Write(flags.file, text + "\n"); !written) {
    return Fail(world, written.error());
  }
  if (!signature.empty()) {
    const Status written = world.disk.Write(flags.file + ".sig", signature);
    if (!written) return Fail(world, written.error());
  }
  world.out += fmt::format("{}: {} events{}\n", Printable(flags.file), opened->events.size(),
                           signature.empty() ? "" : ", signed");
  return ExitCode::kPass;
}

}  // namespace

Subcommand AuditVerifyCommand() {
  auto flags = std::make_shared<VerifyFlags>();
  return {.name = "audit verify",
          .summary = "whether the event log is whole and unaltered",
          .examples =
              "  leyline audit verify\n"
              "  leyline audit verify --anchor 12:sha256:...    # as printed earlier\n"
              "  leyline audit verify --checkpoint last-week.json --signed\n",
          .flags = {{.name = "--anchor",
                     .value = "COUNT:HASH",
                     .help = "an end of the log that was noted elsewhere: it must still be there",
                     .text = &flags->anchor},
                    {.name = "--checkpoint",
                     .value = "FILE",
                     .help = "made by `audit checkpoint`: the log must extend it, and the "
                             "signature beside it verify",
                     .list = &flags->checkpoints},
                    {.name = "--signed",
                     .value = "",
                     .help = "a checkpoint without a signature is none",
                     .on = &flags->must_be_signed},
                    AgainstFlag(flags->against)},
          .run = [flags](World& world) { return RunVerify(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                    ExitCode::kStore}};
}

Subcommand AuditCheckpointCommand() {
  auto flags = std::make_shared<CheckpointFlags>();
  return {.name = "audit checkpoint",
          .summary = "notes where the log ends now; keep it where who writes the log can't",
          .examples =
              "  leyline audit checkpoint > checkpoint.json\n"
              "  leyline audit checkpoint --file checkpoint.json --key ~/.ssh/id_ed25519\n",
          .flags = {{.name = "--file",
                     .value = "PATH",
                     .help = "where to write it; else it is printed",
                     .text = &flags->file},
                    {.name = "--key",
                     .value = "FILE",
                     .help = "the SSH key to sign with, into PATH.sig; its owner must be in "
                             "roles.yaml when it is verified",
                     .text = &flags->key},
                    AgainstFlag(flags->against)},
          .run = [flags](World& world) { return RunCheckpoint(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                    ExitCode::kStore, ExitCode::kOutput}};
}

}  // namespace leyline
