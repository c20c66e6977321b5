// Numbers of fields, reserved numbers and names, extension ranges.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"num_lowest", R"(syntax = "proto2";
message M { optional int32 x = 1; optional int32 y = 536870911; optional int32 z = 18999;
  optional int32 w = 20000; }
)",
     "", ""},
    {"out_of_bounds", R"(syntax = "proto2";
message M { optional int32 x = 0; optional int32 y = 536870912; optional int32 z = 19000; }
)",
     "t.proto:2:32: field `M.x` has number 0; expected 1 to 536870911\n"
     "t.proto:2:54: field `M.y` has number 536870912; expected 1 to 536870911\n"
     "t.proto:2:84: field `M.z` has number 19000; 19000 to 19999 belong to implementations of "
     "protobuf\n",
     ""},
    {"num_reserved_last", R"(syntax = "proto2";
message M { optional int32 z = 19999; }
)",
     "t.proto:2:32: field `M.z` has number 19999; 19000 to 19999 belong to implementations of "
     "protobuf\n",
     ""},
    {"dupfieldnum", R"(syntax = "proto2";
message M { optional int32 a = 1; optional int32 b = 1; }
)",
     "t.proto:2:54: field `M.b` has number 1, which `a` has at t.proto:2:32\n", ""},
    {"many_dups", R"(syntax = "proto2";
message M { optional int32 c = 3; optional int32 a = 1; optional int32 b = 1;
  optional int32 d = 3; }
)",
     "t.proto:2:76: field `M.b` has number 1, which `a` has at t.proto:2:54\n"
     "t.proto:3:22: field `M.d` has number 3, which `c` has at t.proto:2:32\n",
     ""},
    {"res_touching", R"(syntax = "proto2";
message M { reserved 1 to 3, 4, 5 to max; }
)",
     "", ""},
    {"ext_touching", R"(syntax = "proto2";
message M { extensions 1 to 3, 10; reserved 4 to 9; optional int32 a = 11; reserved "b";
  optional int32 c = 12; }
)",
     "", ""},
    {"res_nested_overlap", R"(syntax = "proto2";
message M { reserved 1 to 100, 5 to 6, 50 to 60; }
)",
     "t.proto:2:32: reserved range 5 to 6 of `M` overlaps reserved range 1 to 100 at t.proto:2:22\n"
     "t.proto:2:40: reserved range 50 to 60 of `M` overlaps reserved range 1 to 100 at "
     "t.proto:2:22\n",
     ""},
    {"ext_ext_overlap", R"(syntax = "proto2";
message M { extensions 5 to 10; extensions 8 to 20; }
)",
     "t.proto:2:44: extension range 8 to 20 of `M` overlaps extension range 5 to 10 at "
     "t.proto:2:24\n",
     ""},
    {"res_ext_overlap", R"(syntax = "proto2";
message M { extensions 5 to 10; reserved 10; }
)",
     "t.proto:2:42: reserved range 10 of `M` overlaps extension range 5 to 10 at t.proto:2:24\n",
     ""},
    {"field_in_res", R"(syntax = "proto2";
message M { reserved 10; reserved "x"; optional int32 x = 10; }
)",
     "t.proto:2:55: field `M.x` has a name that is reserved at t.proto:2:35\n"
     "t.proto:2:59: field `M.x` has number 10, which is in reserved range 10 at t.proto:2:22\n",
     ""},
    {"field_in_ext", R"(syntax = "proto2";
message M { extensions 10; optional int32 x = 10; }
)",
     "t.proto:2:47: field `M.x` has number 10, which is in extension range 10 at t.proto:2:24\n",
     ""},
    {"res_dupname", R"(syntax = "proto2";
message M { reserved "a", "a"; }
)",
     "t.proto:2:27: name `a` is reserved in `M` already at t.proto:2:22\n", ""},
    {"res_name_ident", R"(syntax = "proto2";
message M { reserved "a b"; }
)",
     "", ""},
    {"res_backward", R"(syntax = "proto3";
message M { reserved 3 to 1; }
)",
     "t.proto:2:22: reserved range 3 to 1 of `M` ends before it starts\n",
     "3.21 overlooks it in messages; later releases refuse it"},
    {"res_zero", R"(syntax = "proto3";
message M { reserved 0; }
)",
     "t.proto:2:22: reserved range 0 of `M` leaves the numbers of fields; expected 1 to "
     "2147483646\n",
     ""},
    {"res_big", R"(syntax = "proto3";
message M { reserved 536870912; }
)",
     "", ""},
    {"ext_zero", R"(syntax = "proto2";
message M { extensions 0 to 1; }
)",
     "t.proto:2:24: extension range 0 to 1 of `M` leaves the numbers of fields; expected 1 to "
     "536870911\n",
     ""},
    {"ext_huge", R"(syntax = "proto2";
message M { extensions 5 to 536870912; }
)",
     "t.proto:2:24: extension range 5 to 536870912 of `M` leaves the numbers of fields; expected 1 "
     "to 536870911\n",
     ""},
    {"ext_range_19000", R"(syntax = "proto2";
message B { extensions 19000 to 19500; reserved 19501; }
)",
     "", ""},
    {"enum_res_backward", R"(syntax = "proto3";
enum E { reserved 3 to 1; A = 0; }
)",
     "t.proto:2:19: reserved range 3 to 1 of `E` ends before it starts\n", ""},
    {"enum_res_overlap", R"(syntax = "proto3";
enum E { reserved 1 to 3, 3; A = 0; }
)",
     "t.proto:2:27: reserved range 3 of `E` overlaps reserved range 1 to 3 at t.proto:2:19\n", ""},
    {"enum_reserved", R"(syntax = "proto3";
enum E { reserved 1 to 3; reserved "B"; A = 0; B = 2; }
)",
     "t.proto:2:48: enum value `E.B` has a name that is reserved at t.proto:2:36\n"
     "t.proto:2:52: enum value `E.B` has number 2, which is in reserved range 1 to 3 at "
     "t.proto:2:19\n",
     ""},
    {"enum_res_name_ok", R"(syntax = "proto3";
enum E { reserved 5 to 7, 9, -3 to -1, 100 to max; reserved "X"; A = 0; B = 8; }
)",
     "", ""},
};

TEST(ValidateNumbers, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
