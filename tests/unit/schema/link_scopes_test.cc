// More of the scoping rules.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"group_field_type_lookup", R"(syntax = "proto2";
message M { optional group A = 1 { optional A a = 1; } optional A x = 2; }
)",
     "", ""},
    {"type_from_extension_scope", R"(syntax = "proto2";
message M { extensions 1 to 4; message In {} extend M { optional In i = 1; } }
)",
     "", ""},
    {"nested_package_relative", R"(syntax = "proto2"; package a.b.c; import "b.proto";
message M { optional b.X x = 1; optional c.N n = 2; }
message N {}
-- b.proto
syntax = "proto2"; package a.b;
message X {}
)",
     "", ""},
    {"toplevel_from_nested", R"(syntax = "proto3"; package a;
message A { message B { message C { A a = 1; B b = 2; C c = 3; a.A d = 4; .a.A.B e = 5;
  A.B.C f = 6; } } }
)",
     "", ""},
    {"enum_as_scope", R"(syntax = "proto2";
enum E { A = 0; }
message M { optional E.A x = 1; }
)",
     "t.proto:3:22: `E.A` is not defined\n", ""},
    {"value_as_type", R"(syntax = "proto2";
enum E { A = 0; }
message M { optional A x = 1; }
)",
     "t.proto:3:22: `A` is an enum value here; expected a message or enum\n", ""},
    {"method_type_service_scope", R"(syntax = "proto3"; package p;
message Q {}
service S { rpc A(Q) returns (p.Q); rpc Q(p.Q) returns (.p.Q); }
)",
     "t.proto:3:19: `Q` is a method here; expected a message\n", ""},
    {"method_type_hidden", R"(syntax = "proto3"; package p;
message Q {}
service S { rpc Q(p.Q) returns (Q); }
)",
     "t.proto:3:33: `Q` is a method here; expected a message\n", ""},
    {"oneof_extendee", R"(syntax = "proto2";
message Foo {extensions 1 to 4;}
message M { oneof Foo { int32 a = 1; } extend Foo { optional int32 x = 1; } }
)",
     "t.proto:3:47: `Foo` is an oneof here; expected a message\n", ""},
    {"value_extendee", R"(syntax = "proto2";
message Foo {extensions 1 to 4;}
message M { enum E { Foo = 0; } extend Foo { optional int32 x = 1; } }
)",
     "t.proto:3:40: `Foo` is an enum value here; expected a message\n", ""},
    {"field_type_hidden_by_service", R"(syntax = "proto2"; package p;
message S {}
message M { optional p.S s = 1; }
-- c.proto
syntax = "proto2"; package p.q;
service p {}
)",
     "", ""},
    {"publicimp", R"(syntax = "proto2"; import "c.proto";
message M { optional b.X x = 1; }
-- b.proto
syntax = "proto2"; package b;
message X {}
-- c.proto
syntax = "proto2"; import public "b.proto";
)",
     "", ""},
    {"svcscope", R"(syntax = "proto2";
message M { message X{} }
message N { optional int32 M = 1; optional M.X x = 2; }
)",
     "", ""},
};

TEST(LinkScopes, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
