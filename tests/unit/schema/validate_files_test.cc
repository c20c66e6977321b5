// Lite files, and what edition 2024 lets other files use.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"lite", R"(syntax = "proto2"; import "b.proto";
message M { optional B b = 1; }
-- b.proto
syntax = "proto2";
option optimize_for = LITE_RUNTIME;
message B {}
)",
     "t.proto:1:20: `b.proto` is a LITE_RUNTIME file and is imported by one that is not\n", ""},
    {"lite_both", R"(syntax = "proto2";
option optimize_for = LITE_RUNTIME; import "b.proto";
message M { optional B b = 1; }
-- b.proto
syntax = "proto2";
option optimize_for = LITE_RUNTIME;
message B {}
)",
     "", ""},
    {"lite_imports_full", R"(syntax = "proto2";
option optimize_for = LITE_RUNTIME; import "b.proto";
message M { optional B b = 1; }
-- b.proto
syntax = "proto2";
message B {}
)",
     "", ""},
    {"liteext", R"(syntax = "proto2";
option optimize_for = LITE_RUNTIME; import "b.proto";
extend B { optional int32 x = 1; }
-- b.proto
syntax = "proto2";
message B {extensions 1 to 4;}
)",
     "t.proto:3:27: extension `x` stands in a LITE_RUNTIME file and extends a message that is in "
     "none\n",
     ""},
    {"liteext_lite", R"(syntax = "proto2";
option optimize_for = LITE_RUNTIME;
message B {extensions 1 to 4;}
extend B { optional int32 x = 1; }
)",
     "", ""},
    {"featvis2024", R"(edition = "2024";
option features.default_symbol_visibility = STRICT;
message M { message N {} }
)",
     "", ""},
    {"featvis2024exportnested", R"(edition = "2024";
option features.default_symbol_visibility = STRICT;
message M { export message N {} }
)",
     "t.proto:3:13: `M.N` is nested and exported, which `STRICT` visibility forbids\n", ""},
    {"vis_local", R"(edition = "2024"; import "b.proto";
message M { B b = 1; }
-- b.proto
edition = "2024";
local message B {}
)",
     "t.proto:2:13: `B` is not exported by its file; it is declared at b.proto:2:15\n", ""},
    {"vis_nested", R"(edition = "2024"; import "b.proto";
message M { B.C b = 1; }
-- b.proto
edition = "2024";
message B { message C {} }
)",
     "t.proto:2:13: `B.C` is not exported by its file; it is declared at b.proto:2:21\n", ""},
    {"vis_nested_exp", R"(edition = "2024"; import "b.proto";
message M { B.C b = 1; }
-- b.proto
edition = "2024";
message B { export message C {} }
)",
     "", ""},
    {"vis_localext", R"(edition = "2024"; import "b.proto";
extend B { int32 a = 1; }
service S { rpc F(B) returns (B); }
-- b.proto
edition = "2024";
local message B { extensions 1 to 4; }
)",
     "t.proto:2:12: `B` is not exported by its file; it is declared at b.proto:2:15\n"
     "t.proto:3:19: `B` is not exported by its file; it is declared at b.proto:2:15\n"
     "t.proto:3:31: `B` is not exported by its file; it is declared at b.proto:2:15\n",
     ""},
    {"vis_2023user", R"(edition = "2023"; import "b.proto";
message M { B b = 1; }
-- b.proto
edition = "2024";
local message B {}
)",
     "t.proto:2:13: `B` is not exported by its file; it is declared at b.proto:2:15\n", ""},
    {"vis_local_all", R"(edition = "2024"; import "b.proto";
message M { B b = 1; C c = 2; E e = 3; }
-- b.proto
edition = "2024";
option features.default_symbol_visibility = LOCAL_ALL;
message B {}
export message C {}
enum E {A = 0;}
)",
     "t.proto:2:13: `B` is not exported by its file; it is declared at b.proto:3:9\n"
     "t.proto:2:31: `E` is not exported by its file; it is declared at b.proto:5:6\n",
     ""},
    {"vis_export_all", R"(edition = "2024"; import "b.proto";
message M { B.C c = 2; }
-- b.proto
edition = "2024";
option features.default_symbol_visibility = EXPORT_ALL;
message B { message C {} }
)",
     "", ""},
    {"vis_same_file", R"(edition = "2024";
local message B { local message C {} B b = 1; C c = 2; }
)",
     "", ""},
    {"localparent", R"(edition = "2024"; import "b.proto";
message M { B.C b = 1; }
-- b.proto
edition = "2024";
local message B { export message C {} }
)",
     "", ""},
    {"visoption", R"(edition = "2024"; import option "b.proto";
message M { int32 a = 1 [(x).v = 1]; }
-- b.proto
edition = "2024"; import "google/protobuf/descriptor.proto";
local message X { int32 v = 1; }
extend google.protobuf.FieldOptions { X x = 50000; }
)",
     "", ""},
    {"strictnested", R"(edition = "2024";
option features.default_symbol_visibility = STRICT;
message M { export enum E {A = 0;} reserved 1 to max; }
)",
     "", ""},
    {"strictnested2", R"(edition = "2024";
option features.default_symbol_visibility = STRICT;
local message M { export enum E {A = 0;} reserved 1 to max; }
)",
     "", ""},
    {"strictnested3", R"(edition = "2024";
option features.default_symbol_visibility = STRICT;
message M { export enum E {A = 0;} reserved 1 to 1000; }
)",
     "t.proto:3:13: `M.E` is nested and exported, which `STRICT` visibility forbids\n", ""},
    {"strict_msg_nested", R"(edition = "2024";
option features.default_symbol_visibility = STRICT;
message M { export enum E {A = 0;} int32 a = 1; }
)",
     "t.proto:3:13: `M.E` is nested and exported, which `STRICT` visibility forbids\n", ""},
    {"importoptionuse", R"(edition = "2024"; import option "b.proto";
message M { int32 a = 1 [(x)=1]; }
-- b.proto
edition = "2024"; import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { int32 x = 50000; }
)",
     "", ""},
    {"importoptionmissing", R"(edition = "2024"; import option "nope.proto";
message M {  }
)",
     "", ""},
};

TEST(ValidateFiles, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
