// Writes the protobuf wire format. For the encoder alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leyline {

class DescriptorWriter {
 public:
  explicit DescriptorWriter(std::string& out) : out_(out) {}

  // As int32 and int64 fields: negative numbers take ten bytes.
  void Int(uint32_t number, int64_t value) {
    Varint(number << 3);
    Varint(static_cast<uint64_t>(value));
  }

  void Bytes(uint32_t number, std::string_view bytes) {
    Varint(number << 3 | 2);
    Varint(bytes.size());
    out_.append(bytes);
  }

  // For fields that are left out when they are empty.
  void BytesIfAny(uint32_t number, std::string_view bytes) {
    if (!bytes.empty()) Bytes(number, bytes);
  }

  // A message field that `fill` writes with this writer.
  template <class Fill>
  void Message(uint32_t number, Fill fill) {
    Varint(number << 3 | 2);
    const std::size_t start = out_.size();
    fill();
    std::string length;
    DescriptorWriter(length).Varint(out_.size() - start);
    out_.insert(start, length);
  }

 private:
  void Varint(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_.push_back(static_cast<char>(value | 0x80));
    out_.push_back(static_cast<char>(value));
  }

  std::string& out_;
};

}  // namespace leyline
