// What is generated at once, its key in the cache, and the cache's own place.
#include <map>

#include <fmt/format.h>

#include "analyzer/schema/link/below.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "tools/leyline/bindings/bindings.h"

namespace leyline {
namespace {

constexpr std::string_view kScheme = "leyline.bindings.v2";

std::string KeyOf(const BindingUnit& unit) {
  const BindingLanguage& language = *unit.language;
  std::string contracts;
  for (const Contract* contract : unit.contracts) {
    contracts += DigestText(Sha256OfParts({contract->file->path, contract->needs_digest}));
  }
  const std::string digest = DigestText(Sha256OfParts(
      {kScheme, language.name, language.compiler, language.program, language.options, contracts}));
  return digest.substr(digest.find(':') + 1);
}

// What two contracts of a unit have in common.
std::string_view GroupOf(const Contract& contract, BindingsCall call) {
  if (call == BindingsCall::kAll) return {};
  const std::string_view path = contract.file->path;
  return call == BindingsCall::kFolder ? FolderOf(path) : path;
}

}  // namespace

Result<std::string> CacheFolder(const World& world, const std::string& told) {
  if (!told.empty()) return told;
  if (std::string cache = world.environment("XDG_CACHE_HOME"); cache.starts_with('/')) {
    return cache + "/leyline/bindings";
  }
  if (std::string home = world.environment("HOME"); !home.empty()) {
    return home + "/.cache/leyline/bindings";
  }
  return Fail({.kind = ErrorKind::kUsage,
               .message = "there is no HOME to keep the cache in",
               .fix = "name a folder: --cache DIR"});
}

std::vector<BindingUnit> UnitsOf(const std::vector<Contract>& contracts,
                                 const std::vector<BindingLanguage>& languages) {
  std::vector<BindingUnit> units;
  for (const BindingLanguage& language : languages) {
    std::map<std::string_view, std::vector<const Contract*>> groups;
    for (const Contract& contract : contracts) {
      if (contract.file->governed) groups[GroupOf(contract, language.call)].push_back(&contract);
    }
    for (auto& [name, group] : groups) {
      BindingUnit& unit = units.emplace_back();
      unit.contracts = std::move(group);
      unit.language = &language;
      unit.key = KeyOf(unit);
    }
  }
  return units;
}

Status GenerateIntoCache(World& world, Folders& folders, const std::string& cache,
                         const std::string& protoc, const std::vector<BindingUnit*>& units,
                         const std::function<bool()>& is_sure) {
  if (units.empty()) return {};
  auto scratch = folders.MakeScratch(cache);
  if (!scratch) return Fail(scratch.error());
  for (BindingUnit* unit : units) unit->bindings.clear();
  Status status = GenerateBindings(world, **scratch, protoc, units);
  if (!is_sure()) return status;
  ParallelFor(units.size(), 0, [&](std::size_t i) {
    // Where something failed, one without bindings may be what did.
    if (status || !units[i]->bindings.empty()) WriteCached(folders, cache, *units[i]);
  });
  return status;
}

}  // namespace leyline
