#include <fmt/format.h>

#include "analyzer/schema/check/rules.h"
#include "analyzer/schema/link/declarations.h"

namespace leyline {
namespace {

// MessageSet is the wire format of proto1's extensions; it lives on in proto2 and editions.
void CheckMessageSet(const Message& message, Problems& problems) {
  const Offset at = OptionAt(message.options, "message_set_wire_format", message.name_pos);
  if (message.file->edition == Edition::kProto3) {
    problems.Add(*message.file, at,
                 Describe(message) + " is a message set, which proto3 doesn't have");
  }
  for (const Field& field : message.fields) {
    problems.Add(*message.file, field.name_pos,
                 Describe(field) + " stands in a message set, which has extensions only");
  }
}

void CheckMapEntryOption(const Message& message, Problems& problems) {
  if (message.file->from_descriptor || message.options.bytes.empty()) return;
  if (!SmallOptions(message.options.bytes).Has(option_number::kMapEntry)) return;
  problems.Add(*message.file, OptionAt(message.options, "map_entry", message.name_pos),
               Describe(message) + " sets `map_entry`, which is for compilers only",
               "declare a field of type `map<key, value>`");
}

}  // namespace

void CheckMessage(const Message& message, Problems& problems) {
  if (message.message_set) CheckMessageSet(message, problems);
  CheckMapEntryOption(message, problems);
  CheckDeclarations(message, problems);
  const bool is_proto3 = message.file->edition == Edition::kProto3;
  if (is_proto3 && !message.extension_ranges.empty()) {
    problems.Add(*message.file, message.extension_ranges[0].pos,
                 Describe(message) + " has an extension range, which proto3 doesn't have",
                 "use `google.protobuf.Any`, or move the message to an edition");
  }
}

}  // namespace leyline
