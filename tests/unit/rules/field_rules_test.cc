#include <gtest/gtest.h>

#include "tests/unit/rules/diff_text.h"

namespace leyline {
namespace {

TEST(Probe, Prints) {
  const auto show = [](std::string_view syntax, std::string_view before, std::string_view after) {
    puts(DiffText(One(syntax, before), One(syntax, after)).c_str());
  };
  show("proto3", "message M { int64 a = 1; }", "message M { int32 a = 1; }");
  show("proto3", "message M { int64 a = 1; }", "message M { string a = 1; }");
  show("proto3", "message M { int64 a = 1; }", "message M { repeated int64 a = 1; }");
  show("proto3", "message M { int64 a = 1; }", "message M { optional int64 a = 1; }");
  show("proto3", "message M { int64 a = 1; int64 b = 2; }", "message M { oneof x {int64 a = 1; int64 b=2;} }");
  show("proto3", "message M { int64 a = 1; int64 b = 2; }", "message M { int64 a = 2; int64 b=1; }");
  show("proto3", "message M { int64 a = 1; }", "message M { int64 a = 1 [json_name=\"x\"]; }");
  show("proto3", "message S {int32 x = 1; S s = 2;} message T {int64 x = 1; T s = 2;} message M { S a = 1; }", "message S {int32 x = 1; S s = 2;} message T {int64 x = 1;  T s = 2;} message M { T a = 1; }");
  show("proto2", "message M { optional int64 a = 1; }", "message M { optional int64 a = 1 [default=5]; }");
  show("proto2", "message M { repeated int64 a = 1; }", "message M { repeated int64 a = 1 [packed=true]; }");
  show("proto2", "enum E {A=1;B=2;}", "enum E {C=0;A=1;B=2;}");
  show("proto3", "enum E {A=0;B=2;C=3;}", "enum E {A=0;B=3;C=2;}");
  show("proto3", "enum E {A=0;B=2;C=3;}", "enum E {A=0;B=2;}");
  show("proto3", "enum E {A=0;B=2;C=3;}", "enum E {AA=0;B=2; CC=3;}");
  show("proto3", "enum E {option allow_alias = true; A=0;B=2;C=3; D=3;}", "enum E {option allow_alias = true; A=0;BB=2; B=2;C=3; E=3;}");
  puts(DiffText(One("proto2", "enum E {A=0;} message M { optional E e=1; optional string s =2; repeated int32 r=3; required int32 q=4; }"), One("proto3", "enum E {A=0;} message M { E e=1; string s =2; repeated int32 r=3; int32 q=4;}")).c_str());
}

}  // namespace
}  // namespace leyline
