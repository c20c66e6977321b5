// Extensions and message sets.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"ext_req", R"(syntax = "proto2";
message B { extensions 4 to max; }
extend B { required int32 a = 4; }
)",
     "t.proto:3:12: extension `a` is required, which extensions can't be\n", ""},
    {"ext_out", R"(syntax = "proto2";
message B { extensions 4 to 5; }
extend B { optional int32 a = 6; }
)",
     "t.proto:3:31: extension `a` has number 6, which is in no extension range of `B` at "
     "t.proto:2:9\n",
     ""},
    {"ext_dup", R"(syntax = "proto2";
message B { extensions 4 to 5; }
extend B { optional int32 a = 4; optional int32 b = 4; }
)",
     "t.proto:3:53: extension `b` has number 4 of `B`, which `a` has at t.proto:3:31\n", ""},
    {"ext_19000", R"(syntax = "proto2";
message B { extensions 4 to max; }
extend B { optional int32 a = 19000; }
)",
     "t.proto:3:31: extension `a` has number 19000; 19000 to 19999 belong to implementations of "
     "protobuf\n",
     ""},
    {"ext_big_number", R"(syntax = "proto2";
message M { extensions 4 to max; }
extend M { optional int32 a = 536870911; }
)",
     "", ""},
    {"ext_zero_number", R"(syntax = "proto2";
message M { extensions 4 to max; }
extend M { optional int32 a = 0; }
)",
     "t.proto:3:31: extension `a` has number 0; expected 1 to 536870911\n", ""},
    {"ext_two_files", R"(syntax = "proto2"; import "b.proto";
extend B { optional int32 x = 5; }
-- b.proto
syntax = "proto2";
message B { extensions 4 to 9; extensions 20; }
extend B { optional int32 y = 5; optional int32 z = 20; }
)",
     "", ""},
    {"json_ext", R"(syntax = "proto2";
message M { extensions 1 to 5; }
extend M { optional int32 a = 1 [json_name = "b"]; }
)",
     "t.proto:3:34: extension `a` sets `json_name`, which extensions can't\n", ""},
    {"extranges_p3", R"(syntax = "proto3";
message M { extensions 4 to max; }
)",
     "t.proto:2:24: message `M` has an extension range, which proto3 doesn't have\n", ""},
    {"ext_p3", R"(syntax = "proto3"; import "b.proto";
extend B { optional int32 a = 4; }
-- b.proto
syntax = "proto2";
message B { extensions 4 to max; }
)",
     "t.proto:2:27: extension `a` extends another message than the built-in options, which proto3 "
     "can't\n",
     ""},
    {"ext_p3opt", R"(syntax = "proto3"; import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { int32 a = 50000; optional int32 b = 50001;
  repeated int32 c = 50002; }
)",
     "", ""},
    {"p3_ext_msg_ok", R"(syntax = "proto3"; import "google/protobuf/descriptor.proto";
extend google.protobuf.MethodOptions { M a = 50001; }
message M { extend google.protobuf.OneofOptions { repeated string b = 50001; } }
)",
     "", ""},
    {"msgset_ok", R"(syntax = "proto2";
message M { option message_set_wire_format = true; extensions 4 to max; }
message N { extend M { optional N n = 1000000000; } }
)",
     "", ""},
    {"msgset_noext", R"(syntax = "proto2";
message M { option message_set_wire_format = true; }
)",
     "", ""},
    {"msgset_field", R"(syntax = "proto2";
message M { option message_set_wire_format = true; extensions 4 to max;
  optional int32 a = 1; }
)",
     "t.proto:3:18: field `M.a` stands in a message set, which has extensions only\n", ""},
    {"msgset_ext", R"(syntax = "proto2";
message M { option message_set_wire_format = true; extensions 4 to max; }
extend M { optional int32 a = 4; }
)",
     "t.proto:3:21: extension `a` extends a message set and is not a singular, optional message\n",
     ""},
    {"msgset_extrep", R"(syntax = "proto2";
message M { option message_set_wire_format = true; extensions 4 to max; }
extend M { repeated M a = 4; }
)",
     "t.proto:3:21: extension `a` extends a message set and is not a singular, optional message\n",
     ""},
    {"msgset_required", R"(syntax = "proto2";
message M { option message_set_wire_format = true; extensions 4 to max; }
extend M { optional group G = 5 {} }
)",
     "t.proto:3:21: extension `g` extends a message set and is not a singular, optional message\n",
     ""},
    {"msgset_big", R"(syntax = "proto2";
message M { option message_set_wire_format = true; extensions 4 to max; }
extend M { optional M a = 2147483646; }
)",
     "", ""},
    {"msgset_big2", R"(syntax = "proto2";
message M { option message_set_wire_format = true; extensions 4 to max; }
extend M { optional M a = 2147483647; }
)",
     "t.proto:3:27: extension `a` has number 2147483647, which is in no extension range of `M` at "
     "t.proto:2:9\n"
     "t.proto:3:27: extension `a` has number 2147483647; expected 1 to 2147483646\n",
     ""},
    {"msgset_p3", R"(syntax = "proto3";
message M { option message_set_wire_format = true; }
)",
     "t.proto:2:20: message `M` is a message set, which proto3 doesn't have\n", ""},
    {"msgset_2023", R"(edition = "2023";
message M { option message_set_wire_format = true; extensions 4 to max; }
extend M { M a = 2147483646; }
)",
     "", ""},
};

