// What DynamicMessage does otherwise than generated code, made good. For this room only.
#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace leyline::witness {

// After parsing `bytes`, or after filling a message (then without bytes):
// - of map entries with equal keys the last one wins; maps have no order, so they are sorted;
// - map entries keep nothing that they don't know, and always have key and value;
// - an entry whose value is not declared by its closed enum is an unknown field as a whole;
// - numbers that a closed enum doesn't declare keep all their bits among the unknown fields.
void ActAsGeneratedCode(google::protobuf::Message& message, const std::string& bytes);

}  // namespace leyline::witness
