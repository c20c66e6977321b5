// What is said about each kind of mistake, and where.
#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

struct Case {
  std::string_view text;
  std::string_view error;  // the only one
};

void ExpectOneError(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(ErrorsOf(c.text), std::vector<std::string>{std::string(c.error)}) << c.text;
  }
}

TEST(Errors, OfTheFile) {
  ExpectOneError({
      {"syntax = \"proto4\";",
       "1:10: unknown syntax \"proto4\": expected \"proto2\" or \"proto3\""},
      {"syntax \"proto3\";", "1:8: expected `=` after `syntax`, found `\"proto3\"`"},
      {"syntax = proto3;", "1:10: expected a string such as \"proto3\", found `proto3`"},
      {"syntax = \"proto3\" message M {}", "1:19: expected `;` after `syntax`, found `message`"},
      {"package a; syntax = \"proto3\";", "1:12: `syntax` must be the first statement of the file"},
      {"import a;", "1:8: expected the path of a file as a string after `import`, found `a`"},
      {"import \"a.proto\"",
       "1:17: expected `;` after import `a.proto`, found the end of the file"},
      {"package;", "1:8: expected a package name, found `;`"},
      {"package .a;", "1:9: expected a package name, found `.`"},
      {"package a.;", "1:11: expected a package name, found `;`"},
      {"package a.b; package c;", "1:14: a file has one package: it is already `a.b`"},
      {"mesage M {}",
       "1:1: expected a declaration such as `message`, `enum` or `service`, found `mesage` (did "
       "you "
       "mean `message`?)"},
      {"42;", "1:1: expected a declaration such as `message`, `enum` or `service`, found `42`"},
      {"}", "1:1: `}` closes no block"},
  });
}

TEST(Errors, OfMessages) {
  ExpectOneError({
      {"message {}", "1:9: expected a message name, found `{`"},
      {"message M;", "1:10: expected `{` after message `M`, found `;`"},
      {"message M {", "1:12: expected `}` to close message `M`, found the end of the file"},
      {"message A { message B { message C {",
       "1:36: expected `}` to close message `C`, found the end of the file"},
      {"extend int32 { optional int32 a = 1; }",
       "1:8: expected the name of a message to extend, found `int32`"},
      {"extend M {}", "1:11: expected at least one field in the `extend` block, found `}`"},
      {"extend M { ; optional int32 a = 1; }", "1:12: expected a field type, found `;`"},
      {"message M { oneof o {} }", "1:22: expected at least one field in oneof `o`, found `}`"},
      {"message M { oneof o { ; int32 a = 1; } }", "1:23: expected a field type, found `;`"},
      {"message M { oneof { int32 a = 1; } }", "1:19: expected a oneof name, found `{`"},
      {"message M { oneof o { optional int32 a = 1; } }",
       "1:23: a field of a oneof has no label, found `optional`"},
      {"message M { oneof o { int32 a = 1; ",
       "1:36: expected `}` to close oneof `o`, found the end of the file"},
      {"message M { optional group G = 1; }", "1:33: expected `{` after group `G`, found `;`"},
      {"message M { optional group g = 1 {} }",
       "1:28: a group name starts with a capital letter, found `g`"},
  });
}

