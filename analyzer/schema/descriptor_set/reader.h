// The wire format of descriptors that nobody vouches for. Other than the reader of wire.h, which
// stops at the first wrong byte, this one says where and why.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// A whole input and the first thing that is wrong with it.
class DescriptorInput {
 public:
  explicit DescriptorInput(std::string_view all) : all_(all) {}

  // Records a problem at a position inside the input; only the first one counts.
  void Fail(const char* at, std::string message);

  bool failed() const { return failed_; }
  // "byte 1234: length 99 goes beyond the end of the file descriptor".
  std::string Problem() const;

 private:
  std::string_view all_;
  bool failed_ = false;
  std::size_t byte_ = 0;
  std::string message_;
};

// Walks over the fields of one message. After a problem anywhere in the input Next() is false, so a
// loop over it needs no other check.
class DescriptorReader {
 public:
  // `what` names the message in problems: "file descriptor".
  DescriptorReader(DescriptorInput& input, std::string_view bytes, std::string_view what);

  bool Next() {
    if (at_ == end_ || input_.failed()) return false;
    field_ = at_;
    return ReadTag() && ReadValue();
  }
  uint32_t number() const { return number_; }
  // The current field with its tag, and where the next one begins.
  std::string_view raw() const { return {field_, static_cast<std::size_t>(at_ - field_)}; }
  const char* next() const { return at_; }

  // The value of the current field. Another wire type than asked for is a problem.
  std::string_view Bytes() { return type_ == kLength ? bytes_ : NotBytes(); }
  uint64_t Varint() { return type_ == kVarint ? varint_ : NotVarint(); }
  int32_t Int32() { return static_cast<int32_t>(Varint()); }
  bool Bool() { return Varint() != 0; }
  // One element of a repeated int32 field or a packed run of them.
  void AppendInt32s(std::vector<int32_t>& to);

  // Records a problem with the current field.
  void Fail(std::string message) { input_.Fail(field_, std::move(message)); }
  // Records a problem with the message as a whole.
  void FailWhole(std::string message) { input_.Fail(begin_, std::move(message)); }

 private:
  enum WireType : uint32_t {
    kVarint = 0,
    kFixed64 = 1,
    kLength = 2,
    kGroupStart = 3,
    kGroupEnd = 4,
    kFixed32 = 5
  };

  // Nearly all numbers, tags and lengths are one byte or two; these are read where they are asked
  // for, all others by the functions below.
  bool ReadVarint(uint64_t& value) {
    if (at_ != end_) {
      const auto first = static_cast<uint8_t>(*at_);
      if (first < 0x80) {
        value = first;
        ++at_;
        return true;
      }
      if (end_ - at_ > 1) {
        const auto second = static_cast<uint8_t>(at_[1]);
        if (second < 0x80) {
          value = static_cast<uint64_t>(second) << 7 | (first & 0x7Fu);
          at_ += 2;
          return true;
        }
      }
    }
    return ReadLongVarint(value);
  }
  bool ReadTag() {
    const char* const start = at_;
    uint64_t tag = 0;
    if (!ReadVarint(tag)) return false;
    number_ = static_cast<uint32_t>(tag >> 3);
    type_ = static_cast<uint32_t>(tag & 7);
    return (tag <= 0xFFFFFFFF && number_ != 0) || NotATag(start, tag);
  }
  bool ReadBytes(uint64_t size) {
    if (size > static_cast<uint64_t>(end_ - at_)) return NoBytes(size);
    bytes_ = {at_, static_cast<std::size_t>(size)};
    at_ += size;
    return true;
  }
  bool ReadValue() {
    if (type_ == kVarint) return ReadVarint(varint_);
    if (type_ != kLength) return ReadOtherValue();
    uint64_t size = 0;
    return ReadVarint(size) && ReadBytes(size);
  }
  bool ReadLongVarint(uint64_t& value);
  bool ReadOtherValue();
  bool SkipGroup();
  bool NotATag(const char* at, uint64_t tag);
  bool NoBytes(uint64_t size);
  bool FailShort(const char* at, std::string_view part);
  std::string_view NotBytes();
  uint64_t NotVarint();

  DescriptorInput& input_;
  std::string_view what_;
  const char* begin_;
  const char* at_;
  const char* end_;
  const char* field_;  // the tag of the current field
  uint32_t number_ = 0;
  uint32_t type_ = 0;
  uint64_t varint_ = 0;
  std::string_view bytes_;
};

}  // namespace leyline
