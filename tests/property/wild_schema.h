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

// Of editions: 0 where the file says nothing of it, else which of the two settings.
struct WildFeatures {
  int presence = 0;  // EXPLICIT, IMPLICIT
  int enums = 0;     // OPEN, CLOSED
  int lists = 0;     // PACKED, EXPANDED
  int utf8 = 0;      // VERIFY, NONE
  int messages = 0;  // LENGTH_PREFIXED, DELIMITED
  int json = 0;      // ALLOW, LEGACY_BEST_EFFORT
};

// What an edition is held to, so that an older syntax means the same and libprotobuf can run it.
enum class WildLikeness : uint8_t { kNothing, kProto2, kProto3 };

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
  std::vector<std::string> reserved_names = {};
  int range = 0;  // how many numbers from 100 on are for extensions, if there are none
  int json = 0;   // as of features
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
  WildLikeness likeness = WildLikeness::kNothing;  // of an edition
  WildFeatures features;
  std::vector<WildMessage> messages;  // "M0" is the first, whatever its name
  std::vector<WildEnum> enums;        // "E0" is the first
  std::vector<WildExtension> extensions;
  std::vector<WildMethod> methods;

  bool is_proto3() const { return syntax == WildSyntax::kProto3; }
  bool is_edition() const { return syntax == WildSyntax::kEdition2023; }
  // Whether it is that syntax, or an edition that is held to mean the same.
  bool means(WildLikeness older) const {
    if (is_edition()) return likeness == older;
    return is_proto3() == (older == WildLikeness::kProto3);
  }
};

WildSchema RandomWildSchema();

// One random edit, of one element or of several together; RapidCheck chooses.
void EditWildly(WildSchema& schema);

// One file of package t.
std::string Render(const WildSchema& schema);

}  // namespace leyline::testing
