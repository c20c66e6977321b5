// Enums, services and what they are made of.
#include <limits>

#include "analyzer/schema/descriptor_set/decoder.h"

namespace leyline {

namespace {

// Of EnumDescriptorProto, and the methods of ServiceDescriptorProto.
enum : uint32_t { kValue = 2, kReservedRange = 4, kReservedName = 5, kMethod = 2 };

}  // namespace

std::span<Enum> FileDecoder::DecodeEnums(Parts& parts, uint32_t number) {
  return parts.Each<Enum>(
      number, [&](std::string_view bytes, Offset index) { return DecodeEnum(bytes, index); });
}

Enum FileDecoder::DecodeEnum(std::string_view bytes, Offset index) {
  Enum result;
  result.pos = index;
  Parts parts(*this);
  DescriptorReader reader(input_, bytes, "enum descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        result.name = Identifier(reader);
        break;
      case kValue:
      case kReservedRange:
        parts.Add(reader, reader.Bytes());
        break;
      case 3:
        ReadOptions(reader, result.options);
        break;
      case kReservedName:
        parts.Add(reader, Utf8(reader));
        break;
      case 6:
        result.visibility = DecodeVisibility(reader);
        break;
      default:
        break;
    }
  }
  if (result.name.empty()) reader.FailWhole("an enum has no name");
  result.values = parts.Each<EnumValue>(
      kValue, [&](std::string_view value, Offset at) { return DecodeEnumValue(value, at); });
  result.reserved_ranges = parts.Each<Range>(
      kReservedRange,
      [&](std::string_view range, Offset at) { return DecodeRange(range, at, false); });
  result.reserved_names = ReservedNames(parts, kReservedName);
  return result;
}

EnumValue FileDecoder::DecodeEnumValue(std::string_view bytes, Offset index) {
  EnumValue value;
  value.pos = index;
  DescriptorReader reader(input_, bytes, "enum value descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        value.name = Identifier(reader);
        break;
      case 2:
        value.number = reader.Int32();
        break;
      case 3:
        ReadOptions(reader, value.options);
        break;
      default:
        break;
    }
  }
  if (value.name.empty()) reader.FailWhole("an enum value has no name");
  return value;
}

Range FileDecoder::DecodeRange(std::string_view bytes, Offset index, bool end_is_exclusive) {
  Range range;
  range.pos = index;
  DescriptorReader reader(input_, bytes, "range");
  while (reader.Next()) {
    if (reader.number() == 1) range.first = reader.Int32();
    if (reader.number() == 2) range.last = reader.Int32();
  }
  if (!end_is_exclusive) return range;
  if (range.last == std::numeric_limits<int32_t>::min()) {
    reader.FailWhole("a range ends below every number");
  } else {
    --range.last;
  }
  return range;
}

std::span<ReservedName> FileDecoder::ReservedNames(Parts& parts, uint32_t number) {
  return parts.Each<ReservedName>(number, [](std::string_view name, Offset index) {
    return ReservedName{.name = name, .pos = index};
  });
}

Service FileDecoder::DecodeService(std::string_view bytes, Offset index) {
  Service service;
  service.pos = index;
  Parts parts(*this);
  DescriptorReader reader(input_, bytes, "service descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        service.name = Identifier(reader);
        break;
      case kMethod:
        parts.Add(reader, reader.Bytes());
        break;
      case 3:
        ReadOptions(reader, service.options);
        break;
      default:
        break;
    }
  }
  if (service.name.empty()) reader.FailWhole("a service has no name");
  service.methods = parts.Each<Method>(
      kMethod, [&](std::string_view method, Offset at) { return DecodeMethod(method, at); });
  return service;
}

Method FileDecoder::DecodeMethod(std::string_view bytes, Offset index) {
  Method method;
  method.pos = index;
  DescriptorReader reader(input_, bytes, "method descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        method.name = Identifier(reader);
        break;
      case 2:
        method.input_name = DottedName(reader);
        break;
      case 3:
        method.output_name = DottedName(reader);
        break;
      case 4:
        ReadOptions(reader, method.options);
        break;
      case 5:
        method.client_streaming = reader.Bool();
        break;
      case 6:
        method.server_streaming = reader.Bool();
        break;
      default:
        break;
    }
  }
  if (method.name.empty() || method.input_name.empty() || method.output_name.empty()) {
    reader.FailWhole("a method lacks its name, input or output");
  }
  return method;
}

}  // namespace leyline
