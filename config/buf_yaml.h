// buf.yaml (v1beta1, v1, v2) and buf.work.yaml, as far as they say what is compared and how.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace leyline {

// `breaking:`. Rules and categories are as written; nothing checks here that buf has them.
struct BufBreaking {
  bool is_there = false;
  std::vector<std::string> use = {};  // empty: buf's default, FILE
  std::vector<std::string> except = {};
  std::vector<std::string> ignore = {};                                            // paths
  std::vector<std::pair<std::string, std::vector<std::string>>> ignore_only = {};  // rule -> paths
  bool ignore_unstable_packages = false;
};

// A root of imports. Paths are from the folder of the file, but those of `breaking` of v1 and
// v1beta1 are from the module.
struct BufModule {
  std::string path = ".";
  std::vector<std::string> includes = {};
  std::vector<std::string> excludes = {};
  BufBreaking breaking = {};
};

struct BufConfig {
  std::string version;  // "v1beta1", "v1", "v2"
  std::vector<BufModule> modules;
  BufBreaking breaking;           // of all modules that have none of their own
  std::vector<std::string> deps;  // modules of a registry
  // Keys that say something else, such as `lint`, where they stand: "buf.yaml:7:1: `lint`".
  std::vector<std::string> left_out;

  // Whether `breaking` has paths from the module, not from the file.
  bool has_module_paths() const { return version != "v2"; }
};

Result<BufConfig> ParseBufYaml(const std::string& file, std::string_view text);

// `directories:` of buf.work.yaml.
Result<std::vector<std::string>> ParseBufWork(const std::string& file, std::string_view text);

}  // namespace leyline
