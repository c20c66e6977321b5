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

  bool Next();
  uint32_t number() const { return number_; }

  // The value of the current field. Another wire type than asked for is a problem.
  std::string_view Bytes();
  uint64_t Varint();
  int32_t Int32() { return static_cast<int32_t>(Varint()); }
  bool Bool() { return Varint() != 0; }
  // One element of a repeated int32 field or a packed run of them.
  void AppendInt32s(std::vector<int32_t>& to);

  // Records a problem with the current field.
  void Fail(std::string message) { input_.Fail(field_, std::move(message)); }
  // Records a problem with the message as a whole.
  void FailWhole(std::string message) { input_.Fail(begin_, std::move(message)); }

 private:
  bool ReadVarint(uint64_t& value);
  bool ReadTag();
  bool ReadBytes(uint64_t size);
  bool ReadValue();
  bool SkipGroup();
  bool FailShort(const char* at, std::string_view part);

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
