// The files that `leyline init` writes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/gating.h"
#include "tools/leyline/init/from_buf.h"
#include "tools/leyline/input/proto_roots.h"

namespace leyline {

// A folder and why it is there, for the comment beside it.
struct CommentedPath {
  std::string path;
  std::string comment;
};

struct ConfigPlan {
  std::vector<CommentedPath> contracts;
  std::vector<std::string> imports;  // in the repository
  std::vector<std::string> exclude;
  std::string name;  // of the repository, as a suggestion
};
// leyline.yaml with a comment for each key.
std::string ConfigText(const ConfigPlan& plan);

struct PolicyPlan {
  std::string_view profile;            // the text of one that ships
  std::string owner;                   // empty: as the profile has it
  std::vector<std::string> reviewers;  // the same
  const TakenFromBuf* buf = nullptr;   // null: the profile's mode and surfaces
};
std::string PolicyText(const PolicyPlan& plan);

// By the names of packages: whether one has messages or enums.
using DeclaredPackages = std::map<std::string, bool>;

// One subsystem that owns all `packages`, and writes and reads those that have data, on the
// `surfaces` that the policy gates, to be split into those there are.
std::string SubsystemsText(const std::string& name, const std::string& owner,
                           const DeclaredPackages& packages, const std::vector<Surface>& surfaces);

}  // namespace leyline
