// The source text of what a slice declares. For this room only.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>

namespace leyline::witness {

// What protoc would take; delimited fields, which proto2 doesn't have, are named above it.
std::string SourceOf(const std::vector<const google::protobuf::FileDescriptor*>& files);

}  // namespace leyline::witness
