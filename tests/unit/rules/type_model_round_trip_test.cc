// What a writer gets back after the other version has read its data and written it again.
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "analyzer/rules/type_model/type_model.h"
#include "tests/unit/rules/spec_maker.h"

namespace leyline {
namespace {

std::string Text(const Reading& reading) {
  const std::string effect(NameOf(reading.effect));
  if (reading.level == Level::kCompatible) {
    return reading.effect == Effect::kNone ? "=" : "= " + effect;
  }
  if (reading.level == Level::kBreaking) return "BROKEN " + effect;
  return effect + " unless " + reading.condition;
}

struct Case {
  std::string_view writer;
  std::string_view other;
  std::string_view want;
};

TEST(RoundTrip, KeepsWhatFitsAndWhatIsUnknown) {
  const Case cases[] = {
      // Misread and still whole: the bits are the same.
      {"int32/optional", "uint32/optional", "="},
      {"int32/optional", "sint32/optional", "="},
      {"fixed32/optional", "float/optional", "="},
      {"bool/optional", "int64/optional", "="},
      {"string/optional", "bytes/optional", "="},
      {"message/optional", "bytes/optional", "="},
      {"int32/packed", "int32/expanded", "="},
      {"int32/packed", "bytes/optional", "="},
      // Not found, and so kept.
      {"int32/optional", "string/optional", "= RETAINED_UNKNOWN"},
      {"int32/packed", "int32/optional", "= RETAINED_UNKNOWN"},
      {"message/optional", "group/optional", "= RETAINED_UNKNOWN"},
      {"int32/optional", "map/map", "= RETAINED_UNKNOWN"},
      {"int32/optional", "string/required", "BROKEN REQUIRED_MISSING"},
      // Cut.
      {"int64/optional", "int32/optional",
       "TRUNCATED unless the value is between -2147483648 and 2147483647"},
      {"int64/optional", "uint32/optional",
       "TRUNCATED unless the value is between 0 and 4294967295"},
      {"sint64/optional", "int32/optional",
       "TRUNCATED unless the value is between -1073741824 and 1073741823"},
      {"sint64/optional", "uint32/optional",
       "TRUNCATED unless the value is between -2147483648 and 2147483647"},
      {"uint64/optional", "enum_open/optional",
       "TRUNCATED unless the value is between 0 and 2147483647"},
      {"int32/optional", "bool/optional", "COLLAPSED_TO_BOOL unless the value is 0 or 1"},
      {"sint32/optional", "bool/optional",
       "COLLAPSED_TO_BOOL unless the value is between -1 and 0"},
      {"int32/packed", "fixed32/packed", "BROKEN MISREAD"},
      {"bytes/optional", "int32/packed",
       "PARSE_FAILURE unless the bytes are a packed list as the other side writes it"},
      {"bytes/optional", "int32/expanded", "BROKEN LOST_TO_UNKNOWN"},
      {"bytes/required", "int32/expanded", "BROKEN REQUIRED_MISSING"},
      {"bool/packed", "string/optional", "="},
      {"int32/packed", "string/optional",
       "UTF8_REJECTED unless the encoding of the list is valid UTF-8"},
      {"int32/packed", "string_p2/optional",
       "MISREAD unless the encoding of the list is valid UTF-8"},
      {"int32/packed", "bytes/required", "BROKEN MISREAD"},
      {"double/packed", "fixed32/packed", "="},
      {"double/packed", "fixed32/expanded", "BROKEN MISREAD"},
      {"bytes/optional", "string/optional", "UTF8_REJECTED unless the text is valid UTF-8"},
      // A list is written packed, which a singular field doesn't read.
      {"int32/optional", "int32/packed", "BROKEN LOST_TO_UNKNOWN"},
      {"int32/required", "int32/packed", "BROKEN REQUIRED_MISSING"},
      {"int32/optional", "int32/expanded", "="},
      {"int32/expanded", "int32/optional",
       "LAST_ELEMENT_WINS unless the list has at most one element"},
      {"int32/expanded", "int32/implicit",
       "LAST_ELEMENT_WINS unless the list has at most one element, and that element is not the "
       "default value"},
      {"message/repeated", "message/optional",
       "ELEMENTS_MERGED unless the list has at most one element"},
      // Defaults.
      {"int32/optional", "int32/implicit", "= PRESENCE_LOST"},
      {"int32/required", "int32/implicit",
       "REQUIRED_MISSING unless the field never has its default value"},
      {"int32/optional", "int32/required", "REQUIRED_MISSING unless the field is always set"},
      {"int32/implicit", "int32/required",
       "REQUIRED_MISSING unless the field never has its default value"},
      // Closed enums keep other numbers, behind the rest of a list.
      {"int32/optional", "enum_closed/optional", "="},
      {"int32/required", "enum_closed/required",
       "REQUIRED_MISSING unless the value is one of the declared numbers"},
      {"int32/packed", "enum_closed/packed",
       "MISREAD unless every element is one of the declared numbers or the order does not matter"},
      {"enum_closed/packed", "enum_closed/packed", "="},
      // Maps are lists of entries.
      {"map/map", "bytes/optional", "LAST_ELEMENT_WINS unless the list has at most one element"},
      {"map/map", "map/map", "="},
      {"map/map", "int32/packed",
       "PARSE_FAILURE unless the bytes are a packed list as the other side writes it"},
      {"bytes/optional", "map/map", "BROKEN PARSE_FAILURE"},
  };
  const SpecMaker specs;
  for (const Case& c : cases) {
    EXPECT_EQ(Text(RoundTripLeg(specs(c.writer), specs(c.other))), c.want)
        << c.writer << " through " << c.other;
  }
}

FieldSpec Map(FieldType key, FieldType value) {
  FieldSpec map;
  map.type = value;
  map.map_key = key;
  map.cardinality = Cardinality::kMap;
  return map;
}

TEST(RoundTrip, RetainsNothingInsideMapEntries) {
  const FieldSpec ints = Map(FieldType::kInt32, FieldType::kInt32);
  EXPECT_EQ(Text(RoundTripLeg(ints, Map(FieldType::kString, FieldType::kInt32))),
            "BROKEN ENTRIES_COLLIDE");
  EXPECT_EQ(Text(RoundTripLeg(ints, Map(FieldType::kInt32, FieldType::kString))),
            "BROKEN LOST_TO_UNKNOWN");
  EXPECT_EQ(Text(RoundTripLeg(ints, Map(FieldType::kSint32, FieldType::kSint32))), "=");
  EXPECT_EQ(Text(RoundTripLeg(Map(FieldType::kInt64, FieldType::kInt32), ints)),
            "ENTRIES_COLLIDE unless every key is between -2147483648 and 2147483647");
}

TEST(RoundTrip, EitherSideWritesAndTheWorseCounts) {
  const SpecMaker specs;
  const Readings packed =
      ReadBothWays(Surface::kBinary, specs("int32/optional"), specs("int32/packed"));
  EXPECT_EQ(Text(packed.backward), "=");
  EXPECT_EQ(Text(packed.forward), "BROKEN LOST_TO_UNKNOWN");
  EXPECT_EQ(Text(packed.round_trip), "BROKEN LOST_TO_UNKNOWN");
  const Readings json =
      ReadBothWays(Surface::kJson, specs("int32/optional"), specs("int64/optional"));
  EXPECT_EQ(Text(json.backward), "=");
  EXPECT_EQ(json.round_trip, json.forward);
  const Readings text =
      ReadBothWays(Surface::kText, specs("bool/optional"), specs("int32/optional"));
  EXPECT_EQ(Text(text.backward), "BROKEN PARSE_FAILURE");
  EXPECT_EQ(text.round_trip, text.backward);
}

}  // namespace
}  // namespace leyline
