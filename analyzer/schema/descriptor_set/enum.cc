// Enums, services and what they are made of.
#include <limits>

#include "analyzer/schema/descriptor_set/decoder.h"

namespace leyline {

std::span<Enum> FileDecoder::DecodeEnums(const Views& enums) {
  std::vector<Enum> decoded;
  for (std::string_view bytes : enums) {
    decoded.push_back(DecodeEnum(bytes, static_cast<Offset>(decoded.size())));
    if (input_.failed()) return {};
  }
  return file_.arena.Copy(decoded);
}

Enum FileDecoder::DecodeEnum(std::string_view bytes, Offset index) {
  Enum result;
  result.pos = index;
  std::vector<EnumValue> values;
  std::vector<Range> reserved;
  Views names;
  DescriptorReader reader(input_, bytes, "enum descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        result.name = Identifier(reader);
        break;
      case 2:
        values.push_back(DecodeEnumValue(reader.Bytes(), static_cast<Offset>(values.size())));
        break;
      case 3:
        ReadOptions(reader, result.options);
        break;
      case 4:
        reserved.push_back(
            DecodeRange(reader.Bytes(), static_cast<Offset>(reserved.size()), false));
        break;
      case 5:
        names.push_back(Utf8(reader));
        break;
      case 6:
        result.visibility = DecodeVisibility(reader);
        break;
      default:
        break;
    }
  }
  if (result.name.empty()) reader.FailWhole("an enum has no name");
  result.values = file_.arena.Copy(values);
  result.reserved_ranges = file_.arena.Copy(reserved);
  result.reserved_names = ReservedNames(names);
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

std::span<ReservedName> FileDecoder::ReservedNames(const Views& names) {
  std::vector<ReservedName> reserved;
  for (std::string_view name : names) {
    reserved.push_back({.name = name, .pos = static_cast<Offset>(reserved.size())});
  }
  return file_.arena.Copy(reserved);
}

std::span<Service> FileDecoder::DecodeServices(const Views& services) {
  std::vector<Service> decoded;
  for (std::string_view bytes : services) {
    decoded.push_back(DecodeService(bytes, static_cast<Offset>(decoded.size())));
    if (input_.failed()) return {};
  }
  return file_.arena.Copy(decoded);
}

Service FileDecoder::DecodeService(std::string_view bytes, Offset index) {
  Service service;
  service.pos = index;
  std::vector<Method> methods;
  DescriptorReader reader(input_, bytes, "service descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        service.name = Identifier(reader);
        break;
      case 2:
        methods.push_back(DecodeMethod(reader.Bytes(), static_cast<Offset>(methods.size())));
        break;
      case 3:
        ReadOptions(reader, service.options);
        break;
      default:
        break;
    }
  }
  if (service.name.empty()) reader.FailWhole("a service has no name");
  service.methods = file_.arena.Copy(methods);
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
