// Field specs by the names of the reference matrix: "int32/optional", "enum_closed/packed".
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "analyzer/rules/type_model/field_spec.h"

namespace leyline {

// The enums and messages that the matrix uses. One instance outlives all specs made from it.
class SpecMaker {
 public:
  SpecMaker() {
    for (Enum* enumeration : {&open_, &closed_}) enumeration->values = values_;
    open_.features.enum_type = EnumType::kOpen;
    closed_.features.enum_type = EnumType::kClosed;
    message_.full_name = "t.S";
  }

  // Of a name in the matrix. `string` is verified, `string_p2` is not; `map` is map<string, int32>.
  FieldSpec operator()(std::string_view name) const {
    const std::size_t slash = name.find('/');
    const std::string type(name.substr(0, slash));
    FieldSpec spec;
    spec.type = kTypes.at(type);
    spec.cardinality = kCardinalities.at(std::string(name.substr(slash + 1)));
    spec.verifies_utf8 = type == "string" || type == "map";
    if (spec.is_map()) spec.map_key = FieldType::kString;
    if (spec.is_message()) spec.message = &message_;
    if (type == "enum_open") spec.enumeration = &open_;
    if (type == "enum_closed") spec.enumeration = &closed_;
    return spec;
  }

 private:
  static const inline std::map<std::string, FieldType> kTypes = {
      {"double", FieldType::kDouble},     {"float", FieldType::kFloat},
      {"int64", FieldType::kInt64},       {"uint64", FieldType::kUint64},
      {"int32", FieldType::kInt32},       {"fixed64", FieldType::kFixed64},
      {"fixed32", FieldType::kFixed32},   {"bool", FieldType::kBool},
      {"string", FieldType::kString},     {"string_p2", FieldType::kString},
      {"group", FieldType::kGroup},       {"message", FieldType::kMessage},
      {"bytes", FieldType::kBytes},       {"uint32", FieldType::kUint32},
      {"enum_open", FieldType::kEnum},    {"enum_closed", FieldType::kEnum},
      {"sfixed32", FieldType::kSfixed32}, {"sfixed64", FieldType::kSfixed64},
      {"sint32", FieldType::kSint32},     {"sint64", FieldType::kSint64},
      {"map", FieldType::kInt32},
  };
  static const inline std::map<std::string, Cardinality> kCardinalities = {
      {"implicit", Cardinality::kImplicit}, {"optional", Cardinality::kOptional},
      {"required", Cardinality::kRequired}, {"oneof", Cardinality::kOneof},
      {"packed", Cardinality::kPacked},     {"expanded", Cardinality::kExpanded},
      {"repeated", Cardinality::kExpanded}, {"map", Cardinality::kMap},
  };

  static EnumValue Value(std::string_view name, int32_t number) {
    EnumValue value;
    value.name = name;
    value.number = number;
    return value;
  }

  std::array<EnumValue, 4> values_ = {Value("Z", 0), Value("A", 1), Value("B", 2),
                                      Value("NEG", -1)};
  Enum open_;
  Enum closed_;
  Message message_;
};

}  // namespace leyline
