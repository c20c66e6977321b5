// Which contracts there are, what their bindings depend on, and the cache.
#include <functional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/schema/encode.h"
#include "analyzer/schema/wire.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "tools/leyline/bindings.h"

namespace leyline {
namespace {

constexpr uint64_t kEntryLimit = uint64_t{256} << 20;
// Of a cache entry, and of each of its files.
constexpr uint32_t kFile = 1;
constexpr uint32_t kNothing = 2;  // a plugin may have nothing to say of a contract
constexpr uint32_t kPath = 1;
constexpr uint32_t kDigest = 2;
constexpr uint32_t kContent = 3;

void AddNeeds(const Contract& contract,
              const std::unordered_map<const File*, const Contract*>& by_file,
              std::set<const Contract*>& seen, std::vector<const Contract*>& needs) {
  if (!seen.insert(&contract).second) return;
  for (const Import& import : contract.file->imports) {
    const auto found = by_file.find(import.file);
    if (found != by_file.end()) AddNeeds(*found->second, by_file, seen, needs);
  }
  needs.push_back(&contract);
}

std::string EntryPath(const std::string& cache, const BindingUnit& unit) {
  return fmt::format("{}/{}/{}", cache, unit.key.substr(0, 2), unit.key);
}

bool ReadBinding(std::string_view bytes, Binding& binding) {
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == kPath) binding.path = field.payload;
    if (field.number == kDigest) binding.digest = field.payload;
    if (field.number == kContent) binding.content = field.payload;
  }
  return reader.rest().empty() && IsInside(binding.path) &&
         DigestText(Sha256Of(binding.content)) == binding.digest;
}

}  // namespace

std::vector<Contract> ContractsOf(const Snapshot& snapshot) {
  std::vector<Contract> contracts(snapshot.files.size());
  std::unordered_map<const File*, const Contract*> by_file;
  ParallelFor(contracts.size(), 0, [&](std::size_t i) {
    contracts[i].file = snapshot.files[i].get();
    contracts[i].descriptor = EncodeFileDescriptor(*contracts[i].file);
    contracts[i].digest = DigestText(Sha256Of(contracts[i].descriptor));
  });
  for (const Contract& contract : contracts) by_file.emplace(contract.file, &contract);
  for (Contract& contract : contracts) {
    std::set<const Contract*> seen;
    AddNeeds(contract, by_file, seen, contract.needs);
    std::string digests;
    for (const Contract* need : contract.needs) digests += need->digest + "\n";
    contract.needs_digest = DigestText(Sha256Of(digests));
  }
  return contracts;
}

bool ReadCached(World& world, const std::string& cache, BindingUnit& unit) {
  const auto bytes = world.disk.Read(EntryPath(cache, unit), kEntryLimit);
  if (!bytes) return false;
  std::vector<Binding> bindings;
  bool nothing = false;
  WireReader reader(*bytes);
  WireField field;
  while (reader.Next(field)) {
    nothing = nothing || field.number == kNothing;
    if (field.number == kNothing) continue;
    Binding binding;
    if (field.number != kFile || !ReadBinding(field.payload, binding)) return false;
    bindings.push_back(std::move(binding));
  }
  if (!reader.rest().empty() || bindings.empty() != nothing) return false;
  unit.bindings = std::move(bindings);
  return true;
}

void WriteCached(Folders& folders, const std::string& cache, const BindingUnit& unit) {
  std::string entry;
  for (const Binding& binding : unit.bindings) {
    std::string bytes;
    AppendBytes(bytes, kPath, binding.path);
    AppendBytes(bytes, kDigest, binding.digest);
    AppendBytes(bytes, kContent, binding.content);
    AppendBytes(entry, kFile, bytes);
  }
  if (unit.bindings.empty()) AppendBytes(entry, kNothing, "");
  folders.Keep(EntryPath(cache, unit), entry);
}

}  // namespace leyline
