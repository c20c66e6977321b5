// JSON as text: a strict reader (RFC 8259) that keeps numbers as they were written, and the
// quoting of strings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leyline {

struct JsonMember;

struct JsonNode {
  enum class Kind : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };
  Kind kind = Kind::kNull;
  bool truth = false;           // kBool
  std::string text;             // kString: UTF-8; kNumber: exactly as written
  std::vector<JsonNode> items;  // kArray
  // kObject, in the order of the text; names are unique. Without an initializer: clang would want
  // the members whole here.
  std::vector<JsonMember> members;

  bool Is(Kind wanted) const { return kind == wanted; }
};

struct JsonMember {
  std::string name;
  JsonNode value;
};

// How deep arrays and objects may nest, read or printed: libprotobuf's limit for messages.
inline constexpr int kMaxJsonDepth = 100;

// One value and nothing behind it. Refused are: invalid UTF-8, lone surrogates, equal names in one
// object, nesting beyond kMaxJsonDepth, and all that RFC 8259 does not allow. `problem` then says
// what is wrong and at which line and column.
std::optional<JsonNode> ReadJsonText(std::string_view text, std::string& problem);

// "a null", "an object": a value in a message about it.
std::string_view Describe(JsonNode::Kind kind);

// In double quotes; escaped is what JSON asks for, and DEL.
void AppendJsonQuoted(std::string& out, std::string_view text);

}  // namespace leyline
