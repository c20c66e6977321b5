// What one version wrote against what the other read, field by field, by what libprotobuf makes of
// it: numbers, names of enum values, the JSON forms of well-known types.
#pragma once

#include <functional>
#include <string>

#include <google/protobuf/message.h>

#include "analyzer/diff/change.h"

namespace leyline::testing {

// The field of a message of the other side that is the same thing; null: there is none.
using PartnerOf = std::function<const google::protobuf::FieldDescriptor*(
    const google::protobuf::FieldDescriptor& field, const google::protobuf::Message& other)>;

// The first field that isn't read as it was written; "" when all are.
std::string FirstDifference(const PartnerOf& partner_of, Surface surface,
                            const google::protobuf::Message& written,
                            const google::protobuf::Message& read);

}  // namespace leyline::testing
