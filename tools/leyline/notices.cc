#include "tools/leyline/notices.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "analyzer/diff/gating.h"
#include "analyzer/schema/link/below.h"
#include "base/strings.h"

namespace leyline {
namespace {

// "3 files: a.proto, b.proto and 1 more"
std::string Listed(const std::vector<std::string>& paths) {
  constexpr std::size_t kShown = 3;
  std::string text = fmt::format("{} file{}: ", paths.size(), paths.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(paths.size(), kShown); ++i) {
    text += (i == 0 ? "" : ", ") + Printable(paths[i]);
  }
  if (paths.size() > kShown) text += fmt::format(" and {} more", paths.size() - kShown);
  return text;
}

}  // namespace

std::string NoticeOfImports(const RevisionFiles& base, const RevisionFiles& result,
                            const Config& config) {
  std::vector<std::string> changed = base.Differences(result, ".proto");
  std::erase_if(changed, [&](const std::string& path) {
    return IsBelowAny(path, config.contracts) || !IsBelowAny(path, config.imports);
  });
  if (changed.empty()) return "";
  return fmt::format("not governed, for they lie below `imports:` of leyline.yaml: {}\n",
                     Listed(changed));
}

std::string NoticeOfLostRoots(const RevisionFiles& base, const RevisionFiles& result,
                              const Config& config) {
  std::string notice;
  for (const std::string& root : config.contracts) {
    if (!base.HasFolder(root) || result.HasFolder(root)) continue;
    notice += fmt::format(
        "the root `{}` is gone after this change, so all contracts below it count as removed, for "
        "the base's leyline.yaml judges; if it moved, first name its new place beside it under "
        "`contracts:`, in a change of its own\n",
        Printable(root));
  }
  return notice;
}

std::string NoticeOfUncommitted(Git& git, const Config& config,
                                std::span<const ChangeProposal> proposals) {
  std::vector<std::string> places = config.contracts;
  places.emplace_back("leyline.yaml");
  for (std::string_view file : {"policy.yaml", "roles.yaml", "subsystems.yaml", "waivers.yaml",
                                "proposals", "decisions", "bypasses"}) {
    places.push_back(fmt::format("{}/{}", config.governance, file));
  }
  for (const ChangeProposal& proposal : proposals) {
    places.push_back(fmt::format("{}/approvals/{}", config.governance, proposal.proposal_id));
  }
  std::vector<std::string> paths = git.Uncommitted(places);
  std::erase_if(paths, [&](const std::string& path) {
    return !path.ends_with(".proto") && path != "leyline.yaml" &&
           !IsBelowAny(path, {config.governance});
  });
  if (paths.empty()) return "";
  return fmt::format("not judged, for it is not committed: {}\n", Listed(paths));
}

std::string NoticeOfNothingGated(const GateRequest& request, const GateVerdict& verdict) {
  if (request.changes.empty() || !verdict.gated.empty()) return "";
  std::vector<std::string_view> surfaces;
  for (Surface surface : request.policy->gating.surfaces) surfaces.push_back(WordOf(surface));
  return fmt::format("the policy asked for nothing: no change is gated in mode {} on {}\n",
                     NameOf(request.policy->gating.mode), fmt::join(surfaces, ", "));
}

}  // namespace leyline
