// The statements and decisions on proposals, as the files of a revision hold them, and their
// signatures.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/people.h"
#include "records/statement.h"
#include "tools/leyline/governance.h"

namespace leyline {

// All statements on the proposals, each with what ssh-keygen says of its signature, at the time of
// our clock. One that can't be read is an error, unless the base has it: there it never counted.
Result<std::vector<ProvenStatement>> ReadStatements(World& world, const RevisionFiles& base,
                                                    const RevisionFiles& result,
                                                    const Config& config, const People& people,
                                                    std::span<const ChangeProposal> proposals);

// Fills in `proof` of each decision from the signature beside its file.
Status ProveDecisions(World& world, const RevisionFiles& files, const Config& config,
                      const People& people, std::vector<GovernanceDecision>& decisions);

// The bypasses of a revision, with what their signatures are worth. One that can't be read is an
// error, unless the base has it: there it lets nothing pass, and is said on stderr.
Result<std::vector<Bypass>> ReadBypasses(World& world, const RevisionFiles& base,
                                         const RevisionFiles& result, const Config& config,
                                         const People& people);

// A text that is signed for a purpose of its own, so that nothing else passes for it:
// kStatementType, kDecisionType, kBypassType.
struct SignedText {
  std::string text;
  std::string_view purpose;
  std::string signer;  // for messages: whose signature it should be
};
SignedText ToSign(const Statement& statement);
SignedText ToSign(const Bypass& bypass, std::string_view repository, const std::string& signer);
SignedText ToSign(const GovernanceDecision& decision, std::string_view repository);

// What a signature over the text is worth. An error only where it can't be found out.
Result<Proof> ProofOfText(World& world, const People& people, const SignedText& text,
                          std::string_view signature);

// The armoured signature of a text, made by ssh-keygen with the key in a file: a private key, or a
// public one whose other half an agent holds.
Result<std::string> SignText(World& world, const SignedText& text, const std::string& key_file);

}  // namespace leyline
