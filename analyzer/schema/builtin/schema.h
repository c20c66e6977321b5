// The options messages of the embedded descriptor.proto, resolved.
#pragma once

#include "analyzer/model/model.h"
#include "analyzer/schema/options.h"

namespace leyline {

// google.protobuf.FileOptions, MessageOptions, ... Made at first use from BuiltinFile(), constant
// and safe for all threads from then on. Features of these nodes are not resolved: all is proto2.
const Message& OptionsMessage(OptionsKind kind);

}  // namespace leyline
