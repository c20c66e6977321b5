// google.protobuf.compiler.CodeGeneratorRequest and -Response, raw: what protoc and buf exchange
// with a plugin. No descriptor pool is built, so files of any edition come through.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leyline {

struct GeneratorRequest {
  std::vector<std::string> to_generate;  // sorted
  std::string parameter;
  // The files as a descriptor set in which those that are not to be generated are marked as
  // imports.
  std::string set;
};

// What is no request is an error: its caller is broken, and no response would reach anybody.
Result<GeneratorRequest> ReadGeneratorRequest(std::string_view bytes);

struct GeneratedFile {
  std::string name;
  std::string content;
};

// What the plugin can deal with is said in every response: proto3 `optional`, and the editions.
std::string RefusalResponse(std::string_view error);
std::string FilesResponse(const std::vector<GeneratedFile>& files);

}  // namespace leyline
