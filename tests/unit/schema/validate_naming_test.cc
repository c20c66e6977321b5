// The style of names that edition 2024 enforces.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"naming2024", R"(edition = "2024"; package Foo;
message m_x { int32 fooBar = 1; enum e { a = 0; } }
)",
     "t.proto:1:19: package name `Foo` is not in lower_snake_case, with dots, as edition 2024 "
     "wants it\n"
     "t.proto:2:9: message name `m_x` is not in PascalCase, as edition 2024 wants it\n"
     "t.proto:2:21: field name `fooBar` is not in lower_snake_case, as edition 2024 wants it\n"
     "t.proto:2:38: enum name `e` is not in PascalCase, as edition 2024 wants it\n"
     "t.proto:2:42: enum value name `a` is not in UPPER_SNAKE_CASE, as edition 2024 wants it\n",
     ""},
    {"fields", R"(edition = "2024"; package foo.bar_1;
message Foo1 { int32 foo_1 = 1; int32 _foo = 2; int32 foo_ = 3; int32 foo__bar = 4;
  int32 foo1 = 5; int32 foo1_bar = 6; int32 Foo = 7; int32 f = 8; int32 foo_b1 = 9; }
)",
     "t.proto:1:19: package name `foo.bar_1` is not in lower_snake_case, with dots, as edition "
     "2024 wants it\n"
     "t.proto:2:22: field name `foo_1` is not in lower_snake_case, as edition 2024 wants it\n"
     "t.proto:2:39: field name `_foo` is not in lower_snake_case, as edition 2024 wants it\n"
     "t.proto:2:55: field name `foo_` is not in lower_snake_case, as edition 2024 wants it\n"
     "t.proto:2:71: field name `foo__bar` is not in lower_snake_case, as edition 2024 wants it\n"
     "t.proto:3:9: field `foo.bar_1.Foo1.foo1` has JSON name `foo1`, which `foo_1` has at "
     "t.proto:2:22\n"
     "t.proto:3:45: field `foo.bar_1.Foo1.Foo` has JSON name `Foo`, which `_foo` has at "
     "t.proto:2:39\n"
     "t.proto:3:45: field name `Foo` is not in lower_snake_case, as edition 2024 wants it\n",
     ""},
    {"messages", R"(edition = "2024";
message Foo_Bar { }
message FOO {}
message F2B {}
message foo{}
message F {}
message _F{}
)",
     "t.proto:2:9: message name `Foo_Bar` is not in PascalCase, as edition 2024 wants it\n"
     "t.proto:5:9: message name `foo` is not in PascalCase, as edition 2024 wants it\n"
     "t.proto:7:9: message name `_F` is not in PascalCase, as edition 2024 wants it\n",
     ""},
    {"enum_values", R"(edition = "2024";
enum Foo { FOO = 0; FOO_1 = 1; foo = 2; Foo = 3; _FOO = 4; FOO_ = 5; FOO__A = 6; FOO1 = 7; }
)",
     "t.proto:2:21: enum value name `FOO_1` is not in UPPER_SNAKE_CASE, as edition 2024 wants it\n"
     "t.proto:2:32: enum value `Foo.foo` is `Foo` without the enum's name and case, as `FOO` is at "
     "t.proto:2:12\n"
     "t.proto:2:32: enum value name `foo` is not in UPPER_SNAKE_CASE, as edition 2024 wants it\n"
     "t.proto:2:41: enum value `Foo.Foo` is `Foo` without the enum's name and case, as `FOO` is at "
     "t.proto:2:12\n"
     "t.proto:2:41: enum value `Foo` is already declared, as enum at t.proto:2:6\n"
     "t.proto:2:41: enum value name `Foo` is not in UPPER_SNAKE_CASE, as edition 2024 wants it\n"
     "t.proto:2:50: enum value `Foo._FOO` is `Foo` without the enum's name and case, as `FOO` is "
     "at t.proto:2:12\n"
     "t.proto:2:50: enum value name `_FOO` is not in UPPER_SNAKE_CASE, as edition 2024 wants it\n"
     "t.proto:2:60: enum value `Foo.FOO_` is `Foo` without the enum's name and case, as `FOO` is "
     "at t.proto:2:12\n"
     "t.proto:2:60: enum value name `FOO_` is not in UPPER_SNAKE_CASE, as edition 2024 wants it\n"
     "t.proto:2:70: enum value name `FOO__A` is not in UPPER_SNAKE_CASE, as edition 2024 wants it\n"
     "t.proto:2:82: enum value `Foo.FOO1` is `1` without the enum's name and case, as `FOO_1` is "
     "at t.proto:2:21\n",
     ""},
    {"services_and_methods", R"(edition = "2024";
message M {}
service s { rpc foo(M) returns (M); rpc Foo_Bar(M) returns (M); rpc FooBar(M) returns (M);
  rpc FooBar2(M) returns (M); }
)",
     "t.proto:3:9: service name `s` is not in PascalCase, as edition 2024 wants it\n"
     "t.proto:3:17: method name `foo` is not in PascalCase, as edition 2024 wants it\n"
     "t.proto:3:41: method name `Foo_Bar` is not in PascalCase, as edition 2024 wants it\n",
     ""},
    {"oneofs_and_extensions", R"(edition = "2024";
message M { oneof Foo { int32 a = 1; } oneof foo { int32 b = 2;} extensions 3 to 9;
  extend M { int32 FooBar = 3; int32 foo_bar = 4; } }
)",
     "t.proto:2:13: oneof name `Foo` is not in lower_snake_case, as edition 2024 wants it\n"
     "t.proto:3:20: extension name `FooBar` is not in lower_snake_case, as edition 2024 wants it\n",
     ""},
    {"legacy_file", R"(edition = "2024";
option features.enforce_naming_style = STYLE_LEGACY;
message m { int32 FOO = 1; }
)",
     "", ""},
    {"legacy_message", R"(edition = "2024";
message m { option features.enforce_naming_style = STYLE_LEGACY; int32 FOO = 1;
  enum e {a = 0;} }
)",
     "", ""},
    {"style_by_field", R"(edition = "2024";
message M { option features.enforce_naming_style = STYLE_LEGACY; int32 FOO = 1;
  int32 BAR = 2 [features.enforce_naming_style = STYLE2024]; }
)",
     "t.proto:3:9: field name `BAR` is not in lower_snake_case, as edition 2024 wants it\n", ""},
    {"package", R"(edition = "2024"; package foo.Bar;
message M { }
)",
     "t.proto:1:19: package name `foo.Bar` is not in lower_snake_case, with dots, as edition 2024 "
     "wants it\n",
     ""},
    {"package_parts", R"(edition = "2024"; package foo_bar._baz.a1.b_1.c_;
message M { }
)",
     "t.proto:1:19: package name `foo_bar._baz.a1.b_1.c_` is not in lower_snake_case, with dots, "
     "as edition 2024 wants it\n",
     ""},
};

TEST(ValidateNaming, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
