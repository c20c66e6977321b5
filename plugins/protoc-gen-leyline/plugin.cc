#include "plugins/protoc-gen-leyline/plugin.h"

#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/load.h"
#include "plugins/protoc-gen-leyline/guard.h"
#include "plugins/protoc-gen-leyline/judge.h"
#include "plugins/protoc-gen-leyline/parameters.h"
#include "plugins/protoc-gen-leyline/request.h"

namespace leyline {
namespace {

std::string Lines(const Errors& errors) {
  std::string lines;
  for (const Error& error : errors) {
    if (!lines.empty()) lines += '\n';
    lines += Format(error);
  }
  return lines;
}

GuardRules GuardRulesOf(const Policy& policy) {
  return {.mode = policy.gating.mode,
          .current_version = policy.current_version,
          .min_supported_version = policy.min_supported_version};
}

GuardRules GuardRulesOf(const Parameters& parameters) {
  GuardRules guard;
  if (parameters.current_version != 0) guard.current_version = parameters.current_version;
  guard.min_supported_version = parameters.min_supported_version != 0
                                    ? parameters.min_supported_version
                                    : guard.current_version;
  for (std::size_t i = 0; i < kModeWords.size(); ++i) {
    if (kModeWords[i] == parameters.mode) guard.mode = static_cast<Mode>(i);
  }
  return guard;
}

// How the guards of a request check versions: as the policy says, else as the parameters do.
Result<GuardRules> GuardRulesOf(const Parameters& parameters,
                                const std::optional<RulesOnDisk>& rules) {
  GuardRules guard = rules.has_value() ? GuardRulesOf(rules->policy) : GuardRulesOf(parameters);
  if (parameters.versions_ahead == 0) return guard;
  if (guard.TakesNewer()) {
    guard.versions_ahead = parameters.versions_ahead;
    return guard;
  }
  return Fail({.kind = ErrorKind::kUsage,
               .message = fmt::format("`versions_ahead` means nothing under mode {}: no newer "
                                      "version is taken",
                                      NameOf(guard.mode)),
               .fix = "remove it"});
}

// The response, or what its error says.
Result<std::string> Respond(World& world, const GeneratorRequest& request) {
  auto parameters = ReadParameters(request.parameter);
  if (!parameters) return Fail(parameters.error());
  auto rules = ReadRulesOnDisk(world, parameters->config);
  if (!rules) return Fail(rules.error());
  auto after = LoadDescriptorSet("the request", request.set, {});
  if (!after) return Fail(after.error());
  const auto guard_rules = GuardRulesOf(*parameters, *rules);
  if (!guard_rules) return Fail(guard_rules.error());
  auto files = VersionGuards(*after, parameters->guards, *guard_rules);
  if (!parameters->against.empty()) {
    auto judgement = JudgeRequest(world, request, *parameters, *rules, *after);
    if (!judgement) return Fail(judgement.error());
    if (!judgement->refusal.empty()) return RefusalResponse(judgement->refusal);
    for (GeneratedFile& report : judgement->reports) files.push_back(std::move(report));
  }
  return FilesResponse(files);
}

}  // namespace

Result<std::string> RunPlugin(World& world, std::string_view bytes) {
  const auto request = ReadGeneratorRequest(bytes);
  if (!request) return Fail(request.error());
  auto response = Respond(world, *request);
  return response.has_value() ? std::move(*response) : RefusalResponse(Lines(response.error()));
}

}  // namespace leyline
