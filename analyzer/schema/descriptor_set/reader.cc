#include "analyzer/schema/descriptor_set/reader.h"

#include <utility>

#include <fmt/format.h>

namespace leyline {
namespace {

// Groups only occur among unknown fields; libprotobuf has the same limit.
constexpr std::size_t kGroupNesting = 100;

}  // namespace

void DescriptorInput::Fail(const char* at, std::string message) {
  if (failed_) return;
  failed_ = true;
  byte_ = static_cast<std::size_t>(at - all_.data());
  message_ = std::move(message);
}

std::string DescriptorInput::Problem() const { return fmt::format("byte {}: {}", byte_, message_); }

DescriptorReader::DescriptorReader(DescriptorInput& input, std::string_view bytes,
                                   std::string_view what)
    : input_(input),
      what_(what),
      begin_(bytes.data()),
      at_(begin_),
      end_(begin_ + bytes.size()),
      field_(begin_) {}

bool DescriptorReader::NotATag(const char* at, uint64_t tag) {
  input_.Fail(at, fmt::format("{} is not the tag of a field in the {}", tag, what_));
  return false;
}

bool DescriptorReader::ReadOtherValue() {
  switch (type_) {
    case kFixed64:
      return ReadBytes(8);
    case kFixed32:
      return ReadBytes(4);
    case kGroupStart:
      return SkipGroup();
    default:
      input_.Fail(field_,
                  fmt::format("field {} of the {} has wire type {}, which is not possible here",
                              number_, what_, type_));
      return false;
  }
}

bool DescriptorReader::ReadLongVarint(uint64_t& value) {
  const char* start = at_;
  value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (at_ == end_) return FailShort(start, "a number");
    const auto byte = static_cast<uint8_t>(*at_++);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  input_.Fail(start, fmt::format("a number in the {} is longer than 10 bytes", what_));
  return false;
}

bool DescriptorReader::NoBytes(uint64_t size) {
  return FailShort(field_, fmt::format("length {}", size));
}

bool DescriptorReader::SkipGroup() {
  const char* start = field_;
  const uint32_t number = number_;
  std::vector<uint32_t> open = {number};
  while (!open.empty()) {
    if (at_ == end_) return FailShort(start, fmt::format("group {}", number));
    field_ = at_;
    if (!ReadTag()) return false;
    if (type_ == kGroupStart) {
      open.push_back(number_);
    } else if (type_ == kGroupEnd && number_ == open.back()) {
      open.pop_back();
    } else if (!ReadValue()) {  // refuses the end of another group, too
      return false;
    }
    if (open.size() <= kGroupNesting) continue;
    input_.Fail(field_, fmt::format("groups are nested more than {} deep", kGroupNesting));
    return false;
  }
  field_ = start;
  number_ = number;
  type_ = kGroupStart;
  return true;
}

bool DescriptorReader::FailShort(const char* at, std::string_view part) {
  input_.Fail(at, fmt::format("{} goes beyond the end of the {}", part, what_));
  return false;
}

std::string_view DescriptorReader::NotBytes() {
  Fail(fmt::format("field {} of the {} has wire type {}, expected 2", number_, what_, type_));
  return {};
}

uint64_t DescriptorReader::NotVarint() {
  Fail(fmt::format("field {} of the {} has wire type {}, expected 0", number_, what_, type_));
  return 0;
}

void DescriptorReader::AppendInt32s(std::vector<int32_t>& to) {
  if (type_ != kLength) {
    to.push_back(Int32());
    return;
  }
  DescriptorReader run(input_, bytes_, what_);
  while (run.at_ != run.end_) {
    uint64_t value = 0;
    if (!run.ReadVarint(value)) return;
    to.push_back(static_cast<int32_t>(value));
  }
}

}  // namespace leyline
