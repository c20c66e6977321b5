// The three surfaces that data crosses: what a correct program of generated code writes and reads
// there. For this room only.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "analyzer/diff/change.h"
#include "analyzer/witness/slice.h"

namespace leyline::witness {

// Why data was not taken.
struct Refusal {
  std::string why;
  bool is_required_missing = false;
};

// Nothing where the message has no form on that surface.
std::optional<std::string> Write(Surface surface, const google::protobuf::Message& message,
                                 Refusal& refusal);

// Null when the reader refuses the message.
std::unique_ptr<google::protobuf::Message> Read(Surface surface, const Slice& slice,
                                                const google::protobuf::Descriptor& type,
                                                const std::string& data, Refusal& refusal);

// The same for any descriptors, into a message that is empty. False when it is refused.
bool ReadInto(Surface surface, const std::string& data, google::protobuf::Message& message,
              Refusal& refusal);

// Whether the side that wrote JSON or text can read it itself; if not, it says nothing of a change.
// Fills an empty message.
bool ReadsBack(Surface surface, const std::string& data, google::protobuf::Message& message);

// "a: 5 b: 6"
std::string TextOf(const google::protobuf::Message& message);

}  // namespace leyline::witness
