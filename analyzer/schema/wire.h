// The protobuf wire format by hand: options are read and written without a descriptor pool, because
// the descriptors that describe them may not exist yet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leyline {

enum class WireType : uint8_t {
  kVarint = 0,
  kFixed64 = 1,
  kBytes = 2,
  kGroup = 3,
  kEndGroup = 4,
  kFixed32 = 5,
};

struct WireField {
  uint32_t number = 0;
  WireType type = WireType::kVarint;
  uint64_t value = 0;        // kVarint, kFixed64, kFixed32
  std::string_view payload;  // kBytes; of a kGroup what stands between its tags
  std::string_view raw;      // tag and value as found
};

// Walks the fields of one message. Any bytes are safe; the walk ends at the first byte that is
// wrong.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}

  // False at the end and at a malformed field.
  bool Next(WireField& field);
  // A varint or fixed value without a tag.
  bool NextOf(WireType type, WireField& element);
  // What has not been read: empty after a well-formed message was read to its end.
  std::string_view rest() const { return rest_; }

 private:
  bool ReadVarint(uint64_t& value);
  bool ReadFixed(int bytes, uint64_t& value);
  bool ReadTag(WireField& field);
  bool ReadValue(WireField& field, int depth);
  bool ReadGroup(WireField& field, int depth);
  bool Fail(std::string_view at);

  std::string_view rest_;
};

// Walks the elements of a packed field; the walk ends at the first that is cut off.
class PackedReader {
 public:
  PackedReader(std::string_view bytes, WireType type) : reader_(bytes), type_(type) {}

  // Fills `type` and `value`.
  bool Next(WireField& element) { return reader_.NextOf(type_, element); }
  std::string_view rest() const { return reader_.rest(); }

 private:
  WireReader reader_;
  WireType type_;
};

void AppendVarint(std::string& to, uint64_t value);
void AppendTag(std::string& to, uint32_t number, WireType type);
void AppendFixed32(std::string& to, uint32_t value);
void AppendFixed64(std::string& to, uint64_t value);
// Tag, length and bytes.
void AppendBytes(std::string& to, uint32_t number, std::string_view bytes);

constexpr uint64_t ZigZag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
constexpr int64_t UnZigZag(uint64_t value) {
  return static_cast<int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

}  // namespace leyline
