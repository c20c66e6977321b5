#include "analyzer/schema/link/defaults.h"

#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "analyzer/schema/link/walk.h"

namespace leyline {
namespace {

// A default value made canonical, or what was expected instead.
struct Canonical {
  std::optional<std::string> text;
  std::string_view expected;
};

struct IntegerRange {
  FieldType type;
  uint64_t most;
  bool is_signed;
  std::string_view expected;
};

constexpr uint64_t kMost32 = 0x7FFFFFFF;
constexpr uint64_t kMost64 = 0x7FFFFFFFFFFFFFFF;
constexpr std::string_view kSigned32 = "an integer from -2147483648 to 2147483647";
constexpr std::string_view kSigned64 =
    "an integer from -9223372036854775808 to 9223372036854775807";
constexpr std::string_view kUnsigned32 = "an integer from 0 to 4294967295";
constexpr std::string_view kUnsigned64 = "an integer from 0 to 18446744073709551615";
constexpr IntegerRange kIntegers[] = {
    {FieldType::kInt32, kMost32, true, kSigned32},
    {FieldType::kSint32, kMost32, true, kSigned32},
    {FieldType::kSfixed32, kMost32, true, kSigned32},
    {FieldType::kInt64, kMost64, true, kSigned64},
    {FieldType::kSint64, kMost64, true, kSigned64},
    {FieldType::kSfixed64, kMost64, true, kSigned64},
    {FieldType::kUint32, 0xFFFFFFFF, false, kUnsigned32},
    {FieldType::kFixed32, 0xFFFFFFFF, false, kUnsigned32},
    {FieldType::kUint64, 0xFFFFFFFFFFFFFFFF, false, kUnsigned64},
    {FieldType::kFixed64, 0xFFFFFFFFFFFFFFFF, false, kUnsigned64},
};

const IntegerRange* RangeOf(FieldType type) {
  for (const IntegerRange& range : kIntegers) {
    if (range.type == type) return &range;
  }
  return nullptr;
}

Canonical CanonicalInteger(const IntegerRange& range, bool negative, uint64_t value) {
  const uint64_t most = negative ? range.most + 1 : range.most;
  const bool fits = negative ? range.is_signed && value <= most : value <= most;
  if (!fits) return {std::nullopt, range.expected};
  const bool minus = negative && value != 0;
  return {fmt::format("{}{}", minus ? "-" : "", value), {}};
}

Canonical CanonicalFloat(FieldType type, double value) {
  if (type == FieldType::kDouble) return {DoubleText(value), {}};
  // Halfway between the largest float and the next power of two: what rounds to infinity.
  constexpr double kTooLarge = 3.4028235677973366e38;
  if (value >= kTooLarge) return {FloatText(std::numeric_limits<float>::infinity()), {}};
  if (value <= -kTooLarge) return {FloatText(-std::numeric_limits<float>::infinity()), {}};
  return {FloatText(static_cast<float>(value)), {}};
}

Canonical CanonicalEnum(const Enum* enumeration, std::string_view name) {
  if (enumeration == nullptr) return {std::string(name), {}};  // an error already
  for (const EnumValue& value : enumeration->values) {
    if (value.name == name) return {std::string(name), {}};
  }
  return {std::nullopt, "the name of a value of the enum"};
}

// From `default = value` in a file with text.
Canonical FromWritten(const Field& field, const OptionDecl& option) {
  const bool is_word = option.kind == OptionValueKind::kIdentifier;
  if (const IntegerRange* range = RangeOf(field.type)) {
    const bool is_integer = option.kind == OptionValueKind::kInteger && option.number == 0;
    if (!is_integer) return {std::nullopt, range->expected};
    return CanonicalInteger(*range, option.negative, option.integer);
  }
  switch (field.type) {
    case FieldType::kFloat:
    case FieldType::kDouble: {
      double value = 0;
      if (is_word && option.text == "inf") {
        value = std::numeric_limits<double>::infinity();
      } else if (is_word && option.text == "nan") {
        value = std::numeric_limits<double>::quiet_NaN();
      } else if (option.kind == OptionValueKind::kFloat || option.number != 0) {
        value = option.number;
      } else if (option.kind == OptionValueKind::kInteger) {
        value = static_cast<double>(option.integer);
      } else {
        return {std::nullopt, "a number, `inf` or `nan`"};
      }
      return CanonicalFloat(field.type, option.negative ? -value : value);
    }
    case FieldType::kBool:
      if (is_word && !option.negative && (option.text == "true" || option.text == "false")) {
        return {std::string(option.text), {}};
      }
      return {std::nullopt, "`true` or `false`"};
    case FieldType::kString:
      if (option.kind == OptionValueKind::kString) return {std::string(option.text), {}};
      return {std::nullopt, "a string"};
    case FieldType::kBytes:
      if (option.kind == OptionValueKind::kString) return {EscapeBytes(option.text), {}};
      return {std::nullopt, "a string"};
    case FieldType::kEnum:
      if (is_word && !option.negative) return CanonicalEnum(field.enum_type, option.text);
      return {std::nullopt, "the name of a value of the enum"};
    default:
      return {std::string(), {}};  // checked with the other rules of defaults
  }
}

Canonical IntegerFromText(const IntegerRange& range, std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return {std::nullopt, range.expected};
  }
  return CanonicalInteger(range, negative, value);
}

Canonical FloatFromText(FieldType type, std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) {  // too large or too small; both have a direction
    return CanonicalFloat(type, std::strtod(std::string(text).c_str(), nullptr));
  }
  if (error != std::errc() || end != text.data() + text.size()) {
    return {std::nullopt, "a number, `inf` or `nan`"};
  }
  return CanonicalFloat(type, value);
}