TEST(Errors, OfFields) {
  ExpectOneError({
      {"message M { int32 x = 1; }",
       "1:13: expected `optional`, `required` or `repeated` before the type of a field, found "
       "`int32`"},
      {"message M { .p.T x = 1; }",
       "1:13: expected `optional`, `required` or `repeated` before the type of a field, found "
       "`.p.T`"},
      {"extend M { int32 x = 1; }",
       "1:12: expected `optional`, `required` or `repeated` before the type of a field, found "
       "`int32`"},
      {"message M { optional int32 = 1; }", "1:28: expected a field name, found `=`"},
      {"message M { optional int32 x; }",
       "1:29: expected `=` and a number after field `x`, found `;`"},
      {"message M { optional int32 x = ; }", "1:32: expected a field number, found `;`"},
      {"message M { optional int32 x = -1; }", "1:32: expected a field number, found `-`"},
      {"message M { optional int32 x = 1.5; }", "1:32: expected a field number, found `1.5`"},
      {"message M { optional int32 x = 2147483648; }",
       "1:32: integer `2147483648` is out of range: expected a field number up to 2147483647"},
      {"message M { optional int32 x = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF; }",
       "1:32: integer `0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF...` is out of range: expected a "
       "field number up to 2147483647"},
      {"message M { optional int32 x = 1 }", "1:33: expected `;` after field `x`, found `}`"},
      {"message M { optional int32 x = 1 y; }", "1:34: expected `;` after field `x`, found `y`"},
      {"message M { optional p..T x = 1; }", "1:24: expected a field type, found `.`"},
      {"message M { optional map<string, int32> x = 1; }", "1:13: a map field has no label"},
      {"message M { oneof o { map<string, int32> x = 1; } }",
       "1:23: a map field can't stand in a oneof"},
      {"extend M { map<string, int32> x = 1; }", "1:12: a map field can't be an extension"},
      {"message M { map<float, int32> x = 1; }",
       "1:17: expected an integer type, `bool` or `string` as map key, found `float`"},
      {"message M { map<E, int32> x = 1; }",
       "1:17: expected an integer type, `bool` or `string` as map key, found `E`"},
      {"message M { map<int32> x = 1; }",
       "1:22: expected `,` after the key type of a map, found `>`"},
      {"message M { map<int32, group> x = 1; }",
       "1:24: expected the value type of a map, found `group`"},
      {"message M { map<int32, map<int32, int32>> x = 1; }",
       "1:27: expected `>` after the value type of a map, found `<`"},
      {"message M { optional string s = 1 [default = \"a\", default = \"b\"]; }",
       "1:51: option `default` is set twice"},
      {"message M { optional string s = 1 [json_name = \"a\", json_name = \"b\"]; }",
       "1:53: option `json_name` is set twice"},
      {"message M { optional int32 x = 1 [json_name = 5]; }",
       "1:47: expected a string as `json_name`"},
  });
}

TEST(Errors, OfOptions) {
  ExpectOneError({
      {"option = 1;", "1:8: expected the name of an option, found `=`"},
      {"option a;", "1:9: expected `=` after the name of an option, found `;`"},
      {"option a = ;", "1:12: expected the value of an option, found `;`"},
      {"option a = 1",
       "1:13: expected `;` after the value of an option, found the end of the file"},
      {"option (a = 1;", "1:11: expected `)` after option `a`, found `=`"},
      {"option (1) = 1;", "1:9: expected the name of a custom option, found `1`"},
      {"option a. = 1;", "1:11: expected the name of an option, found `=`"},
      {"option a = [1, 2];", "1:12: expected the value of an option, found `[`"},
      {"option a = b.c;", "1:13: expected `;` after the value of an option, found `.`"},
      {"option a = -b;", "1:13: expected a number, `inf` or `nan` after `-`, found `b`"},
      {"option a = -\"b\";", "1:13: expected a number after `-`, found `\"b\"`"},
      {"option a = --1;", "1:13: expected a number after `-`, found `-`"},
      {"option a = 18446744073709551616;",
       "1:12: integer `18446744073709551616` is out of range: expected the value of an option up "
       "to "
       "18446744073709551615"},
      {"option a = -9223372036854775809;",
       "1:13: integer `9223372036854775809` is out of range: expected the value of an option up to "
       "9223372036854775808"},
      {"option (a) = { b: 1;",
       "1:21: expected `}` to close the value of an option, found the end of the file"},
      {"message M { optional int32 x = 1 []; }", "1:35: expected the name of an option, found `]`"},
      {"message M { optional int32 x = 1 [a = 1,]; }",
       "1:41: expected the name of an option, found `]`"},
      {"message M { optional int32 x = 1 [a = 1; }",
       "1:40: expected `]` after the options, found `;`"},
      {"message M { optional int32 x = 1 [a = 1] [b = 2]; }",
       "1:42: expected `;` after field `x`, found `[`"},
  });
}

