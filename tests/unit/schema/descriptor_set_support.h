// Descriptor sets for tests, made by libprotobuf.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/descriptor.pb.h>

namespace leyline {

struct ProtoSource {
  std::string path;
  std::string text;
};

// What `protoc --include_source_info -o` writes for these files. Imports come before their
// importers; google/protobuf/descriptor.proto may be imported and is not part of the set. Fails the
// test when libprotobuf refuses a file.
google::protobuf::FileDescriptorSet CompileSet(const std::vector<ProtoSource>& sources);

// Why it is refused, as "set.binpb"; empty when it is not.
std::string ErrorOf(const std::string& bytes);
std::string ErrorOf(const google::protobuf::FileDescriptorSet& set);

}  // namespace leyline
