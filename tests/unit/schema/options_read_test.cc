// Readers of options bytes, and the wire format under them.
#include <gtest/gtest.h>

#include "analyzer/schema/options.h"
#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

TEST(WrittenFeatures, AreFoundInEveryKindOfOptions) {
  constexpr std::pair<OptionsKind, uint32_t> kNumbers[] = {
      {OptionsKind::kFile, 50},    {OptionsKind::kMessage, 12}, {OptionsKind::kField, 21},
      {OptionsKind::kOneof, 1},    {OptionsKind::kEnum, 7},     {OptionsKind::kEnumValue, 2},
      {OptionsKind::kService, 34}, {OptionsKind::kMethod, 35},  {OptionsKind::kExtensionRange, 50}};
  for (const auto& [kind, number] : kNumbers) {
    std::string bytes;
    AppendBytes(bytes, number, "\x08\x02");
    EXPECT_EQ(WrittenFeatures(kind, bytes).presence, Presence::kImplicit) << number;
    std::string other;
    AppendBytes(other, number + 1, "\x08\x02");
    EXPECT_EQ(WrittenFeatures(kind, other), Features()) << number;
  }
}

TEST(WrittenFeatures, ReadsAllAndMerges) {
  std::string bytes;
  AppendBytes(bytes, 50, "\x08\x03\x10\x02\x18\x02\x20\x03");
  AppendBytes(bytes, 50, "\x28\x02\x30\x02\x40\x04\x08\x01");
  const Features features = WrittenFeatures(OptionsKind::kFile, bytes);
  EXPECT_EQ(features.presence, Presence::kExplicit);
  EXPECT_EQ(features.enum_type, EnumType::kClosed);
  EXPECT_EQ(features.repeated, RepeatedEncoding::kExpanded);
  EXPECT_EQ(features.utf8, Utf8Validation::kNone);
  EXPECT_EQ(features.message_encoding, MessageEncoding::kDelimited);
  EXPECT_EQ(features.json, JsonFormat::kLegacyBestEffort);
  EXPECT_EQ(features.visibility, DefaultVisibility::kStrict);
}

TEST(WrittenFeatures, ValuesThatDoNotExistSayNothing) {
  std::string bytes;
  AppendBytes(bytes, 50, "\x08\x09\x10\x07\x20\x01\x48\x01");
  AppendBytes(bytes, 50, "\x0A\x01\x01");
  EXPECT_EQ(WrittenFeatures(OptionsKind::kFile, bytes), Features());
}

TEST(BoolOption, TheLastOneCounts) {
  EXPECT_FALSE(BoolOption("", 1));
  EXPECT_TRUE(BoolOption("\x08\x01", 1));
  EXPECT_FALSE(BoolOption("\x08\x01", 2));
  EXPECT_FALSE(BoolOption(std::string_view("\x08\x01\x08\x00", 4), 1));
  EXPECT_FALSE(BoolOption("\x0A\x01\x01", 1));
  EXPECT_TRUE(BoolOption("\x08\x01\xFF", 1));
}

TEST(SmallReaders, OfVarintsAndStrings) {
  EXPECT_EQ(VarintOption("\x08\x05", 1), 5u);
  EXPECT_EQ(VarintOption("\x08\x05", 2), std::nullopt);
  EXPECT_TRUE(HasOption("\x0A\x01\x41", 1));
  EXPECT_FALSE(HasOption("\x0A\x01\x41", 2));
  EXPECT_EQ(StringOption("\x0A\x01\x41\x0A\x01\x42", 1), "B");
  EXPECT_EQ(StringOption("\x08\x01", 1), std::nullopt);
  EXPECT_EQ(DeprecatedNumber(OptionsKind::kFile), 23);
  EXPECT_EQ(DeprecatedNumber(OptionsKind::kMethod), 33);
  EXPECT_EQ(DeprecatedNumber(OptionsKind::kOneof), 0);
}

TEST(WireReader, ReadsEveryType) {
  std::string bytes;
  AppendTag(bytes, 1, WireType::kVarint);
  AppendVarint(bytes, 0xFFFFFFFFFFFFFFFF);
  AppendTag(bytes, 2, WireType::kFixed64);
  AppendFixed64(bytes, 0x0102030405060708);
  AppendTag(bytes, 3, WireType::kFixed32);
  AppendFixed32(bytes, 0xFEDCBA98);
  AppendBytes(bytes, 536870911, "xyz");
  AppendTag(bytes, 5, WireType::kGroup);
  AppendTag(bytes, 5, WireType::kGroup);
  AppendTag(bytes, 5, WireType::kEndGroup);
  AppendTag(bytes, 5, WireType::kEndGroup);
  WireReader reader(bytes);
  WireField field;
  ASSERT_TRUE(reader.Next(field));
  EXPECT_EQ(field.value, 0xFFFFFFFFFFFFFFFF);
  ASSERT_TRUE(reader.Next(field));
  EXPECT_EQ(field.value, 0x0102030405060708u);
  ASSERT_TRUE(reader.Next(field));
  EXPECT_EQ(field.value, 0xFEDCBA98u);
  EXPECT_EQ(field.raw.size(), 5u);
  ASSERT_TRUE(reader.Next(field));
  EXPECT_EQ(field.number, 536870911u);
  EXPECT_EQ(field.payload, "xyz");
  ASSERT_TRUE(reader.Next(field));
  EXPECT_EQ(field.type, WireType::kGroup);
  EXPECT_EQ(field.payload, "\x2B\x2C");
  EXPECT_FALSE(reader.Next(field));
  EXPECT_TRUE(reader.rest().empty());
}

TEST(WireReader, StopsAtWhatIsWrong) {
  const std::string_view wrong[] = {
      std::string_view("\x00\x01", 2),                 // field 0
      "\x0E",                                          // wire type 6
      "\x0C",                                          // an end without a group
      "\x0B",                                          // a group without an end
      "\x0B\x14",                                      // the end of another group
      "\x0B\x0A\x05\x0C",                              // cut off inside a group
      "\x08",                                          // no value
      "\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",  // a varint of eleven bytes
      "\x09\x01\x02",                                  // cut off
      "\x0D\x01\x02",                                  // cut off
      "\x0A\x02\x01",                                  // cut off
      "\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01",  // a length beyond everything
      "\x80\x80\x80\x80\x80\x01",                      // a field number beyond 29 bits
  };
  for (const std::string_view tail : wrong) {
    std::string bytes = "\x08\x01";
    bytes.append(tail);
    WireReader reader(bytes);
    WireField field;
    EXPECT_TRUE(reader.Next(field));
    EXPECT_FALSE(reader.Next(field));
    EXPECT_EQ(reader.rest(), tail);
  }
}

TEST(WireReader, GroupsAreLimited) {
  const std::string deep(1000000, '\x0B');
  WireReader reader(deep);
  WireField field;
  EXPECT_FALSE(reader.Next(field));
}

TEST(Wire, ZigZag) {
  for (const int64_t value : {int64_t{0}, int64_t{-1}, int64_t{1}, INT64_MIN, INT64_MAX}) {
    EXPECT_EQ(UnZigZag(ZigZag(value)), value);
  }
  EXPECT_EQ(ZigZag(-1), 1u);
  EXPECT_EQ(ZigZag(1), 2u);
}

}  // namespace
}  // namespace leyline
