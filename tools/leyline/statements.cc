#include "tools/leyline/statements.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/strings.h"
#include "records/ssh_key.h"

namespace leyline {
namespace {

constexpr std::string_view kExtension = ".json";
constexpr std::size_t kMaxSignature = std::size_t{16} * 1024;
constexpr uint64_t kMostKey = uint64_t{64} * 1024;
constexpr std::string_view kSigner = "signer";  // whom the one line of allowed signers names

// "2026-11-25T09:51:00Z" -> "20261125095100Z"
std::string VerifyTime(Time now) {
  std::string time = FormatTime(now);
  std::erase_if(time, [](char c) { return c == '-' || c == ':' || c == 'T'; });
  return time;
}

Proof Bad(std::string_view code, std::string problem) {
  return {.evidence = EvidenceLevel::kSigned,
          .key = "",
          .code = std::string(code),
          .problem = std::move(problem)};
}

// Of keys other than Ed25519, which Verifies knows, by ssh-keygen at the time of our clock.
Result<bool> Check(World& world, const SshSignature& read, const SignedText& text,
                   std::string_view signature) {
  if (const auto verifies = Verifies(read, text.text); verifies.has_value()) return *verifies;
  auto exit = world.process.Run(
      {.argv = {"ssh-keygen", "-Y", "verify", "-f", PathOfFile(0), "-I", std::string(kSigner), "-n",
                std::string(text.purpose), "-s", PathOfFile(1), "-O",
                "verify-time=" + VerifyTime(world.clock.Now())},
       .input = text.text,
       .files = {fmt::format("{} {}\n", kSigner, read.key), std::string(signature)}});
  if (!exit) return Fail(exit.error());
  return exit->code == 0;
}

// A statement as found, before its signature is looked at.
struct Found {
  Statement statement;
  std::optional<std::string> signature;
  bool in_base = false;
};

class StatementReader {
 public:
  StatementReader(const RevisionFiles& base, const RevisionFiles& result, const Config& config)
      : base_(base), result_(result), folder_(config.governance + "/approvals") {}

  // All texts at once: git is asked once, however many there are.
  Status Read(std::span<const ChangeProposal> proposals) {
    if (auto status = result_.CheckFolder(folder_); !status) return status;
    std::vector<TreeEntry> entries;
    for (const ChangeProposal& proposal : proposals) {
      const std::string folder = folder_ + "/" + proposal.proposal_id;
      if (auto status = result_.CheckFolder(folder); !status) return status;
      for (TreeEntry& entry : result_.In(folder)) {
        if (entry.path.ends_with(kExtension)) entries.push_back(std::move(entry));
      }
    }
    const std::size_t statements = entries.size();
    std::vector<std::size_t> signature_of(statements, 0);  // its index; 0: there is none
    for (std::size_t i = 0; i < statements; ++i) {
      const TreeEntry* signature = result_.Find(entries[i].path + ".sig");
      if (signature == nullptr) continue;
      signature_of[i] = entries.size();
      entries.push_back(*signature);
    }
    auto texts = result_.ReadAll(entries);
    if (!texts) return Fail(texts.error());
    std::vector<std::optional<Result<Statement>>> parsed(statements);
    ParallelFor(statements, 0,
                [&](std::size_t i) { parsed[i] = ParseStatement(entries[i].path, (*texts)[i]); });
    for (std::size_t i = 0; i < statements; ++i) {
      Result<Statement>& statement = *parsed[i];
      const std::string& path = entries[i].path;
      if (!statement) {
        if (!base_.SameAs(result_, path)) AddErrors(statement.error());
        continue;
      }
      found_.push_back({std::move(*statement), std::nullopt,
                        base_.SameAs(result_, path) && base_.SameAs(result_, path + ".sig")});
      if (signature_of[i] != 0) found_.back().signature = std::move((*texts)[signature_of[i]]);
    }
    return {};
  }

