#include "analyzer/witness/rehearsal.h"

#include <algorithm>
#include <vector>

#include <google/protobuf/descriptor.pb.h>

namespace leyline::witness {

bool HasMaps(const Slice& slice) {
  const std::vector<const google::protobuf::Descriptor*> messages = slice.Messages();
  return std::any_of(
      messages.begin(), messages.end(),
      [](const google::protobuf::Descriptor* message) { return message->options().map_entry(); });
}

}  // namespace leyline::witness
