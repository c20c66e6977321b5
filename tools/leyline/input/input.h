// What a user names on the command line -> a snapshot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/schema/load.h"
#include "base/result.h"
#include "config/leyline_yaml.h"
#include "tools/leyline/command.h"
#include "tools/leyline/input/name.h"

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
  std::optional<NamedText> proposal = {};    // AFTER's, where one was asked for and is there
  std::optional<Config> config = {};         // the leyline.yaml that rules both
};

// kDifferences: what Diff needs. kReached: that, and all contracts that did not change, for who
// asks what a change reaches. kWhole: all contracts, all judged.
enum class Extent : uint8_t { kDifferences, kReached, kWhole };
// `proposal`: the id of one that is wanted too.
Result<TwoSides> LoadBoth(World& world, const std::string& before, const std::string& after,
                          const InputFlags& flags, Extent extent, const std::string& proposal = "");

// A folder or descriptor set of a repository at a commit.
struct GitPlace {
  std::string repository;  // the folder that git runs in; empty: the current one
  std::string commit;
  std::string path;           // "" for all
  bool is_work_tree = false;  // a folder on disk, which need not be as in the commit
};

// Where an input stands in git: a revision, or a folder and HEAD. Nothing for what is in no
// repository.
Result<std::optional<GitPlace>> PlaceOf(World& world, const std::string& input);

// A released version. Its own leyline.yaml says where its contracts are, else `config` does; the
// flags and what `config` excludes hold for it too. Without any contract it is empty.
Result<Snapshot> LoadFromGit(World& world, const std::string& name, const GitPlace& place,
                             const std::optional<Config>& config, const InputFlags& flags);
Result<Snapshot> LoadFromDisk(World& world, const std::string& input,
                              const std::optional<Config>& config, const InputFlags& flags,
                              const Sought& sought = {});

// The leyline.yaml of an input; nothing when it has none.
Result<std::optional<Config>> ConfigOf(World& world, const std::string& input);

// One version, as `before` of sides without an `after`.
Result<TwoSides> LoadAlone(World& world, const std::string& input, const InputFlags& flags);
Result<Snapshot> LoadOne(World& world, const std::string& input, const InputFlags& flags);

}  // namespace leyline