  Result<std::vector<ProvenStatement>> Prove(World& world, const People& people) {
    if (!errors_.empty()) return Fail(std::move(errors_));
    std::vector<ProvenStatement> proven(found_.size());
    const auto job = [&](std::size_t first, std::size_t last) -> Status {
      for (std::size_t i = first; i < last; ++i) {
        proven[i].statement = std::move(found_[i].statement);
        proven[i].in_base = found_[i].in_base;
        if (!found_[i].signature.has_value()) continue;
        auto proof = ProofOfText(world, people, ToSign(proven[i].statement), *found_[i].signature);
        if (!proof) return Fail(proof.error());
        proven[i].proof = std::move(*proof);
      }
      return {};
    };
    auto done = TryForRanges(found_.size(), 4, 0, job);
    if (!done) return Fail(done.error());
    std::stable_sort(proven.begin(), proven.end(),
                     [](const ProvenStatement& a, const ProvenStatement& b) {
                       return a.statement.proposal_id < b.statement.proposal_id;
                     });
    return proven;
  }

 private:
  void AddErrors(const Errors& errors) {
    errors_.insert(errors_.end(), errors.begin(), errors.end());
  }

  const RevisionFiles& base_;
  const RevisionFiles& result_;
  const std::string folder_;
  std::vector<Found> found_;
  Errors errors_;
};

constexpr char kGrant[] = ".sig";
constexpr char kRequest[] = ".request.sig";

Result<Bypass> ReadBypass(World& world, const RevisionFiles& files, const TreeEntry& entry,
                          const std::string& repository, const People& people) {
  const auto prove = [&](const char* ending, const Bypass& bypass, const std::string& signer,
                         Proof& to) -> Status {
    auto signature = files.TextOf(entry.path + ending);
    if (!signature) return Fail(signature.error());
    if (!signature->has_value()) return {};
    auto proof = ProofOfText(world, people, ToSign(bypass, repository, signer), **signature);
    if (!proof) return Fail(proof.error());
    to = std::move(*proof);
    return {};
  };
  auto text = files.Read(entry);
  if (!text) return Fail(text.error());
  auto bypass = ParseBypass(entry.path, *text);
  if (!bypass) return Fail(bypass.error());
  auto granted = prove(kGrant, *bypass, bypass->granted_by, bypass->grant);
  if (!granted) return Fail(granted.error());
  auto requested = prove(kRequest, *bypass, bypass->requested_by, bypass->request);
  if (!requested) return Fail(requested.error());
  return bypass;
}

}  // namespace

Result<std::vector<ProvenStatement>> ReadStatements(World& world, const RevisionFiles& base,
                                                    const RevisionFiles& result,
                                                    const Config& config, const People& people,
                                                    std::span<const ChangeProposal> proposals) {
  StatementReader reader(base, result, config);
  if (auto read = reader.Read(proposals); !read) return Fail(read.error());
  return reader.Prove(world, people);
}

Status ProveDecisions(World& world, const RevisionFiles& files, const Config& config,
                      const People& people, std::vector<GovernanceDecision>& decisions) {
  std::vector<TreeEntry> entries;
  std::vector<GovernanceDecision*> of_entry;
  for (GovernanceDecision& decision : decisions) {
    const TreeEntry* signature = files.Find(decision.where.file + ".sig");
    if (signature == nullptr) continue;
    entries.push_back(*signature);
    of_entry.push_back(&decision);
  }
  auto texts = files.ReadAll(entries);
  if (!texts) return Fail(texts.error());
  return TryForRanges(entries.size(), 4, 0, [&](std::size_t first, std::size_t last) -> Status {
    for (std::size_t i = first; i < last; ++i) {
      auto proof = ProofOfText(world, people, ToSign(*of_entry[i], config.repository), (*texts)[i]);
      if (!proof) return Fail(proof.error());
      of_entry[i]->proof = std::move(*proof);
    }
    return {};
  });
}

Result<std::vector<Bypass>> ReadBypasses(World& world, const RevisionFiles& base,
                                         const RevisionFiles& result, const Config& config,
                                         const People& people) {
  const std::string folder = config.governance + "/bypasses";
  if (auto status = result.CheckFolder(folder); !status) return Fail(status.error());
  std::vector<Bypass> bypasses;
  for (const TreeEntry& entry : result.In(folder)) {
    if (!entry.path.ends_with(".yaml")) continue;
    const bool in_base = base.SameAs(result, entry.path) &&
                         base.SameAs(result, entry.path + kGrant) &&
                         base.SameAs(result, entry.path + kRequest);
    auto bypass = ReadBypass(world, result, entry, config.repository, people);
    if (bypass.has_value()) {
      bypass->in_base = in_base;
      bypasses.push_back(std::move(*bypass));
    } else if (in_base) {
      world.err += "lets nothing pass: " + Format(bypass.error().front()) + "\n";
    } else {
      return Fail(std::move(bypass.error()));
    }
  }
  return bypasses;
}

SignedText ToSign(const Bypass& bypass, std::string_view repository, const std::string& signer) {
  return {SignedTextOf(bypass, repository), kBypassType, fmt::format("`{}`", signer)};
}

SignedText ToSign(const Statement& statement) {
  return {TextOf(statement), kStatementType, fmt::format("`{}`", statement.principal)};
}

SignedText ToSign(const GovernanceDecision& decision, std::string_view repository) {
  return {SignedTextOf(decision, repository), kDecisionType,
          fmt::format("`{}`", decision.decided_by)};
}

Result<Proof> ProofOfText(World& world, const People& people, const SignedText& text,
                          std::string_view signature) {
  if (signature.size() > kMaxSignature) {
    return Bad("LG4012", fmt::format("has a signature of {} bytes, more than {}", signature.size(),
                                     kMaxSignature));
  }
  auto read = ReadSignature(signature);
  if (!read) return Bad("LG4012", "has no good signature: " + read.error().front().message);
  if (read->purpose != text.purpose) {
    return Bad("LG4013", fmt::format("was signed as `{}`, not as `{}`", Printable(read->purpose),
                                     text.purpose));
  }
  // A key that nobody has proves nothing, verified or not.
  if (people.OwnerOfKey(read->key) != nullptr) {
    auto verifies = Check(world, *read, text, signature);
    if (!verifies) return Fail(verifies.error());
    if (!*verifies) {
      return Bad("LG4012", fmt::format("has a signature that does not verify for {}", text.signer));
    }
  }
  return Proof{EvidenceLevel::kSigned, std::move(read->key)};
}

namespace {

// What ssh-keygen would wait for, or read for ever.
Status CheckKeyFile(World& world, const std::string& key_file) {
  if (world.disk.TypeOf(key_file) == FileType::kMissing) return {};  // ssh-keygen says so
  const auto text = world.disk.Read(key_file, kMostKey);
  if (text.has_value()) return {};
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`{}` is no file with a key: {}", key_file,
                                      text.error().front().message),
               .fix = "name a private key, or a public one that ssh-agent has: --key FILE"});
}

}  // namespace

Result<std::string> SignText(World& world, const SignedText& text, const std::string& key_file) {
  if (auto status = CheckKeyFile(world, key_file); !status) return Fail(status.error());
  auto exit = world.process.Run(
      {.argv = {"ssh-keygen", "-Y", "sign", "-f", key_file, "-n", std::string(text.purpose)},
       .input = text.text});
  if (!exit) return Fail(exit.error());
  if (exit->code == 0) return std::move(exit->out);
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("ssh-keygen can't sign with `{}`: {}", key_file,
                                      Trim(Printable(exit->err))),
               .fix = "name a private key, or a public one that ssh-agent has: --key FILE"});
}

}  // namespace leyline
