// What the model says of the pairs that people meet, with effect and condition, on each surface.
#include "analyzer/rules/type_model/type_model.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/rules/spec_maker.h"

namespace leyline {
namespace {

// "=" lossless, "~" presence lost, "BROKEN EFFECT", or "EFFECT unless CONDITION".
std::string Text(const Reading& reading) {
  if (reading.level == Level::kCompatible) {
    return reading.effect == Effect::kPresenceLost ? "~" : "=";
  }
  const std::string effect(NameOf(reading.effect));
  if (reading.level == Level::kBreaking) return "BROKEN " + effect;
  return effect + " unless " + reading.condition;
}

struct Case {
  std::string_view writer;
  std::string_view reader;
  std::string_view want;
};

using Read = Reading (*)(const FieldSpec&, const FieldSpec&);

void Check(Read read, const std::vector<Case>& cases) {
  const SpecMaker specs;
  for (const Case& c : cases) {
    EXPECT_EQ(Text(read(specs(c.writer), specs(c.reader))), c.want)
        << c.writer << " read as " << c.reader;
  }
}

TEST(TypeModelBinary, ReadsTypesOfOneEncodingWithinTheirRange) {
  Check(ReadBinary,
        {
            {"int32/optional", "int64/optional", "="},
            {"int64/optional", "int32/optional",
             "TRUNCATED unless the value is between -2147483648 and 2147483647"},
            {"int32/optional", "uint32/optional",
             "SIGN_FLIPPED unless the value is between 0 and 2147483647"},
            {"uint64/optional", "int64/optional",
             "SIGN_FLIPPED unless the value is between 0 and 9223372036854775807"},
            {"fixed32/optional", "sfixed32/optional",
             "SIGN_FLIPPED unless the value is between 0 and 2147483647"},
            {"sint64/optional", "sint32/optional",
             "TRUNCATED unless the value is between -2147483648 and 2147483647"},
            {"int32/optional", "bool/optional", "COLLAPSED_TO_BOOL unless the value is 0 or 1"},
            {"sint32/optional", "bool/optional", "COLLAPSED_TO_BOOL unless the value is 0 or 1"},
            {"bool/optional", "int32/optional", "="},
            {"bool/optional", "enum_closed/optional", "="},
            {"int32/optional", "enum_open/optional", "="},
            {"int32/optional", "enum_closed/optional",
             "UNRECOGNISED_ENUM unless the value is one of the declared numbers"},
            {"enum_closed/optional", "enum_open/optional", "="},
            {"enum_closed/optional", "uint32/optional",
             "SIGN_FLIPPED unless the value is between 0 and 2147483647"},
            {"enum_open/required", "enum_closed/required",
             "REQUIRED_MISSING unless the value is one of the declared numbers"},
        });
}

TEST(TypeModelBinary, BreaksBetweenEncodings) {
  Check(ReadBinary, {
                        {"int32/optional", "sint32/optional", "BROKEN ZIGZAG_MISREAD"},
                        {"int32/optional", "fixed32/optional", "BROKEN LOST_TO_UNKNOWN"},
                        {"fixed32/optional", "float/optional", "BROKEN BITS_REINTERPRETED"},
                        {"double/optional", "sfixed64/optional", "BROKEN BITS_REINTERPRETED"},
                        {"float/optional", "double/optional", "BROKEN LOST_TO_UNKNOWN"},
                        {"int32/optional", "string/required", "BROKEN REQUIRED_MISSING"},
                        {"message/optional", "group/optional", "BROKEN LOST_TO_UNKNOWN"},
                        {"int32/packed", "fixed32/packed", "BROKEN MISREAD"},
                        {"int32/packed", "string/optional", "BROKEN MISREAD"},
                        {"string/optional", "int32/packed", "BROKEN MISREAD"},
                    });
}

TEST(TypeModelBinary, ReadsLengthDelimitedTypes) {
  Check(
      ReadBinary,
      {
          {"string/optional", "bytes/optional", "="},
          {"bytes/optional", "string/optional", "UTF8_REJECTED unless the text is valid UTF-8"},
          {"string_p2/optional", "string/optional", "UTF8_REJECTED unless the text is valid UTF-8"},
          {"bytes/optional", "string_p2/optional", "MISREAD unless the text is valid UTF-8"},
          {"message/optional", "bytes/optional", "="},
          {"bytes/optional", "message/optional",
           "PARSE_FAILURE unless the bytes are an encoding of the reader's message"},
          {"message/optional", "string/optional",
           "UTF8_REJECTED unless the message's encoding is valid UTF-8"},
          {"map/map", "bytes/optional",
           "LAST_ELEMENT_WINS unless the list has at most one element"},
          {"bytes/optional", "map/map", "BROKEN PARSE_FAILURE"},
          {"message/repeated", "map/map",
           "ENTRIES_COLLIDE unless no two entries have the same key and their order does not "
           "matter"},
      });
}

// Section 4 of the reference: int32 by cardinality of writer (row) and reader (column).
TEST(TypeModelBinary, ReadsEveryCardinalityOfOneType) {
  constexpr std::string_view kNames[] = {"implicit", "optional", "required",
                                         "packed",   "expanded", "oneof"};
  // '=' lossless, '~' presence lost, 'r' unless set, 'x' broken, '1' at most one element.
  constexpr std::string_view kBinary[] = {
      "==r===", "~=r===", "~=====", "xxx==x", "111==1", "~=r==="};
  constexpr std::string_view kJson[] = {"==rxx=", "~=rxx=", "~==xx=", "xxx==x", "xxx==x", "~=rxx="};
  const SpecMaker specs;
  const auto mark = [](const Reading& reading) {
    if (reading.level == Level::kBreaking) return 'x';
    if (reading.level == Level::kCompatible) {
      return reading.effect == Effect::kPresenceLost ? '~' : '=';
    }
    return reading.effect == Effect::kRequiredMissing ? 'r' : '1';
  };
  for (int writer = 0; writer < 6; ++writer) {
    for (int reader = 0; reader < 6; ++reader) {
      const FieldSpec from = specs("int32/" + std::string(kNames[writer]));
      const FieldSpec to = specs("int32/" + std::string(kNames[reader]));
      EXPECT_EQ(mark(ReadBinary(from, to)), kBinary[writer][static_cast<std::size_t>(reader)])
          << kNames[writer] << " read as " << kNames[reader];
      EXPECT_EQ(mark(ReadJson(from, to)), kJson[writer][static_cast<std::size_t>(reader)])
          << kNames[writer] << " read as " << kNames[reader] << " in JSON";
    }
  }
}

TEST(TypeModelBinary, JoinsConditions) {
  Check(ReadBinary,
        {
            {"int64/expanded", "int32/implicit",
             "TRUNCATED unless the value is between -2147483648 and 2147483647, and the list has "
             "at most one element"},
            {"message/repeated", "message/optional",
             "ELEMENTS_MERGED unless the list has at most one element"},
            {"int32/implicit", "int32/required",
             "REQUIRED_MISSING unless the field never has its default value"},
            {"int32/optional", "int32/required", "REQUIRED_MISSING unless the field is always set"},
        });
}

TEST(TypeModelJson, KnowsRangesAndFormsNotEncodings) {
  Check(ReadJson, {
                      {"int32/optional", "sint32/optional", "="},
                      {"int32/optional", "sfixed32/optional", "="},
                      {"int64/optional", "int32/optional",
                       "PARSE_FAILURE unless the value is between -2147483648 and 2147483647"},
                      {"int32/optional", "double/optional", "="},
                      {"int32/optional", "float/optional",
                       "ROUNDED unless the value's decimal text is exact as `float`"},
                      {"float/optional", "double/optional",
                       "ROUNDED unless the value's decimal text is exact as `double`"},
                      {"double/optional", "int32/optional",
                       "PARSE_FAILURE unless the value is an integer and between -2147483648 and "
                       "2147483647"},
                      {"bool/optional", "int32/optional", "BROKEN PARSE_FAILURE"},
                      {"string/optional", "bytes/optional", "BROKEN MISREAD"},
                      {"bytes/optional", "string/optional", "BROKEN MISREAD"},
                      {"int64/optional", "string/optional", "BROKEN MISREAD"},
                      {"int32/optional", "string/optional", "BROKEN PARSE_FAILURE"},
                      {"message/optional", "bytes/optional", "BROKEN PARSE_FAILURE"},
                      {"message/optional", "group/optional", "="},
                      {"int32/optional", "enum_open/optional", "="},
                      {"enum_open/optional", "int32/optional",
                       "PARSE_FAILURE unless the number has no name in the enum"},
                      {"enum_closed/optional", "int32/optional", "BROKEN PARSE_FAILURE"},
                      {"int32/optional", "enum_closed/optional",
                       "UNRECOGNISED_ENUM unless the value is one of the declared numbers"},
                      {"int64/optional", "enum_open/optional", "BROKEN PARSE_FAILURE"},
                      {"int32/packed", "int32/expanded", "="},
                      {"int32/optional", "int32/packed", "BROKEN PARSE_FAILURE"},
                      {"map/map", "message/optional", "BROKEN NAME_UNKNOWN"},
                      {"map/map", "message/repeated", "BROKEN PARSE_FAILURE"},
                  });
}

TEST(TypeModelText, ReadsNumbersByValueAndEnumsByName) {
  Check(ReadText,
        {
            {"int32/optional", "fixed32/optional",
             "PARSE_FAILURE unless the value is between 0 and 2147483647"},
            {"int32/optional", "sint64/packed", "="},
            {"int32/optional", "bool/optional", "PARSE_FAILURE unless the value is 0 or 1"},
            {"bool/optional", "int32/optional", "BROKEN PARSE_FAILURE"},
            {"string/optional", "bytes/optional", "="},
            {"bytes/optional", "string/optional", "UTF8_REJECTED unless the text is valid UTF-8"},
            {"int32/optional", "enum_open/optional",
             "PARSE_FAILURE unless the value is one of the declared numbers"},
            {"int32/optional", "enum_closed/optional",
             "UNRECOGNISED_ENUM unless the value is one of the declared numbers"},
            {"enum_open/optional", "uint32/optional",
             "PARSE_FAILURE unless the number has no name in the enum and is between 0 and "
             "2147483647"},
            {"enum_closed/optional", "int32/optional", "BROKEN PARSE_FAILURE"},
            {"int32/optional", "double/optional", "="},
            {"int64/optional", "double/optional",
             "ROUNDED unless the value's decimal text is exact as `double`"},
            {"double/optional", "int32/optional",
             "PARSE_FAILURE unless the value is an integer printed without a fraction and between "
             "-2147483648 and 2147483647"},
            {"int32/packed", "int32/optional",
             "PARSE_FAILURE unless the list has at most one element"},
            {"message/optional", "string/optional", "BROKEN PARSE_FAILURE"},
            {"map/map", "message/repeated", "="},
            {"map/map", "map/map", "="},
            {"message/repeated", "map/map",
             "ENTRIES_COLLIDE unless no two entries have the same key"},
        });
}

TEST(TypeModelSource, SeesSignaturesOnly) {
  Check(ReadSource,
        {
            {"int32/optional", "sint32/optional", "="},
            {"int32/optional", "sfixed32/optional", "="},
            {"uint32/optional", "fixed32/optional", "="},
            {"int64/optional", "sint64/optional", "="},
            {"uint64/optional", "fixed64/optional", "="},
            {"int32/optional", "uint32/optional",
             "SIGNATURE_CHANGED unless the code is not C++ or Go"},
            {"float/optional", "double/optional", "BROKEN SIGNATURE_CHANGED"},
            {"string/optional", "bytes/optional",
             "SIGNATURE_CHANGED unless the code is not Java or Go"},
            {"bool/optional", "int32/optional", "BROKEN SIGNATURE_CHANGED"},
            {"int32/packed", "int32/expanded", "="},
            {"int32/optional", "int32/required", "="},
            {"int32/optional", "int32/packed", "BROKEN SIGNATURE_CHANGED"},
            {"int32/implicit", "int32/optional", "SIGNATURE_CHANGED unless the code is not Go"},
            {"int32/optional", "int32/implicit", "BROKEN SYMBOL_GONE"},
            {"int32/optional", "int32/oneof", "SIGNATURE_CHANGED unless the code is not Go"},
            {"message/optional", "message/oneof", "SIGNATURE_CHANGED unless the code is not Go"},
            {"map/map", "map/map", "="},
            {"enum_open/optional", "message/optional", "BROKEN SIGNATURE_CHANGED"},
        });
}

FieldSpec Map(FieldType key, FieldType value) {
  FieldSpec map;
  map.type = value;
  map.map_key = key;
  map.cardinality = Cardinality::kMap;
  return map;
}

TEST(TypeModelMaps, LosesEntriesWhereKeysBecomeEqual) {
  const FieldSpec int32_keys = Map(FieldType::kInt32, FieldType::kInt32);
  const FieldSpec int64_keys = Map(FieldType::kInt64, FieldType::kInt32);
  const FieldSpec string_keys = Map(FieldType::kString, FieldType::kInt32);
  const FieldSpec zigzag_keys = Map(FieldType::kSint32, FieldType::kInt32);
  const FieldSpec bool_keys = Map(FieldType::kBool, FieldType::kInt32);
  EXPECT_EQ(Text(ReadBinary(int32_keys, int64_keys)), "=");
  EXPECT_EQ(Text(ReadBinary(int64_keys, int32_keys)),
            "ENTRIES_COLLIDE unless every key is between -2147483648 and 2147483647");
  EXPECT_EQ(Text(ReadBinary(int32_keys, string_keys)), "BROKEN ENTRIES_COLLIDE");
  EXPECT_EQ(Text(ReadBinary(int32_keys, zigzag_keys)), "BROKEN ZIGZAG_MISREAD");
  EXPECT_EQ(Text(ReadJson(int32_keys, string_keys)), "=");
  EXPECT_EQ(Text(ReadJson(string_keys, int32_keys)),
            "PARSE_FAILURE unless every key is the text of a number of `int32`");
  EXPECT_EQ(Text(ReadJson(string_keys, bool_keys)),
            "PARSE_FAILURE unless every key is `true` or `false`");
  EXPECT_EQ(Text(ReadJson(bool_keys, int32_keys)), "BROKEN PARSE_FAILURE");
  EXPECT_EQ(Text(ReadJson(bool_keys, string_keys)), "=");
  EXPECT_EQ(Text(ReadJson(int64_keys, int32_keys)),
            "PARSE_FAILURE unless every key is between -2147483648 and 2147483647");
  EXPECT_EQ(Text(ReadText(int32_keys, string_keys)), "BROKEN PARSE_FAILURE");
  EXPECT_EQ(Text(ReadSource(int32_keys, zigzag_keys)), "=");
  EXPECT_EQ(Text(ReadSource(int32_keys, int64_keys)), "BROKEN SIGNATURE_CHANGED");
}

TEST(TypeModelMaps, ReadsValuesAsFields) {
  const FieldSpec ints = Map(FieldType::kString, FieldType::kInt32);
  EXPECT_EQ(Text(ReadBinary(ints, Map(FieldType::kString, FieldType::kInt64))), "=");
  EXPECT_EQ(Text(ReadBinary(ints, Map(FieldType::kString, FieldType::kString))),
            "BROKEN LOST_TO_UNKNOWN");
  EXPECT_EQ(Text(ReadBinary(ints, Map(FieldType::kString, FieldType::kSint32))),
            "BROKEN ZIGZAG_MISREAD");
}

// Messages of google.protobuf by full name.
FieldSpec WellKnown(const Message& message, Cardinality cardinality = Cardinality::kOptional) {
  FieldSpec spec;
  spec.type = FieldType::kMessage;
  spec.cardinality = cardinality;
  spec.message = &message;
  return spec;
}

class WellKnownJson : public testing::Test {
 protected:
  WellKnownJson() {
    const std::pair<Message*, std::string_view> names[] = {
        {&int32_value_, "google.protobuf.Int32Value"},
        {&timestamp_, "google.protobuf.Timestamp"},
        {&duration_, "google.protobuf.Duration"},
        {&mask_, "google.protobuf.FieldMask"},
        {&struct_, "google.protobuf.Struct"},
        {&value_, "google.protobuf.Value"},
        {&list_, "google.protobuf.ListValue"},
        {&any_, "google.protobuf.Any"},
        {&own_, "t.Own"}};
    for (const auto& [message, name] : names) message->full_name = name;
  }

