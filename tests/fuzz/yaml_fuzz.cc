// Everything that reads governance files, on any bytes: no crash, no hang, every error with a
// place.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/impact/subsystems.h"
#include "base/check.h"
#include "config/leyline_yaml.h"
#include "config/yaml.h"
#include "policy/policy.h"
#include "records/bypass.h"
#include "records/records.h"
#include "records/roles.h"
#include "records/waivers.h"

namespace leyline {
namespace {

void Judge(const Errors& errors) {
  CHECK(!errors.empty(), "a failure has an error");
  CHECK(errors.size() <= kMostErrorsOfFile + 1, "errors of a file are cut");
  for (const Error& error : errors) {
    CHECK(!error.message.empty() && error.where.has_value(), "an error says what and where");
    (void)Format(error);
  }
}

template <class T>
void Judge(const Result<T>& result) {
  if (!result.has_value()) Judge(result.error());
}

// yaml-cpp is slow: one reader a run. The size decides, so that a saved input meets the same one.
void Fuzz(std::string_view text) {
  const std::string file = "p-1.yaml";
  switch (text.size() % 6) {
    case 0:
      return Judge(ParseYaml(file, text));
    case 1:
      return Judge(ParseConfig(file, text));
    case 2:
      return Judge(ParsePolicy(file, text));
    case 3:
      Judge(ParseRoles(file, text));
      Judge(ParseWaivers(file, text));
      return Judge(ParseSubsystems(file, text));
    case 4:
      Judge(ParseBypass(file, text));
      return Judge(ParseDecision(file, text));
    default:
      break;
  }
  const Result<ChangeProposal> proposal = ParseProposal(file, text);
  Judge(proposal);
  if (proposal.has_value()) (void)ValidateProposal(*proposal, ProposalLevel::kSubmitted);
}

}  // namespace
}  // namespace leyline

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  leyline::Fuzz(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
