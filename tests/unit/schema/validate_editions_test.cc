// Features: where they may stand, and what they may say.
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"opt2023", R"(edition = "2023";
message M { optional int32 a = 1; }
)",
     "t.proto:2:13: field `M.a` is `optional`, which editions don't have\n", ""},
    {"req2023", R"(edition = "2023";
message M { required int32 a = 1; }
)",
     "t.proto:2:13: field `M.a` is `required`, which editions don't have\n", ""},
    {"packed2023", R"(edition = "2023";
message M { repeated int32 a = 1 [packed = true]; }
)",
     "t.proto:2:35: field `M.a` sets `packed`, which editions don't have\n", ""},
    {"packedf2023", R"(edition = "2023";
message M { repeated int32 a = 1 [packed = false]; }
)",
     "t.proto:2:35: field `M.a` sets `packed`, which editions don't have\n", ""},
    {"implicit_ok", R"(edition = "2023";
message M { int32 a = 1 [features.field_presence = IMPLICIT];
  string b = 2 [features.utf8_validation = NONE];
  repeated string c = 3 [features.utf8_validation = NONE];
  M d = 4 [features.message_encoding = DELIMITED];
  repeated M e = 5 [features.message_encoding = DELIMITED]; }
)",
     "", ""},
    {"implicitdefault", R"(edition = "2023";
message M { int32 a = 1 [features.field_presence = IMPLICIT, default = 3]; }
)",
     "t.proto:2:62: field `M.a` has a default value and implicit presence\n", ""},
    {"implicitdefaultfile", R"(edition = "2023";
option features.field_presence = IMPLICIT;
message M { int32 a = 1 [default = 3]; }
)",
     "t.proto:3:26: field `M.a` has a default value and implicit presence\n", ""},
    {"extfileimp", R"(edition = "2023";
option features.field_presence = IMPLICIT;
message M { extensions 1 to 4; extend M { int32 a = 1 [default = 3]; } }
)",
     "", ""},
    {"implicitclosed", R"(edition = "2023";
option features.enum_type = CLOSED;
enum E{A = 0;}
message M { E a = 1 [features.field_presence = IMPLICIT]; }
)",
     "t.proto:4:13: field `M.a` is of a closed enum and has implicit presence\n", ""},
    {"closed_in_editions_ok", R"(edition = "2023"; import "b.proto";
message M { E e = 1; repeated E f = 2 [features.repeated_field_encoding = EXPANDED];
  oneof o { E g = 3; } }
-- b.proto
syntax = "proto2";
enum E { A = 1; }
)",
     "", ""},
    {"closed_implicit_rep_ok", R"(edition = "2023";
option features.field_presence = IMPLICIT; import "b.proto";
message M { repeated E f = 2; oneof o { E g = 3; } map<int32,E> h = 4; }
-- b.proto
syntax = "proto2";
enum E { A = 0; }
)",
     "", ""},
    {"implicitmsg", R"(edition = "2023";
message M { M a = 1 [features.field_presence = IMPLICIT]; }
)",
     "t.proto:2:22: field `M.a` is a message and sets field_presence to IMPLICIT\n", ""},
    {"explicitmsg", R"(edition = "2023";
message M { M a = 1 [features.field_presence = EXPLICIT]; }
)",
     "", ""},
    {"oneofpres", R"(edition = "2023";
message M { oneof o { int32 a = 1 [features.field_presence = EXPLICIT]; } }
)",
     "t.proto:2:36: field `M.a` sets field_presence in a oneof, whose fields always have "
     "presence\n",
     ""},
    {"oneofpresreq", R"(edition = "2023";
message M { oneof o { int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; } }
)",
     "t.proto:2:36: field `M.a` sets field_presence in a oneof, whose fields always have "
     "presence\n",
     ""},
    {"reppres", R"(edition = "2023";
message M { repeated int32 a = 1 [features.field_presence = EXPLICIT]; }
)",
     "t.proto:2:35: field `M.a` is repeated and sets field_presence\n", ""},
    {"mappres", R"(edition = "2023";
message M { map<int32,int32> a = 1 [features.field_presence = EXPLICIT]; }
)",
     "t.proto:2:37: field `M.a` is repeated and sets field_presence\n", ""},
    {"extpres", R"(edition = "2023";
message M { extensions 1 to 4; extend M { int32 a = 1 [features.field_presence = EXPLICIT];
  } }
)",
     "t.proto:2:56: extension `M.a` sets field_presence, which extensions can't: they always have "
     "presence\n",
     ""},
    {"extpresimp", R"(edition = "2023";
message M { extensions 1 to 4; extend M { int32 a = 1 [features.field_presence = IMPLICIT];
  } }
)",
     "t.proto:2:56: extension `M.a` sets field_presence, which extensions can't: they always have "
     "presence\n",
     ""},
    {"ext_req2023", R"(edition = "2023";
message B { extensions 4 to max; }
extend B { int32 a = 4 [features.field_presence = LEGACY_REQUIRED]; }
)",
     "t.proto:3:25: extension `a` sets field_presence, which extensions can't: they always have "
     "presence\n",
     ""},
    {"required_2023_ok", R"(edition = "2023";
message M { int32 a = 1 [features.field_presence = LEGACY_REQUIRED];
  M m = 2 [features.field_presence = LEGACY_REQUIRED]; }
)",
     "", ""},
    {"required_default_2023", R"(edition = "2023";
message M { int32 a = 1 [features.field_presence = LEGACY_REQUIRED, default = 3]; }
)",
     "", ""},
    {"reponsingular", R"(edition = "2023";
message M { int32 a = 1 [features.repeated_field_encoding = PACKED]; }
)",
     "t.proto:2:26: field `M.a` sets repeated_field_encoding and is not repeated\n", ""},
    {"reponsingularexp", R"(edition = "2023";
message M { int32 a = 1 [features.repeated_field_encoding = EXPANDED]; }
)",
     "t.proto:2:26: field `M.a` sets repeated_field_encoding and is not repeated\n", ""},
    {"packedonstring", R"(edition = "2023";
message M { repeated string a = 1 [features.repeated_field_encoding = PACKED]; }
)",
     "t.proto:2:36: field `M.a` is packed, which only repeated numbers, bools and enums can be\n",
     ""},
    {"expandedonstring", R"(edition = "2023";
message M { repeated string a = 1 [features.repeated_field_encoding = EXPANDED]; }
)",
     "", ""},
    {"packedonmap", R"(edition = "2023";
message M { map<int32,int32> a = 1 [features.repeated_field_encoding = EXPANDED]; }
)",
     "t.proto:2:37: field `M.a` sets repeated_field_encoding and is not repeated\n", ""},
    {"utf8int", R"(edition = "2023";
message M { int32 a = 1 [features.utf8_validation = NONE]; }
)",
     "t.proto:2:26: field `M.a` sets utf8_validation and holds no string\n", ""},
    {"utf8bytes", R"(edition = "2023";
message M { bytes a = 1 [features.utf8_validation = NONE]; }
)",
     "t.proto:2:26: field `M.a` sets utf8_validation and holds no string\n", ""},
    {"utf8map", R"(edition = "2023";
message M { map<string,int32> a = 1 [features.utf8_validation = NONE];
  map<int32,string> b = 2 [features.utf8_validation = NONE];
  map<int32,int32> c = 3 [features.utf8_validation = NONE]; }
)",
     "t.proto:4:27: field `M.c` sets utf8_validation and holds no string\n", ""},
    {"delimint", R"(edition = "2023";
message M { int32 a = 1 [features.message_encoding = DELIMITED]; }
)",
     "t.proto:2:26: field `M.a` sets message_encoding and is no message\n", ""},
    {"delimmap", R"(edition = "2023";
message M { map<int32,M> a = 1 [features.message_encoding = DELIMITED]; }
)",
     "t.proto:2:33: field `M.a` sets message_encoding and is no message\n", ""},
    {"delimfilemap", R"(edition = "2023";
option features.message_encoding = DELIMITED;
message M { map<int32,M> a = 1; }
)",
     "", ""},
    {"filereq", R"(edition = "2023";
option features.field_presence = LEGACY_REQUIRED;
message M { int32 a = 1; }
)",
     "t.proto:2:8: fields can't be required by default\n", ""},
    {"unknownfeat", R"(edition = "2023";
message M { int32 a = 1 [features.field_presence = FIELD_PRESENCE_UNKNOWN]; }
)",
     "t.proto:2:26: feature `field_presence` has value 0, which has no meaning\n", ""},
    {"feat2024in2023", R"(edition = "2023";
option features.default_symbol_visibility = EXPORT_ALL;
)",
     "t.proto:2:17: `default_symbol_visibility` exists since edition 2024\n",
     ""},
    {"enumjson", R"(edition = "2023";
enum E { option features.json_format = LEGACY_BEST_EFFORT; A = 0; }
)",
     "", ""},
    {"javautf8", R"(edition = "2023";
option java_string_check_utf8 = true;
)",
     "t.proto:2:8: option `java_string_check_utf8` is set, which this edition doesn't have\n", ""},
    {"jmf2024", R"(edition = "2024";
option java_multiple_files = true;
)",
     "t.proto:2:8: `java_multiple_files` is gone since edition 2024\n", ""},
};

TEST(ValidateEditions, Cases) { ExpectErrors(kCases); }

}  // namespace
}  // namespace leyline
