// libprotobuf's parser as the oracle: the same texts must be accepted and mean the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.pb.h>

#include "analyzer/model/model.h"

namespace leyline::test {

struct Oracle {
  google::protobuf::FileDescriptorProto file;
  std::vector<std::string> errors;  // "line:column: message", 1-based
  bool accepted = false;
};

Oracle AskOracle(std::string_view text);

// Our model in the terms of the oracle. Both sides leave out what the linker computes and say map
// fields as one type name, so that equal declarations give equal text.
std::string Describe(const File& file);
std::string Describe(google::protobuf::FileDescriptorProto file);

}  // namespace leyline::test