// From FieldDescriptorProto.default_value, which other compilers may spell differently.
Canonical FromDescriptor(const Field& field) {
  const std::string_view text = field.default_value;
  if (const IntegerRange* range = RangeOf(field.type)) return IntegerFromText(*range, text);
  switch (field.type) {
    case FieldType::kFloat:
    case FieldType::kDouble:
      return FloatFromText(field.type, text);
    case FieldType::kBool:
      if (text == "true" || text == "false") return {std::string(text), {}};
      return {std::nullopt, "`true` or `false`"};
    case FieldType::kBytes: {
      const std::optional<std::string> bytes = UnescapeBytes(text);
      if (!bytes.has_value()) return {std::nullopt, "C-escaped bytes"};
      return {EscapeBytes(*bytes), {}};
    }
    case FieldType::kEnum:
      return CanonicalEnum(field.enum_type, text);
    default:
      return {std::string(text), {}};
  }
}

class PseudoOptions {
 public:
  PseudoOptions(File& file, Problems& problems) : file_(file), problems_(problems) {}

  void Run() {
    ForEachField(file_, [&](Field& field) {
      if (file_.from_descriptor) {
        if (field.has_default) Set(field, FromDescriptor(field), field.default_value, field.pos);
        return;
      }
      ReadWritten(field);
    });
  }

 private:
  void ReadWritten(Field& field) {
    if (!field.has_default && !field.has_json_name) return;
    for (const OptionDecl& option : field.options.written) {
      if (option.name.size() != 1 || option.name[0].is_extension) continue;
      if (option.name[0].name == "json_name") field.json_name = option.text;
      if (option.name[0].name == "default") {
        Set(field, FromWritten(field, option), option.text, option.value_pos);
      }
    }
  }

  void Set(Field& field, const Canonical& canonical, std::string_view seen, Offset at) {
    if (canonical.text.has_value()) {
      field.default_value = file_.arena.Copy(*canonical.text);
      return;
    }
    const std::string shown = seen.empty() ? std::string() : fmt::format("`{}` ", seen);
    problems_.Add(file_, at,
                  fmt::format("default value {}of `{}` doesn't fit; expected {}", shown,
                              FullName(field), canonical.expected));
  }

  File& file_;
  Problems& problems_;
};

}  // namespace

void ResolvePseudoOptions(File& file, Problems& problems) { PseudoOptions(file, problems).Run(); }

}  // namespace leyline
