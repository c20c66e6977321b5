#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

// Groups in groups; deeper nesting counts as malformed, as in libprotobuf (which stops at 100).
constexpr int kMaxGroups = 64;
constexpr uint64_t kMaxFieldNumber = 536870911;

uint64_t LittleEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = (value << 8) | static_cast<uint8_t>(bytes[i]);
  }
  return value;
}

void AppendLittleEndian(std::string& to, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to.push_back(static_cast<char>((value >> (8 * i)) & 0xFF));
}

}  // namespace

bool WireReader::Fail(std::string_view at) {
  rest_ = at;
  return false;
}

bool WireReader::ReadVarint(uint64_t& value) {
  value = 0;
  for (std::size_t i = 0; i < 10 && i < rest_.size(); ++i) {
    const auto byte = static_cast<uint8_t>(rest_[i]);
    value |= static_cast<uint64_t>(byte & 0x7F) << (7 * i);
    if (byte < 0x80) {
      rest_.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

bool WireReader::ReadFixed(int bytes, uint64_t& value) {
  const auto size = static_cast<std::size_t>(bytes);
  if (rest_.size() < size) return false;
  value = LittleEndian(rest_.substr(0, size));
  rest_.remove_prefix(size);
  return true;
}

bool WireReader::ReadTag(WireField& field) {
  uint64_t tag = 0;
  if (!ReadVarint(tag) || (tag >> 3) == 0 || (tag >> 3) > kMaxFieldNumber || (tag & 7) > 5) {
    return false;
  }
  field.number = static_cast<uint32_t>(tag >> 3);
  field.type = static_cast<WireType>(tag & 7);
  return true;
}

// Only one level of calls per nested group, and those are limited.
bool WireReader::ReadGroup(WireField& field, int depth) {
  const std::string_view start = rest_;
  WireField inner;
  while (true) {
    const std::string_view before = rest_;
    if (!ReadTag(inner)) return false;
    if (inner.type == WireType::kEndGroup) {
      field.payload = start.substr(0, start.size() - before.size());
      return inner.number == field.number;
    }
    if (!ReadValue(inner, depth + 1)) return false;
  }
}

bool WireReader::ReadValue(WireField& field, int depth) {
  switch (field.type) {
    case WireType::kVarint:
      return ReadVarint(field.value);
    case WireType::kFixed64:
      return ReadFixed(8, field.value);
    case WireType::kFixed32:
      return ReadFixed(4, field.value);
    case WireType::kBytes: {
      uint64_t size = 0;
      if (!ReadVarint(size) || size > rest_.size()) return false;
      field.payload = rest_.substr(0, static_cast<std::size_t>(size));
      rest_.remove_prefix(static_cast<std::size_t>(size));
      return true;
    }
    case WireType::kGroup:
      return depth < kMaxGroups && ReadGroup(field, depth);
    case WireType::kEndGroup:
      return false;
  }
  return false;
}

bool WireReader::Next(WireField& field) {
  if (rest_.empty()) return false;
  const std::string_view start = rest_;
  field = WireField();
  if (!ReadTag(field) || !ReadValue(field, 0)) return Fail(start);
  field.raw = start.substr(0, start.size() - rest_.size());
  return true;
}

bool WireReader::NextOf(WireType type, WireField& element) {
  if (rest_.empty()) return false;
  const std::string_view start = rest_;
  element = WireField();
  element.type = type;
  return ReadValue(element, 0) || Fail(start);
}

void AppendVarint(std::string& to, uint64_t value) {
  while (value >= 0x80) {
    to.push_back(static_cast<char>((value & 0x7F) | 0x80));
    value >>= 7;
  }
  to.push_back(static_cast<char>(value));
}

void AppendTag(std::string& to, uint32_t number, WireType type) {
  AppendVarint(to, (static_cast<uint64_t>(number) << 3) | static_cast<uint64_t>(type));
}

void AppendFixed32(std::string& to, uint32_t value) { AppendLittleEndian(to, value, 4); }
void AppendFixed64(std::string& to, uint64_t value) { AppendLittleEndian(to, value, 8); }

void AppendBytes(std::string& to, uint32_t number, std::string_view bytes) {
  AppendTag(to, number, WireType::kBytes);
  AppendVarint(to, bytes.size());
  to.append(bytes);
}

}  // namespace leyline
