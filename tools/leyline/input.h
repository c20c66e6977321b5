// What a user names on the command line -> a snapshot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/schema/load.h"
#include "base/result.h"
#include "tools/leyline/command.h"

namespace leyline {

// The flags that all commands with inputs share.
struct InputFlags {
  std::vector<std::string> paths;
  std::vector<std::string> excludes;
  std::vector<std::string> imports;
};
std::vector<Flag> InputFlagsOf(InputFlags& flags);

// The two inputs of a comparison.
Flag BeforeFlag(std::string& before);
Flag AfterFlag(std::string& after);

// The two sides of a comparison; BEFORE's leyline.yaml rules both, AFTER's where BEFORE has none.
struct TwoSides {
  struct NamedText {
    std::string path;
    std::string text;
  };
  Snapshot before;
  Snapshot after;
  std::optional<NamedText> subsystems = {};  // BEFORE's subsystems.yaml, where it has one
};

// kDifferences: what Diff needs. kWhole: all contracts, for who asks what a change reaches.
enum class Extent : uint8_t { kDifferences, kWhole };
Result<TwoSides> LoadBoth(World& world, const std::string& before, const std::string& after,
                          const InputFlags& flags, Extent extent);

Result<Snapshot> LoadOne(World& world, const std::string& input, const InputFlags& flags);

}  // namespace leyline
