// Default values are kept as libprotobuf spells them in FieldDescriptorProto.default_value.
#include <limits>

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include "analyzer/schema/link/defaults.h"
#include "tests/unit/schema/descriptor_set_support.h"
#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

struct Good {
  std::string_view type;
  std::string_view written;
  std::string_view text;
};

constexpr Good kGood[] = {
    {"int32", "-2147483648", "-2147483648"},
    {"int32", "0x7FFFFFFF", "2147483647"},
    {"int32", "010", "8"},
    {"int32", "-0", "0"},
    {"sint64", "-9223372036854775808", "-9223372036854775808"},
    {"uint32", "4294967295", "4294967295"},
    {"fixed64", "18446744073709551615", "18446744073709551615"},
    {"bool", "true", "true"},
    {"bool", "false", "false"},
    {"float", "1", "1"},
    {"float", "0.1", "0.1"},
    {"float", "-1.5e-7", "-1.5e-07"},
    {"float", "1e10", "1e+10"},
    {"float", "16777217", "16777216"},
    {"float", "3.4028235e38", "3.40282347e+38"},
    {"float", "1e39", "inf"},
    {"float", "-1e39", "-inf"},
    {"float", "inf", "inf"},
    {"float", "-inf", "-inf"},
    {"float", "nan", "nan"},
    {"float", "-nan", "nan"},
    {"double", "0.1", "0.1"},
    {"double", "-0.0", "-0"},
    {"double", "123456789012345678", "1.2345678901234568e+17"},
    {"double", "1e308", "1e+308"},
    {"double", "0.30000000000000004", "0.30000000000000004"},
    {"string", R"("plain")", "plain"},
    {"string", R"("")", ""},
    {"string", R"('it\'s' " \n")", "it's \n"},
    {"bytes", R"("a\0\x7f\"\n\\")", R"(a\000\177\"\n\\)"},
    {"bytes", R"("\xff")", R"(\377)"},
    {"E", "B", "B"},
};

TEST(Defaults, AreSpelledAsLibprotobufDoes) {
  std::string text = "syntax = \"proto2\";\nenum E { A = 0; B = 1; }\nmessage M {\n";
  int number = 0;
  for (const Good& good : kGood) {
    ++number;
    text += fmt::format("optional {} f{} = {} [default = {}];\n", good.type, number, number,
                        good.written);
  }
  text += "optional int32 none = 1000;\n}\n";
  const Snapshot snapshot = LinkOrFail(text);
  const auto set = CompileSet({{"t.proto", text}});
  const Message& message = *snapshot.FindMessage("M");
  const auto& oracle = set.file(0).message_type(0);
  for (std::size_t i = 0; i < std::size(kGood); ++i) {
    EXPECT_EQ(message.fields[i].default_value, kGood[i].text) << kGood[i].written;
    EXPECT_EQ(message.fields[i].default_value, oracle.field(static_cast<int>(i)).default_value());
    EXPECT_TRUE(message.fields[i].has_default);
  }
  EXPECT_EQ(message.fields.back().default_value, "");
  EXPECT_FALSE(message.fields.back().has_default);
}

struct Bad {
  std::string_view type;
  std::string_view written;
  std::string_view expected;
};

constexpr Bad kBad[] = {
    {"int32", "2147483648", "an integer from -2147483648 to 2147483647"},
    {"int32", "-2147483649", "an integer from -2147483648 to 2147483647"},
    {"int32", "1.5", "an integer from -2147483648 to 2147483647"},
    {"int32", "\"1\"", "an integer from -2147483648 to 2147483647"},
    {"int32", "true", "an integer from -2147483648 to 2147483647"},
    {"sfixed64", "9223372036854775808",
     "an integer from -9223372036854775808 to 9223372036854775807"},
    {"uint32", "-1", "an integer from 0 to 4294967295"},
    {"uint32", "4294967296", "an integer from 0 to 4294967295"},
    {"uint64", "-1", "an integer from 0 to 18446744073709551615"},
    {"float", "\"x\"", "a number, `inf` or `nan`"},
    {"double", "infinity", "a number, `inf` or `nan`"},
    {"bool", "1", "`true` or `false`"},
    {"bool", "yes", "`true` or `false`"},
    {"string", "3", "a string"},
    {"bytes", "x", "a string"},
    {"E", "Z", "the name of a value of the enum"},
    {"E", "0", "the name of a value of the enum"},
};

