// Wild schemas: small, with few names and numbers, so that edits collide: recursion, nested types,
// maps, groups, closed enums, aliases, oneofs, required fields, defaults, extensions, features,
// well-known types, services. Not all of them compile.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace leyline::testing {

enum class WildSyntax : uint8_t { kProto2, kProto3, kEdition2023 };

struct WildField {
  std::string name;
  int number = 0;
  std::string label;     // "", "optional", "required", "repeated", "o", "p" (a oneof), "map"
  std::string type;      // a scalar, "M0", "E0", "group", or a well-known type
  std::string key = "";  // of a map
  std::string json_name = "";
  int flavour =
      0;  // 0, or which of the options that the field may have: packed, a default, a feature
};

struct WildMessage {
  std::string name;
  std::vector<WildField> fields;
  int home = -1;  // the message, earlier in the list, that it stands in
  std::vector<int> reserved = {};
};

struct WildEnum {
  std::string name;
  std::vector<std::pair<std::string, int>> values;
  int home = -1;           // the message that it stands in; else one of its own, "H0"
  bool is_closed = false;  // of editions
};

struct WildExtension {
  int extendee = 0;
  WildField field;
};

struct WildMethod {
  std::string name;
  int input = 0;
  int output = 0;
  int streams = 0;  // 1: of the client, 2: of the server
};

struct WildSchema {
  WildSyntax syntax = WildSyntax::kProto3;
  std::vector<WildMessage> messages;  // "M0" is the first, whatever its name
  std::vector<WildEnum> enums;        // "E0" is the first
  std::vector<WildExtension> extensions;
  std::vector<WildMethod> methods;

  bool is_proto3() const { return syntax == WildSyntax::kProto3; }
};

WildSchema RandomWildSchema();

// One random edit, of one element or of several together; RapidCheck chooses.
void EditWildly(WildSchema& schema);

// One file of package t.
std::string Render(const WildSchema& schema);

}  // namespace leyline::testing
