// The text of scalar values.
#include <bit>

#include <fmt/format.h>

#include "analyzer/schema/link/defaults.h"
#include "analyzer/schema/options/printer.h"
#include "base/strings.h"

namespace leyline {
namespace {

int32_t Int32Of(uint64_t bits) { return static_cast<int32_t>(static_cast<uint32_t>(bits)); }

std::string IntegerText(FieldType type, uint64_t bits) {
  switch (type) {
    case FieldType::kInt32:
    case FieldType::kSfixed32:
      return fmt::format("{}", Int32Of(bits));
    case FieldType::kSint32:
      return fmt::format("{}", UnZigZag(static_cast<uint32_t>(bits)));
    case FieldType::kSint64:
      return fmt::format("{}", UnZigZag(bits));
    case FieldType::kInt64:
    case FieldType::kSfixed64:
      return fmt::format("{}", static_cast<int64_t>(bits));
    case FieldType::kUint32:
    case FieldType::kFixed32:
      return fmt::format("{}", static_cast<uint32_t>(bits));
    default:
      return fmt::format("{}", bits);
  }
}

// Valid UTF-8 stays readable.
std::string QuotedText(FieldType type, std::string_view bytes) {
  if (type == FieldType::kBytes || !IsValidUtf8(bytes)) {
    return fmt::format("\"{}\"", EscapeBytes(bytes));
  }
  std::string text = "\"";
  std::size_t plain = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<uint8_t>(bytes[i]);
    if (c >= 0x20 && c != 0x7F && c != '"' && c != '\'' && c != '\\') continue;
    text.append(bytes.substr(plain, i - plain)).append(EscapeBytes(bytes.substr(i, 1)));
    plain = i + 1;
  }
  return text.append(bytes.substr(plain)).append("\"");
}

}  // namespace

void OptionsPrinter::AppendEnum(const Field& field, uint64_t bits) {
  const EnumValue* value =
      field.enum_type == nullptr ? nullptr : types_.ValueByNumber(*field.enum_type, Int32Of(bits));
  out_.append(value == nullptr ? fmt::format("{}", Int32Of(bits)) : std::string(value->name));
}

void OptionsPrinter::AppendScalarText(const Field& field, const WireField& value) {
  switch (field.type) {
    case FieldType::kEnum:
      return AppendEnum(field, value.value);
    case FieldType::kBool:
      out_.append(value.value != 0 ? "true" : "false");
      return;
    case FieldType::kString:
    case FieldType::kBytes:
      out_.append(QuotedText(field.type, value.payload));
      return;
    case FieldType::kFloat:
      out_.append(FloatText(std::bit_cast<float>(static_cast<uint32_t>(value.value))));
      return;
    case FieldType::kDouble:
      out_.append(DoubleText(std::bit_cast<double>(value.value)));
      return;
    default:
      out_.append(IntegerText(field.type, value.value));
  }
}

}  // namespace leyline
