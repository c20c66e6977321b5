// Which contracts there are, what their bindings depend on, and the cache.
#include <algorithm>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/schema/encode.h"
#include "analyzer/schema/wire.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "tools/leyline/bindings/bindings.h"

namespace leyline {
namespace {

constexpr uint64_t kEntryLimit = uint64_t{256} << 20;
// Of a cache entry: what it holds, the digest of that, and all contents one behind the other, so
// that a reader who needs none of them touches none.
constexpr uint32_t kHead = 1;
constexpr uint32_t kHeadDigest = 2;
constexpr uint32_t kContents = 3;
// Of a file in the head.
constexpr uint32_t kPath = 1;
constexpr uint32_t kDigest = 2;
constexpr uint32_t kSize = 3;

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

// A file of the head; its content is taken from the front of `contents`.
bool ReadBinding(std::string_view bytes, SharedBytes& contents, Binding& binding) {
  WireReader reader(bytes);
  WireField field;
  uint64_t size = 0;
  while (reader.Next(field)) {
    if (field.number == kPath) binding.path = field.payload;
    if (field.number == kDigest) binding.digest = field.payload;
    if (field.number == kSize) size = field.value;
  }
  if (!reader.rest().empty() || size > contents.bytes.size()) return false;
  binding.content = SharedBytes(contents.owner, contents.bytes.substr(0, size));
  contents.bytes.remove_prefix(size);
  return IsInside(binding.path);
}

bool ReadHead(std::string_view head, SharedBytes contents, std::vector<Binding>& bindings) {
  WireReader reader(head);
  WireField field;
  while (reader.Next(field)) {
    if (!ReadBinding(field.payload, contents, bindings.emplace_back())) return false;
  }
  return reader.rest().empty() && contents.bytes.empty();
}

}  // namespace

std::vector<Contract> ContractsOf(const Snapshot& snapshot, const std::set<const File*>* only) {
  std::vector<Contract> contracts;
  for (const auto& file : snapshot.files) {
    if (only == nullptr || only->contains(file.get())) contracts.emplace_back().file = file.get();
  }
  std::unordered_map<const File*, const Contract*> by_file;
  ParallelFor(contracts.size(), 0, [&](std::size_t i) {
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
  const auto entry = world.disk.Map(EntryPath(cache, unit), kEntryLimit);
  if (!entry) return false;
  std::string_view head;
  std::string_view digest;
  SharedBytes contents(entry->owner, {});
  WireReader reader(entry->bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == kHead) head = field.payload;
    if (field.number == kHeadDigest) digest = field.payload;
    if (field.number == kContents) contents.bytes = field.payload;
  }
  std::vector<Binding> bindings;
  if (!reader.rest().empty() || DigestText(Sha256Of(head)) != digest ||
      !ReadHead(head, contents, bindings)) {
    return false;
  }
  unit.bindings = std::move(bindings);
  return true;
}

bool IsWhole(const BindingUnit& unit) {
  return std::all_of(unit.bindings.begin(), unit.bindings.end(), [](const Binding& binding) {
    return binding.kept || DigestText(Sha256Of(binding.content.bytes)) == binding.digest;
  });
}

void WriteCached(Folders& folders, const std::string& cache, const BindingUnit& unit) {
  std::string head;
  std::string contents;
  for (const Binding& binding : unit.bindings) {
    std::string file;
    AppendBytes(file, kPath, binding.path);
    AppendBytes(file, kDigest, binding.digest);
    AppendTag(file, kSize, WireType::kVarint);
    AppendVarint(file, binding.content.bytes.size());
    AppendBytes(head, kPath, file);
    contents += binding.content.bytes;
  }
  std::string entry;
  AppendBytes(entry, kHead, head);
  AppendBytes(entry, kHeadDigest, DigestText(Sha256Of(head)));
  AppendBytes(entry, kContents, contents);
  folders.Keep(EntryPath(cache, unit), entry);
}

}  // namespace leyline
