// Contracts that the gate does not see, can't read, or knows no owner of.
#include "tools/leyline/contracts.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/impact/roles.h"
#include "analyzer/schema/link/below.h"
#include "base/strings.h"
#include "tools/leyline/doctor/doctor.h"

namespace leyline {
namespace {

constexpr std::size_t kMostShown = 4;

std::string Listed(const std::vector<std::string>& names) {
  std::vector<std::string> shown(
      names.begin(),
      names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kMostShown)));
  for (std::string& name : shown) name = fmt::format("`{}`", name);
  const std::string text = Join(shown, ", ");
  return names.size() <= kMostShown
             ? text
             : fmt::format("{} and {} more", text, names.size() - kMostShown);
}

void ExaminePlaces(const Patient& patient, Diagnoses& found) {
  const auto entries = patient.git.ListTree(patient.merge.head, "");
  if (!entries) return found.Bad("contracts", entries.error());
  const Config& config = patient.rules.config;
  std::vector<std::string> outside;
  for (const TreeEntry& entry : *entries) {
    const bool is_known = IsBelowAny(entry.path, config.contracts) ||
                          IsBelowAny(entry.path, config.imports) ||
                          IsBelowAny(entry.path, config.exclude);
    if (entry.path.ends_with(".proto") && !is_known) outside.push_back(entry.path);
  }
  if (outside.empty()) return;
  found.Look(
      "contracts",
      fmt::format("in no root of leyline.yaml, so that nobody governs them: {}", Listed(outside)),
      "add their folder to `contracts:`, or to `exclude:` to say that it is meant");
}

// `about`: what the name is of. Who writes or reads a package says nothing of its services.
bool Claims(const ContractUse& use, std::string_view name, RoleAbout about) {
  const RoleAbout role = AboutOf(use.role);
  if (role != RoleAbout::kAnything && role != about) return false;
  const std::string& pattern = use.contract;
  return name == pattern || (name.starts_with(pattern) && name[pattern.size()] == '.') ||
         GlobMatches(pattern, name, '.');
}

void ExamineClaims(const Snapshot& snapshot, const Subsystems& subsystems, Diagnoses& found) {
  std::vector<std::string> unclaimed;
  const auto look = [&](std::string_view name, RoleAbout about) {
    for (const Subsystem& subsystem : subsystems.list) {
      for (const ContractUse& use : subsystem.uses) {
        if (Claims(use, name, about)) return;
      }
    }
    unclaimed.emplace_back(name);
  };
  std::size_t all = 0;
  for (const auto& file : snapshot.files) {
    if (!file->governed) continue;
    all += file->messages.size() + file->services.size();
    for (const Message& message : file->messages) look(message.full_name, RoleAbout::kData);
    for (const Service& service : file->services) look(service.full_name, RoleAbout::kServices);
  }
  if (unclaimed.empty()) {
    return found.Well("subsystems",
                      fmt::format("each of {} messages and services is claimed", all));
  }
  found.Look("subsystems",
             fmt::format("{} of {} messages and services have no subsystem that owns them, or "
                         "writes, reads, stores, serves or calls them: {}",
                         unclaimed.size(), all, Listed(unclaimed)),
             "claim them in subsystems.yaml, else nobody hears of a break");
}

}  // namespace

void ExamineContracts(World& world, const Patient& patient, Diagnoses& found) {
  ExaminePlaces(patient, found);
  const auto snapshot =
      LoadContracts(world, patient.git, patient.merge.head, patient.merge.head.substr(0, 12),
                    patient.rules.config, Emptiness::kIsError);
  if (!snapshot) return found.Bad("contracts", snapshot.error());
  const auto governed = std::count_if(snapshot->files.begin(), snapshot->files.end(),
                                      [](const auto& file) { return file->governed; });
  found.Well("contracts", fmt::format("{} of HEAD compile", governed));
  if (patient.rules.subsystems.has_value()) {
    ExamineClaims(*snapshot, *patient.rules.subsystems, found);
  }
}

}  // namespace leyline
