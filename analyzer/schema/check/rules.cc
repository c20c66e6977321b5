#include "analyzer/schema/check/rules.h"

#include <fmt/format.h>

namespace leyline {

std::string Describe(const Field& field) {
  return fmt::format("{} `{}`", field.is_extension ? "extension" : "field", FullName(field));
}
std::string Describe(const Message& message) {
  return fmt::format("message `{}`", message.full_name);
}
std::string Describe(const Enum& enumeration) {
  return fmt::format("enum `{}`", enumeration.full_name);
}
std::string Describe(const Oneof& oneof) { return fmt::format("oneof `{}`", FullName(oneof)); }

}  // namespace leyline
