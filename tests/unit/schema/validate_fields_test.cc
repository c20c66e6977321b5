// Labels, defaults and options of fields; proto3 against proto2.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"required_p3", R"(syntax = "proto3";
message M { required int32 a = 1; }
)",
     "t.proto:2:13: field `M.a` is required, which proto3 doesn't have\n", ""},
    {"group_p3", R"(syntax = "proto3";
message M { repeated group A = 1 {} }
)",
     "t.proto:2:22: field `M.a` is a group, which proto3 doesn't have\n", ""},
    {"defp3", R"(syntax = "proto3";
message M { int32 c = 3 [default = 1]; }
)",
     "t.proto:2:26: field `M.c` has a default value, which proto3 doesn't have\n", ""},
    {"default_ok", R"(syntax = "proto2";
enum E{A = 0;B = 1;}
message M { extensions 100 to 200; optional E c = 3 [default = B]; oneof o {
  int32 d = 4 [default = 7]; } extend M { optional string s = 100 [default = "x"]; } }
)",
     "", ""},
    {"default_msg", R"(syntax = "proto2";
message M { optional M c = 3 [default = x]; }
)",
     "t.proto:2:31: field `M.c` is a message and has a default value\n", ""},
    {"repeated_and_message_default", R"(syntax = "proto2";
message M { repeated int32 b = 2 [default = 3]; optional M c = 3 [default={}]; }
)",
     "t.proto:2:35: field `M.b` is repeated and has a default value\n"
     "t.proto:2:67: field `M.c` is a message and has a default value\n",
     ""},
    {"ext_default", R"(syntax = "proto2";
message M { extensions 1 to 4 ; }
extend M { repeated int32 a = 1 [default = 4]; }
)",
     "t.proto:3:34: extension `a` is repeated and has a default value\n", ""},
    {"packed_ok", R"(syntax = "proto2";
enum E {A = 0;}
message M { repeated int32 a = 1 [packed = true]; repeated E b = 2 [packed = true];
  repeated bool c = 3 [packed = false]; repeated double d = 4 [packed = true]; }
)",
     "", ""},
    {"packed_singular", R"(syntax = "proto2";
message M { optional int32 a = 1 [packed = true]; }
)",
     "t.proto:2:35: field `M.a` is packed, which only repeated numbers, bools and enums can be\n",
     ""},
    {"packed_msg", R"(syntax = "proto2";
message M { repeated M a = 1 [packed = true]; }
)",
     "t.proto:2:31: field `M.a` is packed, which only repeated numbers, bools and enums can be\n",
     ""},
    {"packed_map", R"(syntax = "proto2";
message M { map<int32,int32> a = 1 [packed = true]; }
)",
     "t.proto:2:37: field `M.a` is packed, which only repeated numbers, bools and enums can be\n",
     ""},
    {"packed_str", R"(syntax = "proto3";
message M { repeated string a = 1 [packed = true]; }
)",
     "t.proto:2:36: field `M.a` is packed, which only repeated numbers, bools and enums can be\n",
     ""},
    {"packed_strf", R"(syntax = "proto3";
message M { repeated string a = 1 [packed = false]; int32 b = 2 [packed = false]; }
)",
     "", ""},
    {"lazy", R"(syntax = "proto3";
message M { int32 a = 1 [lazy = true]; }
)",
     "t.proto:2:26: field `M.a` is lazy, which only messages with a length can be\n", ""},
    {"lazyfalse", R"(syntax = "proto3";
message M { int32 a = 1 [lazy = false]; }
)",
     "", ""},
    {"lazy_ok", R"(syntax = "proto2";
message M { optional M a = 1 [lazy = true]; repeated M b = 2 [lazy = true];
  map<int32,M> c = 3 [lazy = true]; optional M d = 4 [unverified_lazy = true]; }
)",
     "", ""},
    {"lazy_group", R"(syntax = "proto2";
message M { optional group G = 1 [lazy = true] {} }
)",
     "t.proto:2:35: field `M.g` is lazy, which only messages with a length can be\n", ""},
    {"unverified_lazy", R"(syntax = "proto2";
message M { optional int32 a = 1 [unverified_lazy = true]; }
)",
     "t.proto:2:35: field `M.a` is lazy, which only messages with a length can be\n", ""},
    {"jstype", R"(syntax = "proto3";
message M { int32 a = 1 [jstype = JS_STRING]; }
)",
     "t.proto:2:26: field `M.a` sets `jstype`, which only 64-bit integers can\n", ""},
    {"jsnormal", R"(syntax = "proto3";
message M { int32 a = 1 [jstype = JS_NORMAL]; }
)",
     "", ""},
    {"jstype_ok", R"(syntax = "proto2";
message M { optional int64 a = 1 [jstype = JS_STRING];
  repeated uint64 b = 2 [jstype = JS_NUMBER]; optional fixed64 c = 3 [jstype = JS_NORMAL];
  optional sint64 d = 4 [jstype = JS_STRING]; optional sfixed64 e = 5 [jstype = JS_STRING];
  }
)",
     "", ""},
    {"jstypemap", R"(edition = "2023";
message M { map<int64,int64> b = 2 [jstype = JS_STRING]; }
)",
     "t.proto:2:37: field `M.b` sets `jstype`, which only 64-bit integers can\n", ""},
    {"jstype_mapv", R"(syntax = "proto3";
message M { map<int32,int64> b = 2 [jstype = JS_STRING]; }
)",
     "t.proto:2:37: field `M.b` sets `jstype`, which only 64-bit integers can\n", ""},
    {"jstyperep", R"(edition = "2023";
message M { repeated int64 b = 2 [jstype = JS_STRING]; }
)",
     "", ""},
    {"ctype", R"(syntax = "proto3";
message M { int32 a = 1 [ctype = CORD]; }
)",
     "", ""},
    {"ctype2023int", R"(edition = "2023";
message M { int32 a = 1 [ctype = CORD]; }
)",
     "t.proto:2:26: field `M.a` sets `ctype`, which only strings and bytes can\n", ""},
    {"ctype2024", R"(edition = "2024";
message M { string a = 1 [ctype = CORD]; }
)",
     "t.proto:2:27: field `M.a` sets `ctype`, which edition 2024 doesn't have\n", ""},
    {"p3enumclosed", R"(syntax = "proto3"; import "b.proto";
message M { E e = 1; }
-- b.proto
syntax = "proto2";
enum E { A = 0; }
)",
     "t.proto:2:13: field `M.e` is a proto3 field of a closed enum, whose default needn't be "
     "zero\n",
     ""},
    {"p3enumclosedrep", R"(syntax = "proto3"; import "b.proto";
message M { repeated E e = 1; }
-- b.proto
syntax = "proto2";
enum E { A = 0; }
)",
     "t.proto:2:22: field `M.e` is a proto3 field of a closed enum, whose default needn't be "
     "zero\n",
     ""},
    {"p3enumclosedopt", R"(syntax = "proto3"; import "b.proto";
message M { optional E e = 1; }
-- b.proto
syntax = "proto2";
enum E { A = 0; }
)",
     "t.proto:2:22: field `M.e` is a proto3 field of a closed enum, whose default needn't be "
     "zero\n",
     ""},
    {"p3enumclosedmap", R"(syntax = "proto3"; import "b.proto";
message M { map<int32,E> e = 1; }
-- b.proto
syntax = "proto2";
enum E { A = 0; }
)",
     "t.proto:2:13: field `M.e` is a proto3 field of a closed enum, whose default needn't be "
     "zero\n",
     ""},
    {"p3enumclosed2023", R"(syntax = "proto3"; import "b.proto";
message M { optional E e = 1; }
-- b.proto
edition = "2023";
option features.enum_type = CLOSED;
enum E { A = 0; }
)",
     "t.proto:2:22: field `M.e` is a proto3 field of a closed enum, whose default needn't be "
     "zero\n",
     ""},
    {"p3enumopen2023", R"(syntax = "proto3"; import "b.proto";
message M { E e = 1; }
-- b.proto
edition = "2023";
enum E { A = 0; }
)",
     "", ""},
    {"mapenum1", R"(syntax = "proto2";
enum E { A = 1; }
message M { map<int32,E> e = 1; }
)",
     "t.proto:3:13: field `M.e` is a map to an enum whose first value is not 0\n", ""},
    {"map_enum_p2_ok", R"(syntax = "proto2";
enum E {Z = 0; A = 1;}
message M { map<int32,E> e = 1; }
)",
     "", ""},
    {"mapentry", R"(syntax = "proto3";
message M { option map_entry = true; int32 key = 1; int32 value = 2; }
)",
     "t.proto:2:20: message `M` sets `map_entry`, which is for compilers only\n",
     "3.21 overlooks it in text"},
    {"oneofgroup", R"(syntax = "proto2";
message M { oneof o { group A = 1 {} } }
)",
     "", ""},
};

TEST(ValidateFields, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
