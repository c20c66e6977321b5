#include "analyzer/schema/link_options.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace leyline {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

struct Found {
  bool any = false;
  std::optional<uint64_t> varint;
};

Found Look(std::string_view bytes, uint32_t number) {
  Found found;
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  while (const uint32_t tag = in.ReadTag()) {
    const bool matches = WireFormatLite::GetTagFieldNumber(tag) == static_cast<int>(number);
    found.any = found.any || matches;
    if (matches && WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_VARINT) {
      uint64_t value = 0;
      if (!in.ReadVarint64(&value)) break;
      found.varint = value;
    } else if (!WireFormatLite::SkipField(&in, tag)) {
      break;
    }
  }
  return found;
}

}  // namespace

std::optional<uint64_t> VarintOption(std::string_view bytes, uint32_t number) {
  if (bytes.empty()) return std::nullopt;
  return Look(bytes, number).varint;
}

bool HasOption(std::string_view bytes, uint32_t number) {
  return !bytes.empty() && Look(bytes, number).any;
}

}  // namespace leyline
