// Lowering: the declarations of a plan as descriptors of proto2 and proto3. For this room only.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/descriptor.pb.h>

#include "analyzer/witness/enum_memory.h"
#include "analyzer/witness/plan.h"

namespace leyline::witness {

// One file for each of the contracts' files, in the order in which they can be built. Files of
// editions become proto2 or proto3, whichever means the same; empty with the reason in `problem`
// where neither does.
std::vector<google::protobuf::FileDescriptorProto> Lower(const Plan& plan, EnumMemory& enums,
                                                         std::string& problem);

// The full name of the message that Plan::AddHolder asks for.
std::string HolderName(const Enum& enumeration);

}  // namespace leyline::witness
