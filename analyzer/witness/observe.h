// What differs between a message as its writer has it and as its reader gets it. For this room
// only.
#pragma once

#include <string>
#include <vector>

#include <google/protobuf/message.h>

#include "analyzer/diff/change.h"
#include "analyzer/witness/atoms.h"

namespace leyline::witness {

// Two fields that are the same thing to those who wrote the contracts. Null: gone.
struct FocusPair {
  const google::protobuf::FieldDescriptor* writer = nullptr;
  const google::protobuf::FieldDescriptor* reader = nullptr;
};

// One field that isn't read as it was written. Borrows both messages.
struct Observation {
  std::string path;         // as the writer names it
  std::string reader_path;  // as the reader names it
  const google::protobuf::FieldDescriptor* writer =
      nullptr;  // null: nobody wrote the reader's field
  const google::protobuf::FieldDescriptor* reader = nullptr;
  const google::protobuf::Message* writer_message = nullptr;  // they hold the fields
  const google::protobuf::Message* reader_message = nullptr;
  Value written;
  Value read;
  bool is_written = false;        // the writer set it
  bool is_read = false;           // the reader has it set
  bool is_invalid_text = false;   // equal in C++, but other runtimes replace or refuse the text
  bool is_other_meaning = false;  // equal bytes of well-known types that mean something else
};

std::vector<Observation> Differences(const google::protobuf::Message& written,
                                     const google::protobuf::Message& read, const FocusPair& focus);

// Whether an observation is what the effect says.
bool Shows(Effect effect, const Observation& observation);

// What the getter returns: "5", "[1, 2]", "\"a\"", "{x: 5}", "GREEN (2)".
std::string ShowField(const google::protobuf::Message& message,
                      const google::protobuf::FieldDescriptor& field);

}  // namespace leyline::witness