TEST(Defaults, ThatDontFitAreErrors) {
  for (const Bad& bad : kBad) {
    const std::string errors = LinkErrors(fmt::format(
        "syntax = \"proto2\"; enum E {{ A = 0; }}\nmessage M {{\noptional {} f = 1 [default = "
        "{}];\n}}",
        bad.type, bad.written));
    const std::size_t column = fmt::format("optional {} f = 1 [default = ", bad.type).size() + 1;
    EXPECT_TRUE(errors.starts_with(fmt::format("t.proto:3:{}: default value ", column))) << errors;
    EXPECT_TRUE(errors.ends_with(fmt::format("of `M.f` doesn't fit; expected {}\n", bad.expected)))
        << errors;
  }
}

TEST(Defaults, EscapesAreUndone) {
  EXPECT_EQ(UnescapeBytes(R"(a\n\r\t\"\'\\\?\a\b\f\v\0\177\xfF)"),
            std::string("a\n\r\t\"'\\?\a\b\f\v\0\177\xFF", 15));
  EXPECT_EQ(UnescapeBytes(R"(\)"), std::nullopt);
  EXPECT_EQ(UnescapeBytes(R"(\q)"), std::nullopt);
  EXPECT_EQ(UnescapeBytes(R"(\xg)"), std::nullopt);
  EXPECT_EQ(UnescapeBytes(R"(\777)"), std::nullopt);
}

TEST(Defaults, AllBytesSurviveEscaping) {
  std::string all;
  for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
  EXPECT_EQ(UnescapeBytes(EscapeBytes(all)), all);
}

// A descriptor may spell a default as it likes; what is kept is canonical.
TEST(Defaults, OfDescriptors) {
  struct Row {
    FieldType type;
    std::string_view written;
    std::string_view text;
    bool fits;
  };
  const Row rows[] = {
      {FieldType::kInt32, "007", "7", true},
      {FieldType::kInt32, "-2147483648", "-2147483648", true},
      {FieldType::kInt32, "x", "", false},
      {FieldType::kUint32, "-1", "", false},
      {FieldType::kFloat, "1e2", "100", true},
      {FieldType::kFloat, "1e99999", "inf", true},
      {FieldType::kDouble, "-inf", "-inf", true},
      {FieldType::kDouble, "1x", "", false},
      {FieldType::kBool, "true", "true", true},
      {FieldType::kBool, "1", "", false},
      {FieldType::kBytes, "\\x41\\n", "A\\n", true},
      {FieldType::kBytes, "\\", "", false},
      {FieldType::kString, "any \\ text", "any \\ text", true},
  };
  for (const Row& row : rows) {
    auto file = std::make_unique<File>();
    file->path = "t.proto";
    file->from_descriptor = true;
    std::vector<Field> fields(1);
    fields[0].name = "f";
    fields[0].number = 1;
    fields[0].type = row.type;
    fields[0].label = Label::kOptional;
    fields[0].has_default = true;
    fields[0].default_value = row.written;
    std::vector<Message> messages(1);
    messages[0].name = "M";
    messages[0].fields = file->arena.Copy(fields);
    file->messages = file->arena.Copy(messages);
    std::vector<std::unique_ptr<File>> files;
    files.push_back(std::move(file));
    const Result<Snapshot> snapshot = Link("x", std::move(files));
    ASSERT_EQ(snapshot.has_value(), row.fits) << row.written;
    if (row.fits) {
      EXPECT_EQ(snapshot->FindMessage("M")->fields[0].default_value, row.text);
    }
  }
}

}  // namespace
}  // namespace leyline
