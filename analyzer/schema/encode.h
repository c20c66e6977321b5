// Linked files -> descriptors, as protoc would write them.
#pragma once

#include <string>

#include "analyzer/model/model.h"

namespace leyline {

// The bytes of the file's google.protobuf.FileDescriptorProto, without source info: map entries and
// synthetic oneofs made again, every type name absolute, every json_name set, no empty options.
// Fields stand in the order of their numbers, so that equal files have equal bytes.
std::string EncodeFileDescriptor(const File& file);

}  // namespace leyline
