#include "tools/leyline/input/releases.h"

#include <utility>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "tools/leyline/input/sides.h"

namespace leyline {
namespace {

Errors InRelease(const Release& release, Errors errors) {
  for (Error& error : errors) {
    error.message = fmt::format("in release `{}`: {}", release.name, error.message);
  }
  return errors;
}

}  // namespace

Result<PastAndPresent> CompareWithReleases(const std::vector<Release>& releases,
                                           ReleaseHistory& history, const LoadReleaseFn& load) {
  PastAndPresent result;
  for (const Release& release : releases) {
    auto snapshot = load(release);
    if (!snapshot) return Fail(InRelease(release, snapshot.error()));
    if (!HasContracts(*snapshot)) continue;
    history.Add(release.name, *snapshot, release.is_between);
    result.releases.push_back(release.name);
  }
  result.changes = history.Finish();
  result.contradictions = history.contradictions();
  return result;
}

Result<PastAndPresent> CompareInputs(World& world, const InputNames& names, const TwoSides& sides,
                                     const std::string& history, const InputFlags& flags) {
  if (history.empty()) return PastAndPresent{.changes = Diff(sides.before, sides.after)};
  auto before = PlaceOf(world, names.before);
  if (!before) return Fail(before.error());
  auto after = PlaceOf(world, names.after);
  if (!after) return Fail(after.error());
  auto releases = FindReleases(world, {.spec = history,
                                       .before = std::move(*before),
                                       .after = std::move(*after),
                                       .before_input = names.before,
                                       .after_input = names.after});
  if (!releases) return Fail(releases.error());
  ReleaseHistory past(sides.before, sides.after);
  return CompareWithReleases(*releases, past, LoaderOf(world, sides.config, flags));
}

LoadReleaseFn LoaderOf(World& world, std::optional<Config> config, InputFlags flags) {
  return [&world, config = std::move(config), flags = std::move(flags)](const Release& release) {
    if (!release.git.has_value()) return LoadFromDisk(world, release.input, config, flags);
    return LoadFromGit(world, release.name, *release.git, config, flags);
  };
}

Flag HistoryFlagOf(std::string& spec) {
  return {.name = "--history",
          .value = "SPEC",
          .help =
              "also compare with released versions: REV.. = all tags from REV up to BEFORE; "
              "'v*' = tags of that pattern; DIR = a folder with one folder or descriptor set "
              "for each",
          .text = &spec};
}

}  // namespace leyline
