// What is said about wrong options, and where.
#include <gtest/gtest.h>

#include "analyzer/schema/options.h"
#include "tests/unit/schema/options_support.h"

namespace leyline {
namespace {

constexpr std::string_view kSchema = R"(syntax = "proto2";
package q;
import "google/protobuf/descriptor.proto";
enum E { A = 0; BLUE = 1; }
message M {
  optional int32 number = 1; optional E e = 2; optional M m = 3; repeated M many = 4;
  optional float f = 5; optional bool b = 6; optional string text = 7; repeated int32 list = 8;
  oneof choice { int32 one = 9; int32 two = 10; }
  extensions 100 to 200;
}
message Needs { required int32 id = 1; }
extend google.protobuf.MessageOptions {
  optional int32 number = 50001; optional uint32 natural = 50002; optional float f = 50003;
  optional bool b = 50004; optional string text = 50005; optional E e = 50006;
  optional M m = 50007; repeated M many = 50008; optional Needs needs = 50009;
  optional int32 on_field = 50010 [targets = TARGET_TYPE_FIELD, targets = TARGET_TYPE_FILE];
}
)";

struct Case {
  std::string_view body;
  std::string_view want;  // behind "x.proto:"
};

void PrintTo(const Case& test, std::ostream* out) { *out << test.body; }

class OptionErrors : public testing::TestWithParam<Case> {};

TEST_P(OptionErrors, SayWhatAndWhere) {
  const std::string text = "syntax = \"proto2\"; package q; import \"q.proto\";\nmessage X {\n" +
                           std::string(GetParam().body) + "\n}\n";
  const auto linked = LinkWithBuiltins({{"q.proto", std::string(kSchema)}, {"x.proto", text}});
  ASSERT_FALSE(linked.has_value());
  EXPECT_EQ(Lines(linked.error()), "x.proto:" + std::string(GetParam().want) + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Names, OptionErrors,
    testing::Values(
        Case{"option depreciated = true;",
             "3:8: `google.protobuf.MessageOptions` has no option `depreciated` (fix: did you mean "
             "`deprecated`?)"},
        Case{"option number = 1;",
             "3:8: `google.protobuf.MessageOptions` has no option `number` (fix: write `(number)` "
             "if it is a custom option)"},
        Case{"option (acme.x) = 1;",
             "3:8: there is no option `(acme.x)` here (fix: import the file that declares it)"},
        Case{"option (M) = 1;",
             "3:8: `(M)` is no extension, so it can't be an option (fix: import the file that "
             "declares it)"},
        Case{"option (number).x = 1;", "3:8: `number` is no message and has no field `x`"},
        Case{"option (many).number = 1;",
             "3:8: `many` is repeated; its messages are set as a whole, `{...}`"},
        Case{"option (m).nmber = 1;",
             "3:12: `q.M` has no option `nmber` (fix: did you mean `number`?)"},
        Case{
            "option (m).(number) = 1;",
            "3:12: `(number)` extends `google.protobuf.MessageOptions`; here it takes an extension "
            "of `q.M`"},
        Case{"option (on_field) = 1;",
             "3:8: option `on_field` can't be set on a message; its `targets` leave that out"},
        Case{"option features.field_presence = IMPLICIT;",
             "3:8: features are for files with `edition = \"2023\"` and later"},
        Case{"option uninterpreted_option = {};",
             "3:8: `uninterpreted_option` is reserved for compilers"},
        Case{"option (number) = 1;\noption (number) = 2;", "4:8: option `(number)` is set twice"},
        Case{"option (m).m = {number: 1};\noption (m).m.number = 2;",
             "4:8: option `(m).m.number` is set twice"}));

INSTANTIATE_TEST_SUITE_P(
    Values, OptionErrors,
    testing::Values(
        Case{"option (number) = 2147483648;",
             "3:19: unexpected 2147483648; expected an integer from -2147483648 to 2147483647 for "
             "option `(number)`"},
        Case{
            "option (natural) = -1;",
            "3:20: unexpected -1; expected an integer from 0 to 4294967295 for option `(natural)`"},
        Case{"option (number) = 1.5;",
             "3:19: unexpected 1.5; expected an integer from -2147483648 to 2147483647 for option "
             "`(number)`"},
        Case{"option (f) = true;",
             "3:14: unexpected `true`; expected a number, `inf` or `nan` for option `(f)`"},
        Case{"option (b) = yes;",
             "3:14: unexpected `yes`; expected `true` or `false` for option `(b)`"},
        Case{"option (b) = {};",
             "3:14: unexpected a message; expected `true` or `false` for option `(b)`"},
        Case{"option (text) = word;",
             "3:17: unexpected `word`; expected a string in quotes for option `(text)`"},
        Case{"option (e) = BLU;",
             "3:14: unexpected `BLU`; expected a value of `q.E`, as `BLUE` for option `(e)`"},
        Case{"option (e) = \"BLUE\";",
             "3:14: unexpected a string; expected the name of a value of `q.E` for option `(e)`"},
        Case{
            "option (m) = 1;",
            "3:14: option `(m)` is a message and can't be set to a single value (fix: write `(m) = "
            "{...}` or `(m).field = ...`)"}));

INSTANTIATE_TEST_SUITE_P(
    Aggregates, OptionErrors,
    testing::Values(
        Case{"option (m) = {\n  nmber: 1\n};",
             "4:3: `q.M` has no field `nmber` (fix: did you mean `number`?)"},
        Case{"option (m) = { number: x };",
             "3:24: unexpected `x`; expected an integer from -2147483648 to 2147483647 for "
             "`number`"},
        Case{"option (m) = { number: -2147483649 };",
             "3:24: -2147483649 doesn't fit `number`; expected an integer from -2147483648 to "
             "2147483647"},
        Case{"option (m) = { number: 1 number: 2 };",
             "3:26: `number` is set twice; it is not repeated"},
        Case{"option (m) = { one: 1 two: 2 };",
             "3:23: `one` and `two` are set, but they are of one oneof"},
        Case{"option (m) = { e: RED };", "3:19: `q.E` has no value `RED`"},
        Case{"option (m) = { e: 9 };", "3:19: `q.E` has no value with number 9"},
        Case{"option (m) = { e: 'BLUE' };", "3:19: unexpected `'BLUE'`; expected a value of `q.E`"},
        Case{"option (m) = { f: 010 };",
             "3:19: unexpected `010`; expected a decimal number, `inf` or `nan` for `f`"},
        Case{"option (m) = { b: yes };", "3:19: unexpected `yes`; expected `true` or `false`"},
        Case{"option (m) = { text: 5 };", "3:22: unexpected `5`; expected a string in quotes"},
        Case{"option (m) = { number 1 };", "3:23: unexpected `1`; expected `:` after `number`"},
        Case{"option (m) = { m: 1 };", "3:19: unexpected `1`; expected `{` to begin `m`"},
        Case{"option (m) = { list: [1 2] };",
             "3:25: unexpected `2`; expected `,` or `]` in a list"},
        Case{"option (m) = { number: };",
             "3:24: unexpected the end of the value; expected an integer from -2147483648 to "
             "2147483647 for `number`"},
        Case{"option (m) = { # note\n };",
             "3:16: unexpected `#`; expected a field of `q.M` (fix: write comments as `//`)"},
        Case{"option (m) = { [acme.x]: 1 };",
             "3:16: there is no extension `acme.x` here (fix: import the file that declares it)"},
        Case{"option (m) = { [q.number]: 1 };", "3:16: extension `q.number` doesn't extend `q.M`"},
        Case{"option (m) = { [q.number };",
             "3:26: unexpected the end of the value; expected the name of an extension or of a "
             "type, "
             "and `]`"},
        Case{
            "option (m) = { [type.googleapis.com/q.M] {} };",
            "3:16: `[type.googleapis.com/q.M]` stands in `q.M`; only `google.protobuf.Any` takes a "
            "type"},
        Case{"option (needs) = {};", "3:19: the required field `id` of `q.Needs` is not set"}));

TEST(OptionErrors, AreLimited) {
  std::string text = "syntax = \"proto2\";\nmessage X {\n";
  for (int i = 0; i < 5000; ++i) text += "option nope = 1;\n";
  const auto linked = LinkWithBuiltins({{"x.proto", text + "}\n"}});
  ASSERT_FALSE(linked.has_value());
  ASSERT_EQ(linked.error().size(), 100u);
  EXPECT_EQ(linked.error().back().message,
            "too many errors in options; the rest of them was not checked");
}

TEST(OptionErrors, NameTheElement) {
  const std::string text = R"(syntax = "proto3";
option nope = 1;
message M {
  string a = 1 [nope = 1];
  oneof o { option nope = 1; int32 b = 2; }
}
enum E {
  option nope = 1;
  A = 0 [nope = 1];
}
service S {
  option nope = 1;
  rpc Call(M) returns (M) { option nope = 1; }
}
)";
  const auto linked = LinkWithBuiltins({{"x.proto", text}});
  ASSERT_FALSE(linked.has_value());
  const std::string fix = " (fix: write `(nope)` if it is a custom option)\n";
  EXPECT_EQ(Lines(linked.error()),
            "x.proto:2:8: `google.protobuf.FileOptions` has no option `nope`" + fix +
                "x.proto:4:17: `google.protobuf.FieldOptions` has no option `nope`" + fix +
                "x.proto:5:20: `google.protobuf.OneofOptions` has no option `nope`" + fix +
                "x.proto:8:10: `google.protobuf.EnumOptions` has no option `nope`" + fix +
                "x.proto:9:10: `google.protobuf.EnumValueOptions` has no option `nope`" + fix +
                "x.proto:12:10: `google.protobuf.ServiceOptions` has no option `nope`" + fix +
                "x.proto:13:36: `google.protobuf.MethodOptions` has no option `nope`" + fix);
}

}  // namespace
}  // namespace leyline