constexpr std::string_view kUnknown = "libprotobuf 3.21 doesn't know declarations; as buf 1.75";

constexpr LinkCase kDeclarations[] = {
    {"decl_ok", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [verification = DECLARATION, declaration = {number: 4, full_name: ".x", type: "int32"}]; }
extend M { optional int32 x = 4; repeated int32 y = 5; }
)",
     "", kUnknown},
    {"decl_kinds", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x", type: ".N"}, declaration = {number: 5, full_name: ".e", type: ".E", repeated: true}, declaration = {number: 6, full_name: ".grp", type: ".Grp"}, declaration = {number: 7, reserved: true}]; }
extend M { optional N x = 4; repeated E e = 5; optional group Grp = 6 {} }
)",
     "", kUnknown},
    {"decl_unverified", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [verification = UNVERIFIED]; }
extend M { optional int32 x = 5; }
)",
     "", kUnknown},
    {"decl_name", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".y", type: "int32"}]; }
extend M { optional int32 x = 4; }
)",
     "t.proto:5:27: extension `x` has number 4, which is declared for `.y` at t.proto:4:24\n", ""},
    {"decl_type", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x", type: "int64"}]; }
extend M { optional int32 x = 4; }
)",
     "t.proto:5:21: extension `x` is `int32`, but is declared as `int64` at t.proto:4:24\n", ""},
    {"decl_repeated", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x", type: ".N"}]; }
extend M { repeated N x = 4; }
)",
     "t.proto:5:21: extension `x` is `repeated .N`, but is declared as `.N` at t.proto:4:24\n", ""},
    {"decl_singular", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x", type: ".E", repeated: true}]; }
extend M { optional E x = 4; }
)",
     "t.proto:5:21: extension `x` is `.E`, but is declared as `repeated .E` at t.proto:4:24\n", ""},
    {"decl_reserved", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x", type: "int32", reserved: true}]; }
extend M { optional int32 x = 4; }
)",
     "t.proto:5:31: extension `x` has number 4, which is declared as reserved at t.proto:4:24\n", ""},
    {"decl_none", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [verification = DECLARATION]; }
extend M { optional int32 x = 4; }
)",
     "t.proto:4:33: an extension range of `M` asks for declarations and has none\n", ""},
    {"decl_both", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [verification = UNVERIFIED, declaration = {number: 4, reserved: true}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` is UNVERIFIED and has declarations\n", ""},
    {"decl_number", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {full_name: ".x", type: "int32"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has no `number`\n", ""},
    {"decl_outside", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 11, full_name: ".x", type: "int32"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has number 11, which is not in the range 4 to 10\n", ""},
    {"decl_zero", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 0, full_name: ".x", type: "int32"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has number 0, which is not in the range 4 to 10\n", ""},
    {"decl_bare", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has no `full_name`\n", ""},
    {"decl_no_type", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has no `type`\n", ""},
    {"decl_reserved_no_type", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x", reserved: true}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has no `type`\n", ""},
    {"decl_relative", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: "x", type: "int32"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has the `full_name` `x`; expected a full name with a dot in front\n", ""},
    {"decl_empty_part", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x..y", type: "int32"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has the `full_name` `.x..y`; expected a full name with a dot in front\n", ""},
    {"decl_digit", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".1x", type: "int32"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has the `full_name` `.1x`; expected a full name with a dot in front\n", ""},
    {"decl_int", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x", type: "int"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has the `type` `int`; expected a scalar type or a full name with a dot in front\n", ""},
    {"decl_group", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10 [declaration = {number: 4, full_name: ".x", type: "group"}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:33: an extension range of `M` has a declaration that has the `type` `group`; expected a scalar type or a full name with a dot in front\n", ""},
    {"decl_two_ranges", R"(syntax = "proto2";
message N {}
enum E { Z = 0; }
message M { extensions 4 to 10, 20 to 30 [declaration = {number: 4, reserved: true}]; }
extend M { optional int32 y = 5; }
)",
     "t.proto:4:43: an extension range of `M` has a declaration that has number 4, which is not in the range 20 to 30\n", ""},
};

TEST(ValidateExtensions, Cases) { ExpectErrors(kCases); }
TEST(ValidateExtensions, Declarations) { ExpectErrors(kDeclarations); }

}  // namespace
}  // namespace leyline
