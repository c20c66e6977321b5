// Enums: first values, numbers, aliases.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"enum_empty", R"(syntax = "proto3";
enum E {}
)",
     "t.proto:2:6: enum `E` has no values\n", ""},
    {"enum_first_nonzero_p3", R"(syntax = "proto3";
enum E { A = 1; }
)",
     "t.proto:2:14: enum `E` is open, and its first value `A` has number 1; expected 0\n", ""},
    {"enum_first_nonzero_p2", R"(syntax = "proto2";
enum E { A = 1; }
)",
     "", ""},
    {"enum_neg", R"(syntax = "proto2";
enum E { A = -1; B = 2147483647; C = -2147483648; }
)",
     "", ""},
    {"enum_alias_ok", R"(syntax = "proto3";
enum E { option allow_alias = true; A = 0; B = 0; C = 1; }
)",
     "", ""},
    {"enumdup", R"(edition = "2023";
enum E { A = 0; B = 0; }
)",
     "t.proto:2:21: enum value `E.B` has number 0, which `A` has at t.proto:2:14\n", ""},
    {"enumclosed2023nz", R"(edition = "2023";
enum E { A = 1; }
)",
     "t.proto:2:14: enum `E` is open, and its first value `A` has number 1; expected 0\n", ""},
    {"enumclosed2023nzc", R"(edition = "2023";
enum E { option features.enum_type = CLOSED; A = 1; }
)",
     "", ""},
};

TEST(ValidateEnums, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
