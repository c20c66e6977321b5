// Which folders `import` lines start from, found from the contracts themselves.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace leyline {

// What a contract says about where it lies.
struct ProtoFile {
  std::string path;  // from the repository's top
  std::string package;
  std::vector<std::string> imports;
  bool declares = true;  // a message, enum, service or extension
  bool has_data = true;  // a message or enum: what can be written and read
};

// kVendored: a copy of somebody else's contracts, going by the name of a folder.
enum class RootKind : uint8_t { kOwn, kVendored };

struct ProtoRoot {
  std::string folder;  // "." for the top
  RootKind kind = RootKind::kOwn;
  int files = 0;
  int imports = 0;   // that only this root resolves
  int packages = 0;  // files whose folder below it is their package
};

struct MissingImport {
  std::string file;
  std::string import;
};

struct ProtoRoots {
  std::vector<ProtoRoot> list;         // sorted; none lies in another of its kind
  std::vector<std::string> outside;    // files that no root can hold beside the others
  std::vector<MissingImport> missing;  // no file of the repository is it
};

// An import that only one folder resolves makes it a root; what no import says, packages say, whose
// parts are folders by convention; else the topmost folder with contracts.
ProtoRoots FindRoots(std::span<const ProtoFile> files);

}  // namespace leyline
