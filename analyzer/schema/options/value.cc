#include "analyzer/schema/options/value.h"

#include <bit>
#include <cmath>
#include <limits>

namespace leyline {
namespace {

bool IsZigZag(FieldType type) { return type == FieldType::kSint32 || type == FieldType::kSint64; }

struct Limits {
  uint64_t negative;  // the largest magnitude below zero
  uint64_t positive;
  std::string_view text;
};

constexpr Limits kInt32 = {uint64_t{1} << 31, 0x7FFFFFFF, "-2147483648 to 2147483647"};
constexpr Limits kUint32 = {0, 0xFFFFFFFF, "0 to 4294967295"};
constexpr Limits kInt64 = {uint64_t{1} << 63, 0x7FFFFFFFFFFFFFFF,
                           "-9223372036854775808 to 9223372036854775807"};
constexpr Limits kUint64 = {0, 0xFFFFFFFFFFFFFFFF, "0 to 18446744073709551615"};

const Limits& LimitsOf(FieldType type) {
  switch (type) {
    case FieldType::kUint32:
    case FieldType::kFixed32:
      return kUint32;
    case FieldType::kInt64:
    case FieldType::kSint64:
    case FieldType::kSfixed64:
      return kInt64;
    case FieldType::kUint64:
    case FieldType::kFixed64:
      return kUint64;
    default:  // int32, sint32, sfixed32, enum
      return kInt32;
  }
}

}  // namespace

bool IsIntegerType(FieldType type) {
  switch (type) {
    case FieldType::kInt64:
    case FieldType::kUint64:
    case FieldType::kInt32:
    case FieldType::kFixed64:
    case FieldType::kFixed32:
    case FieldType::kUint32:
    case FieldType::kSfixed32:
    case FieldType::kSfixed64:
    case FieldType::kSint32:
    case FieldType::kSint64:
      return true;
    default:
      return false;
  }
}

bool IsTextType(FieldType type) { return type == FieldType::kString || type == FieldType::kBytes; }

WireType WireTypeOf(FieldType type) {
  switch (type) {
    case FieldType::kDouble:
    case FieldType::kFixed64:
    case FieldType::kSfixed64:
      return WireType::kFixed64;
    case FieldType::kFloat:
    case FieldType::kFixed32:
    case FieldType::kSfixed32:
      return WireType::kFixed32;
    case FieldType::kString:
    case FieldType::kBytes:
    case FieldType::kMessage:
      return WireType::kBytes;
    case FieldType::kGroup:
      return WireType::kGroup;
    default:
      return WireType::kVarint;
  }
}

void AppendScalar(std::string& to, FieldType type, const Scalar& value) {
  switch (WireTypeOf(type)) {
    case WireType::kFixed64:
      return AppendFixed64(to, value.bits);
    case WireType::kFixed32:
      return AppendFixed32(to, static_cast<uint32_t>(value.bits));
    case WireType::kBytes:
      AppendVarint(to, value.bytes.size());
      to.append(value.bytes);
      return;
    default:
      AppendVarint(to, IsZigZag(type) ? ZigZag(static_cast<int64_t>(value.bits)) : value.bits);
  }
}

bool IsZero(FieldType type, const Scalar& value) {
  return IsTextType(type) ? value.bytes.empty() : value.bits == 0;
}

std::optional<uint64_t> IntegerBits(FieldType type, bool negative, uint64_t magnitude) {
  const Limits& limits = LimitsOf(type);
  if (magnitude > (negative ? limits.negative : limits.positive)) return std::nullopt;
  return negative ? ~magnitude + 1 : magnitude;
}

std::string_view RangeText(FieldType type) { return LimitsOf(type).text; }

float ToFloat(double value) {
  constexpr float kMax = std::numeric_limits<float>::max();
  // Half a step beyond the largest float: from here on rounding to nearest gives infinity.
  constexpr double kRoundsUp = 3.4028235677973366e+38;
  if (std::fabs(value) <= static_cast<double>(kMax) || std::isnan(value)) {
    return static_cast<float>(value);
  }
  const float magnitude =
      std::fabs(value) < kRoundsUp ? kMax : std::numeric_limits<float>::infinity();
  return std::signbit(value) ? -magnitude : magnitude;
}

uint64_t FloatingBits(FieldType type, double value) {
  if (type == FieldType::kFloat) return std::bit_cast<uint32_t>(ToFloat(value));
  return std::bit_cast<uint64_t>(value);
}

}  // namespace leyline