TEST(Errors, OfRangesAndReservations) {
  ExpectOneError({
      {"message M { reserved; }", "1:21: expected a number or a range, found `;`"},
      {"message M { reserved 1 to; }", "1:26: expected a number or `max`, found `;`"},
      {"message M { reserved -1; }", "1:22: expected a number or a range, found `-`"},
      {"message M { reserved 1, \"a\"; }", "1:25: expected a number or a range, found `\"a\"`"},
      {"message M { reserved \"a\", 1; }", "1:27: expected a reserved name, found `1`"},
      {"message M { reserved max; }",
       "1:22: reserved names are strings before editions, found `max` (write \"max\")"},
      {"message M { extensions; }", "1:23: expected a number or a range, found `;`"},
      {"message M { extensions \"a\"; }", "1:24: expected a number or a range, found `\"a\"`"},
      {"message M { extensions 1 to 2 max; }",
       "1:31: expected `;` after `extensions`, found `max`"},
      {"message M { reserved 1 }", "1:23: expected `;` after `reserved`, found `}`"},
      {"enum E { A = 0; reserved 5 to -; }", "1:32: expected a number or `max`, found `;`"},
      {"enum E { A = 0; reserved 2147483648; }",
       "1:26: integer `2147483648` is out of range: expected a number or a range up to 2147483647"},
  });
}

TEST(Errors, OfEnums) {
  ExpectOneError({
      {"enum {}", "1:6: expected an enum name, found `{`"},
      {"enum E { A; }", "1:11: expected `=` and a number after enum value `A`, found `;`"},
      {"enum E { A = B; }", "1:14: expected the number of an enum value, found `B`"},
      {"enum E { A = -2147483649; }",
       "1:15: integer `2147483649` is out of range: expected the number of an enum value up to "
       "2147483648"},
      {"enum E { 1 = A; }", "1:10: expected an enum value, found `1`"},
      {"enum E { A = 0 B = 1; }", "1:16: expected `;` after enum value `A`, found `B`"},
      {"enum E { A = 0;", "1:16: expected `}` to close enum `E`, found the end of the file"},
  });
}

TEST(Errors, OfServices) {
  ExpectOneError({
      {"service {}", "1:9: expected a service name, found `{`"},
      {"service S { foo; }", "1:13: expected `rpc` or `option` in a service, found `foo`"},
      {"service S { rpc (A) returns (B); }", "1:17: expected a method name, found `(`"},
      {"service S { rpc R A; }", "1:19: expected `(` before the type of a method, found `A`"},
      {"service S { rpc R(); }", "1:19: expected a message type, found `)`"},
      {"service S { rpc R(int32) returns (B); }", "1:19: expected a message type, found `int32`"},
      {"service S { rpc R(stream) returns (B); }", "1:25: expected a message type, found `)`"},
      {"service S { rpc R(A B) returns (B); }",
       "1:21: expected `)` after the type of a method, found `B`"},
      {"service S { rpc R(A); }",
       "1:21: expected `returns` after the input of method `R`, found `;`"},
      {"service S { rpc R(A) returns (B) }", "1:33: expected `;` after method `R`, found `}`"},
      {"service S { rpc R(A) returns (B) { foo; } }",
       "1:36: expected `option` in the body of a method, found `foo`"},
      {"service S { rpc R(A) returns (B) {",
       "1:35: expected `}` to close method `R`, found the end of the file"},
  });
}

// The lexer's errors come alone: what the parser would say about the same statement is an echo.
TEST(Errors, OfTokens) {
  ExpectOneError({
      {"import \"a.proto;\nmessage M {}",
       "1:8: unterminated string: expected the closing quote on the same line"},
      {"message M { optional int32 x = 5y; }",
       "1:33: expected a space between a number and an identifier"},
      {"message M { optional int32 \x80 x = 1; }",
       "1:28: unexpected byte 0x80; outside of strings and comments only printable ASCII is "
       "allowed"},
      {"message M {} /* never closed",
       "1:14: unterminated block comment: expected `*/` before the end of the file"},
      {"option a = {b: \"\\q\"};",
       "1:17: unknown escape sequence in a string; write `\\\\` for a backslash"},
  });
}

}  // namespace
}  // namespace leyline::test
