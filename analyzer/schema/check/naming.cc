// Edition 2024 makes a style of names part of the language, unless features.enforce_naming_style
// says STYLE_LEGACY.
#include <algorithm>

#include <fmt/format.h>

#include "analyzer/schema/check/rules.h"

namespace leyline {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// `_` only between a letter or digit and a letter.
bool HasOddUnderscore(std::string_view name) {
  if (name.empty() || name.front() == '_' || name.back() == '_') return true;
  for (std::size_t i = 1; i < name.size(); ++i) {
    if (name[i - 1] == '_' && !IsLower(name[i]) && !IsUpper(name[i])) return true;
  }
  return false;
}

bool IsPascal(std::string_view name) {
  const auto fits = [](char c) { return IsLower(c) || IsUpper(c) || IsDigit(c); };
  return !name.empty() && IsUpper(name[0]) && std::ranges::all_of(name, fits);
}

bool IsLowerSnake(std::string_view name) {
  const auto fits = [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; };
  return std::ranges::all_of(name, fits) && !HasOddUnderscore(name);
}

bool IsUpperSnake(std::string_view name) {
  const auto fits = [](char c) { return IsUpper(c) || IsDigit(c) || c == '_'; };
  return std::ranges::all_of(name, fits) && !HasOddUnderscore(name);
}

bool IsLowerDotted(std::string_view name) {
  while (!name.empty()) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    if (!IsLowerSnake(name.substr(0, dot))) return false;
    name.remove_prefix(std::min(dot + 1, name.size()));
  }
  return true;
}

struct Style {
  bool (*fits)(std::string_view name);
  std::string_view says;
};
constexpr Style kPascal{IsPascal, "PascalCase"};
constexpr Style kLowerSnake{IsLowerSnake, "lower_snake_case"};
constexpr Style kUpperSnake{IsUpperSnake, "UPPER_SNAKE_CASE"};
constexpr Style kLowerDotted{IsLowerDotted, "lower_snake_case, with dots"};

class NamingCheck {
 public:
  NamingCheck(const File& file, Problems& problems) : file_(file), problems_(problems) {}

  void Run() {
    const bool enforced = Enforced(true, OptionsKind::kFile, file_.options);
    Check(enforced, file_.package, kLowerDotted, "package", file_.package_pos);
    for (const Enum& enumeration : file_.enums) Check(enumeration, enforced);
    for (const Field& extension : file_.extensions) Check(extension, enforced);
    for (const Service& service : file_.services) Check(service, enforced);
    std::vector<Open> open;
    for (const Message& message : file_.messages) open.push_back({&message, enforced});
    while (!open.empty()) {
      const Open next = open.back();
      open.pop_back();
      const bool inside = Check(*next.message, next.enforced);
      for (const Message& inner : next.message->messages) open.push_back({&inner, inside});
    }
  }

 private:
  struct Open {
    const Message* message = nullptr;
    bool enforced = false;  // around it
  };

  // Whether the style holds on an element, given whether it holds around it.
  static bool Enforced(bool around, OptionsKind kind, const Options& options) {
    constexpr int kEnforceNamingStyle = 7;
    constexpr uint64_t kStyle2024 = 1;
    if (options.bytes.empty()) return around;
    const auto style = RawFeatures(kind, options.bytes).Get(kEnforceNamingStyle);
    return style.has_value() ? *style == kStyle2024 : around;
  }

  void Check(bool enforced, std::string_view name, const Style& style, std::string_view word,
             Offset at) {
    if (!enforced || style.fits(name)) return;
    problems_.Add(
        file_, at,
        fmt::format("{} name `{}` is not in {}, as edition 2024 wants it", word, name, style.says),
        "rename it, or set `features.enforce_naming_style = STYLE_LEGACY`");
  }

  bool Check(const Message& message, bool around) {
    const bool enforced = Enforced(around, OptionsKind::kMessage, message.options);
    Check(enforced, message.name, kPascal, "message", message.name_pos);
    for (const Field& field : message.fields) Check(field, enforced);
    for (const Field& extension : message.extensions) Check(extension, enforced);
    for (const Enum& enumeration : message.enums) Check(enumeration, enforced);
    for (const Oneof& oneof : message.oneofs) {
      Check(Enforced(enforced, OptionsKind::kOneof, oneof.options), oneof.name, kLowerSnake,
            "oneof", oneof.pos);
    }
    return enforced;
  }

  void Check(const Field& field, bool around) {
    const bool enforced = Enforced(around, OptionsKind::kField, field.options);
    Check(enforced, field.name, kLowerSnake, field.is_extension ? "extension" : "field",
          field.name_pos);
  }

  void Check(const Enum& enumeration, bool around) {
    const bool enforced = Enforced(around, OptionsKind::kEnum, enumeration.options);
    Check(enforced, enumeration.name, kPascal, "enum", enumeration.name_pos);
    for (const EnumValue& value : enumeration.values) {
      Check(Enforced(enforced, OptionsKind::kEnumValue, value.options), value.name, kUpperSnake,
            "enum value", value.pos);
    }
  }

  void Check(const Service& service, bool around) {
    const bool enforced = Enforced(around, OptionsKind::kService, service.options);
    Check(enforced, service.name, kPascal, "service", service.name_pos);
    for (const Method& method : service.methods) {
      Check(Enforced(enforced, OptionsKind::kMethod, method.options), method.name, kPascal,
            "method", method.name_pos);
    }
  }

  const File& file_;
  Problems& problems_;
};

}  // namespace

void CheckNaming(const File& file, Problems& problems) {
  if (file.edition >= Edition::k2024) NamingCheck(file, problems).Run();
}

}  // namespace leyline
