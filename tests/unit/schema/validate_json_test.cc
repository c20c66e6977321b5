// Names that JSON and generated code can not keep apart.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"json_p2", R"(syntax = "proto2";
message M { optional int32 foo_bar = 1; optional int32 fooBar = 2; }
)",
     "", ""},
    {"json_p3", R"(syntax = "proto3";
message M { int32 foo_bar = 1; int32 fooBar = 2; }
)",
     "t.proto:2:38: field `M.fooBar` has JSON name `fooBar`, which `foo_bar` has at t.proto:2:19\n",
     ""},
    {"json_p3_lower", R"(syntax = "proto3";
message M { int32 foobar = 1; int32 fooBar = 2; }
)",
     "", "3.21 compares names without case; JSON and later releases keep them apart"},
    {"json_p3_custom", R"(syntax = "proto3";
message M { int32 a = 1 [json_name = "b"]; int32 b = 2; }
)",
     "t.proto:2:50: field `M.b` has JSON name `b`, which `a` has at t.proto:2:19\n",
     "3.21 overlooks json_name; later releases refuse it"},
    {"json_p2_custom", R"(syntax = "proto2";
message M { optional int32 a = 1 [json_name = "b"]; optional int32 b = 2; }
)",
     "", ""},
    {"json_p2_customboth", R"(syntax = "proto2";
message M { optional int32 a = 1 [json_name = "c"]; optional int32 b = 2 [json_name = "c"];
  }
)",
     "t.proto:2:68: field `M.b` has JSON name `c`, which `a` has at t.proto:2:28\n",
     "3.21 overlooks json_name; later releases refuse it"},
    {"json_p3_legacy", R"(syntax = "proto3";
message M { option deprecated_legacy_json_field_conflicts = true; int32 foo_bar = 1;
  int32 fooBar = 2; }
)",
     "t.proto:3:9: field `M.fooBar` has JSON name `fooBar`, which `foo_bar` has at t.proto:2:73\n",
     ""},
    {"json_2023", R"(edition = "2023";
message M { int32 foo_bar = 1; int32 fooBar = 2; }
)",
     "t.proto:2:38: field `M.fooBar` has JSON name `fooBar`, which `foo_bar` has at t.proto:2:19\n",
     ""},
    {"json_2023_legacy", R"(edition = "2023";
message M { option features.json_format = LEGACY_BEST_EFFORT; int32 foo_bar = 1;
  int32 fooBar = 2; }
)",
     "", ""},
    {"json_bracket", R"(syntax = "proto3";
message M { int32 a = 1 [json_name = "[b]"]; }
)",
     "", ""},
    {"json_nul", R"(syntax = "proto3";
message M { int32 a = 1 [json_name = "a\0b"]; }
)",
     "t.proto:2:26: field `M.a` has a JSON name with a null character\n",
     "3.21 overlooks it; later releases refuse it"},
    {"json_same_custom_as_derived", R"(syntax = "proto3";
message M { int32 foo_bar = 1 [json_name = "fooBar"]; int32 x = 2; }
)",
     "", ""},
    {"json_custom_avoids", R"(syntax = "proto3";
message M { int32 foo_bar = 1 [json_name = "x1"]; int32 fooBar = 2; }
)",
     "t.proto:2:57: field `M.fooBar` has JSON name `fooBar`, which `foo_bar` has at t.proto:2:19\n",
     ""},
    {"json_swap", R"(syntax = "proto3";
message M { int32 a = 1 [json_name = "b"]; int32 b = 2 [json_name = "a"]; }
)",
     "", ""},
    {"json_underscore", R"(syntax = "proto3";
message M { int32 a__b = 1; int32 a_b = 2; }
)",
     "t.proto:2:35: field `M.a_b` has JSON name `aB`, which `a__b` has at t.proto:2:19\n", ""},
    {"optsynth", R"(syntax = "proto3";
message M { optional int32 a = 1; int32 _a = 2; }
)",
     "", "3.21 compares names without case; JSON and later releases keep them apart"},
    {"prefix", R"(syntax = "proto3";
enum MyEnum { MY_ENUM_A = 0; A = 1; }
)",
     "t.proto:2:30: enum value `MyEnum.A` is `A` without the enum's name and case, as `MY_ENUM_A` "
     "is at t.proto:2:15\n",
     ""},
    {"prefix2", R"(syntax = "proto2";
enum MyEnum { MY_ENUM_A = 0; A = 1; }
)",
     "", ""},
    {"prefixalias", R"(syntax = "proto3";
enum MyEnum { option allow_alias = true; MY_ENUM_A = 0; A = 0; }
)",
     "", ""},
    {"prefix2023", R"(edition = "2023";
enum MyEnum { MY_ENUM_A = 0; A = 1; }
)",
     "t.proto:2:30: enum value `MyEnum.A` is `A` without the enum's name and case, as `MY_ENUM_A` "
     "is at t.proto:2:15\n",
     ""},
    {"prefix2023legacy", R"(edition = "2023";
enum MyEnum { option features.json_format = LEGACY_BEST_EFFORT; MY_ENUM_A = 0; A = 1; }
)",
     "", ""},
    {"jsonprefixempty", R"(syntax = "proto3";
enum Foo { FOO = 0; FOO_FOO = 1; }
)",
     "t.proto:2:21: enum value `Foo.FOO_FOO` is `Foo` without the enum's name and case, as `FOO` "
     "is at t.proto:2:12\n",
     ""},
    {"prefixtrail", R"(syntax = "proto3";
enum Foo { FOO_ = 0; FOO = 1; }
)",
     "t.proto:2:22: enum value `Foo.FOO` is `Foo` without the enum's name and case, as `FOO_` is "
     "at t.proto:2:12\n",
     ""},
    {"enum_prefix_enum_only", R"(syntax = "proto3";
enum FooBar { FOO_BAR_A = 0; FOOBAR_A = 1; }
)",
     "t.proto:2:30: enum value `FooBar.FOOBAR_A` is `A` without the enum's name and case, as "
     "`FOO_BAR_A` is at t.proto:2:15\n",
     ""},
    {"enum_prefix_ok", R"(syntax = "proto3";
enum Foo { FOO_A = 0; FOO_B = 1; BAR_A = 2; }
)",
     "", ""},
    {"enum_value_equals_name", R"(syntax = "proto3";
enum Foo { FOO = 0; BAR = 1; }
)",
     "", ""},
};

TEST(ValidateJson, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