  Message int32_value_, timestamp_, duration_, mask_, struct_, value_, list_, any_, own_;
  SpecMaker specs_;
};

TEST_F(WellKnownJson, WrappersLookLikeTheirScalars) {
  const FieldSpec wrapper = WellKnown(int32_value_);
  EXPECT_EQ(Text(ReadJson(wrapper, specs_("int32/optional"))), "=");
  EXPECT_EQ(Text(ReadJson(specs_("int32/implicit"), wrapper)), "=");
  EXPECT_EQ(Text(ReadJson(wrapper, specs_("int32/implicit"))), "~");
  EXPECT_EQ(Text(ReadJson(wrapper, specs_("string/optional"))), "BROKEN PARSE_FAILURE");
  EXPECT_EQ(Text(ReadBinary(wrapper, specs_("int32/optional"))), "BROKEN LOST_TO_UNKNOWN");
}

TEST_F(WellKnownJson, TimesAreText) {
  EXPECT_EQ(Text(ReadJson(WellKnown(timestamp_), specs_("string/optional"))), "=");
  EXPECT_EQ(Text(ReadJson(specs_("string/optional"), WellKnown(timestamp_))),
            "PARSE_FAILURE unless the text is an RFC 3339 time");
  EXPECT_EQ(Text(ReadJson(specs_("string/optional"), WellKnown(duration_))),
            "PARSE_FAILURE unless the text is a number of seconds with the suffix `s`");
  EXPECT_EQ(Text(ReadJson(specs_("string/optional"), WellKnown(mask_))),
            "PARSE_FAILURE unless the text is a list of field paths");
  EXPECT_EQ(Text(ReadJson(WellKnown(timestamp_), WellKnown(duration_))), "BROKEN PARSE_FAILURE");
  EXPECT_EQ(Text(ReadJson(WellKnown(timestamp_), WellKnown(own_))), "BROKEN PARSE_FAILURE");
  EXPECT_EQ(Text(ReadJson(WellKnown(timestamp_), specs_("int64/optional"))),
            "BROKEN PARSE_FAILURE");
  EXPECT_EQ(Text(ReadJson(WellKnown(timestamp_), WellKnown(timestamp_))), "=");
}

TEST_F(WellKnownJson, StructIsAMapOfValues) {
  FieldSpec map = WellKnown(value_, Cardinality::kMap);
  map.map_key = FieldType::kString;
  EXPECT_EQ(Text(ReadJson(WellKnown(struct_), map)), "=");
  EXPECT_EQ(Text(ReadJson(map, WellKnown(struct_))), "=");
  EXPECT_EQ(Text(ReadJson(specs_("map/map"), WellKnown(struct_))), "=");
  EXPECT_EQ(Text(ReadJson(WellKnown(own_), WellKnown(struct_))), "=");
  EXPECT_EQ(Text(ReadJson(WellKnown(any_), WellKnown(struct_))), "=");
  EXPECT_EQ(Text(ReadJson(WellKnown(struct_), WellKnown(own_))),
            "PARSE_FAILURE unless the object has only members that the reader's message knows");
  EXPECT_EQ(Text(ReadJson(WellKnown(any_), WellKnown(own_))), "BROKEN PARSE_FAILURE");
  EXPECT_EQ(Text(ReadJson(WellKnown(struct_, Cardinality::kExpanded),
                          WellKnown(own_, Cardinality::kExpanded))),
            "PARSE_FAILURE unless the object has only members that the reader's message knows");
}

TEST_F(WellKnownJson, ValueIsAnything) {
  EXPECT_EQ(Text(ReadJson(specs_("string/optional"), WellKnown(value_))), "=");
  EXPECT_EQ(Text(ReadJson(specs_("int32/packed"), WellKnown(value_))), "=");
  EXPECT_EQ(Text(ReadJson(specs_("int32/packed"), WellKnown(list_))), "=");
  EXPECT_EQ(Text(ReadJson(WellKnown(list_), WellKnown(value_, Cardinality::kExpanded))), "=");
  EXPECT_EQ(Text(ReadJson(specs_("string/optional"), WellKnown(list_))), "BROKEN PARSE_FAILURE");
  EXPECT_EQ(Text(ReadJson(WellKnown(value_), specs_("string/optional"))),
            "PARSE_FAILURE unless the JSON value is a text");
  EXPECT_EQ(Text(ReadJson(WellKnown(value_), specs_("int32/packed"))),
            "PARSE_FAILURE unless the JSON value is a list in which every value is a whole number "
            "of `int32`");
  EXPECT_EQ(Text(ReadJson(WellKnown(list_), specs_("int32/packed"))),
            "PARSE_FAILURE unless the JSON value is a whole number of `int32`");
}

TEST(Join, KeepsTheWorseLevelAndTheGraverEffect) {
  const Reading loud = SafeIf("a", Effect::kParseFailure);
  const Reading silent = SafeIf("b", Effect::kTruncated);
  EXPECT_EQ(Join(loud, silent), SafeIf("a, and b", Effect::kTruncated));
  EXPECT_EQ(Join(silent, silent), silent);
  EXPECT_EQ(Join(silent, Broken(Effect::kParseFailure)), Broken(Effect::kParseFailure));
  EXPECT_EQ(Join(Broken(Effect::kParseFailure), Broken(Effect::kMisread)),
            Broken(Effect::kMisread));
  EXPECT_EQ(Join(Lossless(), Lossless(Effect::kPresenceLost)), Lossless(Effect::kPresenceLost));
}

}  // namespace
}  // namespace leyline
