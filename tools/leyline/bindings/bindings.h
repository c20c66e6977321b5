// Contracts -> descriptors and bindings, only what changed, from a cache by content.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/snapshot.h"
#include "base/folders.h"
#include "base/shared_bytes.h"
#include "config/leyline_yaml.h"
#include "tools/leyline/command.h"

namespace leyline {

// A file that was generated, with the digest of its content.
struct Binding {
  std::string path;  // below the folder of its language
  std::string digest;
  SharedBytes content;
  bool kept = false;  // the output folder has it already
};

// One language, and the very compiler that makes it.
struct BindingLanguage {
  std::string name;
  std::string program;  // a protoc plugin; empty: protoc itself
  std::string options;
  std::string compiler;  // equal only for equal compilers: what protoc says, or a plugin's digest
  BindingsCall call = BindingsCall::kContract;
  std::string place = {};  // where the plugin is
};

// Where the program is that a name starts, by PATH; empty: nowhere.
std::string ProgramPlace(const World& world, const std::string& program);

Result<std::string> ProtocVersion(World& world, const std::string& protoc);
// What the version was when this cache was used last; empty: never. Only a guess: what protoc loads
// may be another one now.
std::string NotedVersion(World& world, const std::string& cache, const std::string& protoc);
void NoteVersion(Folders& folders, const std::string& cache, const std::string& protoc,
                 std::string_view version);

Result<std::vector<BindingLanguage>> LanguagesOf(World& world, const Config& config,
                                                 const std::string& protoc_version);

// A revision may be anybody's: of the programs that it names only those run that the work tree,
// which whoever runs this has before them, names too.
Status CheckPrograms(World& world, const std::string& input, const Config& config);

// A contract on its way: its descriptor, and what its bindings depend on.
struct Contract {
  const File* file = nullptr;
  std::string descriptor;              // a FileDescriptorProto
  std::string digest;                  // of it
  std::vector<const Contract*> needs;  // all that it imports, over any distance, and itself, the
                                       // imported before their importers
  std::string needs_digest;
};

// The files of the snapshot, in its order, or `only` some, with all that they import. They point to
// each other.
std::vector<Contract> ContractsOf(const Snapshot& snapshot,
                                  const std::set<const File*>* only = nullptr);

// What protoc calls the files that it makes of a contract.
std::vector<std::string> ProtocOutputs(const std::string& language, std::string_view path);

// What is generated at once: one contract in one language, or as many as a plugin wants to see.
struct BindingUnit {
  std::vector<const Contract*> contracts;  // at least one
  const BindingLanguage* language = nullptr;
  std::string key;  // of the cache
  std::vector<Binding> bindings = {};
};

std::vector<BindingUnit> UnitsOf(const std::vector<Contract>& contracts,
                                 const std::vector<BindingLanguage>& languages);

inline constexpr std::string_view kBindingsManifest = "leyline-bindings.json";

// Refuses an output folder with files that its manifest does not list: a new one in its place would
// lose them. To be asked while no other run can replace it.
Status CheckUnlisted(World& world, const std::string& out);

// Whether the path stays below the folder that it is written to.
bool IsInside(std::string_view path);

// `told`, else the folder below XDG_CACHE_HOME or HOME.
Result<std::string> CacheFolder(const World& world, const std::string& told);

// Under the key in the cache; false when there is no entry. The contents are not looked at.
bool ReadCached(World& world, const std::string& cache, BindingUnit& unit);
// Whether each content that was not kept has its digest.
bool IsWhole(const BindingUnit& unit);
void WriteCached(Folders& folders, const std::string& cache, const BindingUnit& unit);

// Of a compiler that ran and made nothing of some contracts.
inline constexpr std::string_view kRefusesContract = "LG9004";

// Fills the bindings of the units by running the compilers, several at a time. The errors are those
// of all; where one names a contract, at that place.
Status GenerateBindings(World& world, ScratchFolder& scratch, const std::string& protoc,
                        const std::vector<BindingUnit*>& units);

// The same, and keeps what was made in the cache, also beside what was not, if `is_sure` says so
// when all of it is there.
Status GenerateIntoCache(World& world, Folders& folders, const std::string& cache,
                         const std::string& protoc, const std::vector<BindingUnit*>& units,
                         const std::function<bool()>& is_sure);

// A CodeGeneratorRequest for contracts, and what the plugin's response holds. As protoc does, it is
// refused where a contract uses what the plugin does not say it knows: proto3 `optional`, editions.
std::string PluginRequest(const std::vector<const Contract*>& contracts, std::string_view options);
Result<std::vector<Binding>> ReadPluginResponse(const BindingUnit& unit, std::string_view bytes);

Subcommand BindingsCommand(Folders& folders);

}  // namespace leyline
