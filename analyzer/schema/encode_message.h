// The parts of a descriptor that stand inside messages and files alike. For the encoder alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/model/model.h"
#include "analyzer/schema/encode_writer.h"

namespace leyline {

// ".pkg.M"
std::string AbsoluteName(std::string_view full_name);

// Each writes the content of one descriptor message.
void WriteMessage(const Message& message, DescriptorWriter& out);
void WriteEnum(const Enum& enumeration, DescriptorWriter& out);
// `oneof_index` counts synthetic oneofs too; negative for none.
void WriteField(const Field& field, int32_t oneof_index, DescriptorWriter& out);

}  // namespace leyline
