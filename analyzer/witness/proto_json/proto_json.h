// ProtoJSON by its specification, for any message of libprotobuf's reflection: a conforming
// printer and a strict parser. libprotobuf's own json_util (3.21) is neither: it takes a scalar for
// a list and "1" for a bool, loses groups and the sign of zero, knows no extensions.
//
// Where the specification leaves a choice, both take what all runtimes read alike:
// * an enum is closed when its field's file is proto2, as in C++, Java and Python;
// * an enum's number in quotes is refused, as Go and JavaScript do;
// * extensions are members "[full.name]"; groups are members by their field's name;
// * members are printed in the order of field numbers, map entries in the order of their keys.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

namespace leyline {

// Nothing when the message can't be printed; `problem` says what and where: a required field is
// missing, text is not UTF-8, a Timestamp is out of range, an Any holds an unknown type. Types in
// an Any come from the message's own pool.
std::optional<std::string> PrintProtoJson(const google::protobuf::Message& message,
                                          std::string& problem);

// Replaces what the message holds. False when the text is refused; `problem` says what and where,
// and the message is then not to be used. Unknown and repeated names, numbers out of range, a list
// for one value and the reverse, two members of a oneof, and missing required fields are refused.
bool ParseProtoJson(std::string_view json, google::protobuf::Message& message,
                    std::string& problem);

}  // namespace leyline
