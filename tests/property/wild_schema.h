// Wild schemas: small, with few names and numbers, so that edits collide: recursion, maps, groups,
// closed enums, aliases, oneofs, required fields, well-known types. Not all of them compile.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace leyline::testing {

struct WildField {
  std::string name;
  int number = 0;
  std::string label;     // "", "optional", "required", "repeated", "o", "p" (a oneof), "map"
  std::string type;      // a scalar, "M0", "E0", "group", or a well-known type
  std::string key = "";  // of a map
  std::string json_name = "";
};

struct WildMessage {
  std::string name;
  std::vector<WildField> fields;
};

struct WildEnum {
  std::string name;
  std::vector<std::pair<std::string, int>> values;
};

struct WildSchema {
  bool is_proto3 = true;
  std::vector<WildMessage> messages;  // "M0" is the first, whatever its name
  std::vector<WildEnum> enums;        // "E0" is the first
};

WildSchema RandomWildSchema();

// One random edit; RapidCheck chooses.
void EditWildly(WildSchema& schema);

// One file of package t. Enums stand in messages of their own, "H0.Name", so that they may have
// the same names of values.
std::string Render(const WildSchema& schema);

}  // namespace leyline::testing
