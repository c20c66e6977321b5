// Names declared twice, in one scope or over files.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"oneof_field_same", R"(syntax = "proto2";
message M { optional int32 a = 1; oneof a { int32 b = 2; } }
)",
     "t.proto:2:35: `a` is already declared in `M`, as field at t.proto:2:28\n", ""},
    {"nested_msg_field_same", R"(syntax = "proto2";
message M { optional int32 a = 1; message a {} enum b {c = 0;} optional int32 b = 2;
  optional int32 c = 3; }
)",
     "t.proto:2:43: `a` is already declared in `M`, as field at t.proto:2:28\n"
     "t.proto:2:79: `b` is already declared in `M`, as enum at t.proto:2:53\n"
     "t.proto:3:18: `c` is already declared in `M`, as enum value at t.proto:2:56\n",
     ""},
    {"nested_scope_ok", R"(syntax = "proto2";
message M { optional int32 a = 1; message N { optional int32 a = 1; } oneof o {
  int32 b = 2; } }
)",
     "", ""},
    {"service_dup", R"(syntax = "proto2";
message M {}
service S { rpc F(M) returns (M); rpc F(M) returns (M); }
)",
     "t.proto:3:39: `F` is already declared in `S`, as method at t.proto:3:17\n", ""},
    {"toplevel_dup", R"(syntax = "proto2";
message M {}
service M {}
enum E { M = 0; }
)",
     "t.proto:3:9: service `M` is already declared, as message at t.proto:2:9\n"
     "t.proto:4:10: enum value `M` is already declared, as message at t.proto:2:9\n",
     ""},
    {"ext_dup_name", R"(syntax = "proto2";
message M { extensions 1 to 5; extend M { optional int32 a = 1; optional int32 a = 2; }
  optional int32 b = 6; extend M { optional int32 b = 3; } }
)",
     "t.proto:2:80: `a` is already declared in `M`, as extension at t.proto:2:58\n"
     "t.proto:3:51: `b` is already declared in `M`, as field at t.proto:3:18\n",
     ""},
    {"crossfile_dup", R"(syntax = "proto2"; package p;
message M {}
-- c.proto
syntax = "proto2"; package p;
enum M { A = 0; }
)",
     "t.proto:2:9: message `p.M` is already declared, as enum at c.proto:2:6\n", ""},
    {"crossfile_value", R"(syntax = "proto2"; package p;
enum E { A = 0; }
-- c.proto
syntax = "proto2"; package p;
enum F { A = 0; }
)",
     "t.proto:2:10: enum value `p.A` is already declared, as enum value at c.proto:2:10\n", ""},
    {"crossfile_ok", R"(syntax = "proto2"; package p;
enum E { A = 0; }
-- c.proto
syntax = "proto2"; package q;
enum E { A = 0; }
)",
     "", ""},
    {"pkgvsmsg", R"(syntax = "proto2"; package a;
message b {}
-- c.proto
syntax = "proto2"; package a.b;
)",
     "t.proto:2:9: message `a.b` is already declared, as package at c.proto:1:20\n", ""},
    {"msg_named_like_pkg", R"(syntax = "proto2"; package a.b;
message M {}
-- c.proto
syntax = "proto2"; package a;
message b {}
)",
     "t.proto:1:20: package `a.b` is already declared, as message at c.proto:2:9\n", ""},
    {"enumtop", R"(syntax = "proto2";
enum A { X = 0; }
enum B { X = 0; }
)",
     "t.proto:3:10: enum value `X` is already declared, as enum value at t.proto:2:10\n", ""},
    {"dupfield", R"(syntax = "proto2";
message M { optional int32 a = 1; optional int32 a = 2; }
)",
     "t.proto:2:50: `a` is already declared in `M`, as field at t.proto:2:28\n", ""},
    {"mapentryname", R"(syntax = "proto2";
message M { map<int32,int32> foo_bar = 1; message FooBarEntry {} }
)",
     "t.proto:2:30: the entry type `FooBarEntry` of map `M.foo_bar` has the name of the message at "
     "t.proto:2:51\n",
     ""},
    {"mapentryfieldname", R"(syntax = "proto2";
message M { map<int32,int32> foo_bar = 1; optional int32 FooBarEntry = 2; }
)",
     "t.proto:2:30: the entry type `FooBarEntry` of map `M.foo_bar` has the name of the field at "
     "t.proto:2:58\n",
     ""},
    {"mapentry2", R"(syntax = "proto2";
message M { map<int32,int32> foo_bar = 1; map<int32,int32> fooBar = 2; }
)",
     "t.proto:2:60: the entry type `FooBarEntry` of map `M.fooBar` has the name of the message at "
     "t.proto:2:30\n",
     ""},
};

TEST(ValidateNames, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
