#include "records/change_types.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr auto kChangeTypes = std::to_array<std::string_view>({
    "ADD_ENUM",
    "ADD_ENUM_VALUE",
    "ADD_EXTENSION",
    "ADD_FIELD",
    "ADD_FILE",
    "ADD_MESSAGE",
    "ADD_METHOD",
    "ADD_ONEOF",
    "ADD_SERVICE",
    "BUMP_VERSION",
    "CHANGE_COMMENT",
    "CHANGE_ENUM_ALIAS",
    "CHANGE_ENUM_CLOSEDNESS",
    "CHANGE_ENUM_OPTION",
    "CHANGE_ENUM_VALUE_NUMBER",
    "CHANGE_ENUM_VALUE_OPTION",
    "CHANGE_EXTENSION_RANGE",
    "CHANGE_FEATURE",
    "CHANGE_FIELD_CARDINALITY",
    "CHANGE_FIELD_DEFAULT",
    "CHANGE_FIELD_JSON_NAME",
    "CHANGE_FIELD_NUMBER",
    "CHANGE_FIELD_ONEOF",
    "CHANGE_FIELD_OPTION",
    "CHANGE_FIELD_PACKED",
    "CHANGE_FIELD_PRESENCE",
    "CHANGE_FIELD_TYPE",
    "CHANGE_FIELD_UTF8",
    "CHANGE_FILE_OPTION",
    "CHANGE_MESSAGE_OPTION",
    "CHANGE_METHOD_IDEMPOTENCY",
    "CHANGE_METHOD_INPUT",
    "CHANGE_METHOD_OPTION",
    "CHANGE_METHOD_OUTPUT",
    "CHANGE_METHOD_STREAMING",
    "CHANGE_ONEOF_OPTION",
    "CHANGE_PACKAGE",
    "CHANGE_POLICY",
    "CHANGE_PUBLIC_IMPORT",
    "CHANGE_SERVICE_OPTION",
    "CHANGE_SYNTAX",
    "DEPRECATE",
    "MOVE_ENUM",
    "MOVE_EXTENSION",
    "MOVE_FILE",
    "MOVE_MESSAGE",
    "MOVE_SERVICE",
    "REMOVE_ENUM",
    "REMOVE_ENUM_VALUE",
    "REMOVE_EXTENSION",
    "REMOVE_FIELD",
    "REMOVE_FILE",
    "REMOVE_MESSAGE",
    "REMOVE_METHOD",
    "REMOVE_ONEOF",
    "REMOVE_SERVICE",
    "RENAME_ENUM",
    "RENAME_ENUM_VALUE",
    "RENAME_EXTENSION",
    "RENAME_FIELD",
    "RENAME_FILE",
    "RENAME_MESSAGE",
    "RENAME_METHOD",
    "RENAME_ONEOF",
    "RENAME_SERVICE",
    "RESERVE",
    "UNDEPRECATE",
    "UNRESERVE",
});

struct Synonym {
  std::string_view verb;   // what people write
  std::string_view known;  // what it means here
};

// Other tools' verbs: an edit distance would not find these.
constexpr Synonym kVerbs[] = {
    {"DROP_", "REMOVE_"},
    {"DELETE_", "REMOVE_"},
    {"NEW_", "ADD_"},
    {"CREATE_", "ADD_"},
    {"INSERT_", "ADD_"},
    {"MODIFY_", "CHANGE_"},
    {"ALTER_", "CHANGE_"},
    {"UPDATE_", "CHANGE_"},
    {"RETYPE_FIELD", "CHANGE_FIELD_TYPE"},
    {"RENUMBER_FIELD", "CHANGE_FIELD_NUMBER"},
};

std::string Upper(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == '-' || c == ' ') c = '_';
  }
  return upper;
}

}  // namespace

std::span<const std::string_view> ChangeTypes() { return kChangeTypes; }

bool IsChangeType(std::string_view word) {
  return std::binary_search(kChangeTypes.begin(), kChangeTypes.end(), word);
}

std::string_view NearestChangeType(std::string_view word) {
  if (word.size() > 64) return {};
  std::string upper = Upper(word);
  for (const Synonym& synonym : kVerbs) {
    if (!upper.starts_with(synonym.verb)) continue;
    upper.replace(0, synonym.verb.size(), synonym.known);
    break;
  }
  return Nearest(upper, kChangeTypes);
}

}  // namespace leyline
