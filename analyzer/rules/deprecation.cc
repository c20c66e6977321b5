#include "analyzer/rules/deprecation.h"

#include <fmt/format.h>

namespace leyline::rules {
namespace {

bool Has(OptionsKind kind, const Options& options) {
  return BoolOption(options.bytes, DeprecatedNumber(kind));
}

}  // namespace

std::string Described(const File& file) { return fmt::format("file `{}`", file.path); }
std::string Described(const Message& message) {
  return fmt::format("message `{}`", message.full_name);
}
std::string Described(const Field& field) { return fmt::format("field `{}`", FullName(field)); }
std::string Described(const Enum& enumeration) {
  return fmt::format("enum `{}`", enumeration.full_name);
}
std::string Described(const EnumValue& value) {
  return fmt::format("enum value `{}`", FullName(value));
}
std::string Described(const Service& service) {
  return fmt::format("service `{}`", service.full_name);
}
std::string Described(const Method& method) { return fmt::format("method `{}`", FullName(method)); }

bool IsDeprecated(const File& file) { return Has(OptionsKind::kFile, file.options); }
bool IsDeprecated(const Message& message) { return Has(OptionsKind::kMessage, message.options); }
bool IsDeprecated(const Field& field) { return Has(OptionsKind::kField, field.options); }
bool IsDeprecated(const Enum& enumeration) { return Has(OptionsKind::kEnum, enumeration.options); }
bool IsDeprecated(const EnumValue& value) { return Has(OptionsKind::kEnumValue, value.options); }
bool IsDeprecated(const Service& service) { return Has(OptionsKind::kService, service.options); }
bool IsDeprecated(const Method& method) { return Has(OptionsKind::kMethod, method.options); }

}  // namespace leyline::rules
