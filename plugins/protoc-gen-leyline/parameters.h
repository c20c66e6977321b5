// The plugin's parameter: `key=value,key=value`, as protoc and buf join what their options say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leyline {

// What is gone since `against` where the request does not hold it: seen only in the files that are
// to be generated; in their folders too; everywhere, for who passes all contracts in one request.
enum class RequestScope : uint8_t { kFiles, kFolders, kAll };

struct Parameters {
  std::string against;               // what `leyline diff` takes as BEFORE
  std::string config;                // leyline.yaml, whose policy then decides
  std::string target;                // the branch that proposals must name
  std::string mode;                  // as `leyline diff --mode`
  std::string surfaces;              // "binary,json"
  std::string fail_on = "breaking";  // or "conditional"
  RequestScope scope = RequestScope::kFiles;
  std::vector<std::string> reports;  // "text", "json", "github"
  std::vector<std::string> guards;   // "cpp", "python"
  int current_version = 0;           // 0: not said
  int min_supported_version = 0;
  int versions_ahead = 0;
};

// All that is wrong, each with what is known instead. A key may stand twice only where it is a
// list.
Result<Parameters> ReadParameters(std::string_view text);

}  // namespace leyline
