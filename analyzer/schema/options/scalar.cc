// The written value of a scalar option -> a Scalar, by the rules of option statements. (Aggregates
// have the looser ones of the text format.)
#include <array>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include "analyzer/schema/options/value.h"
#include "base/strings.h"

namespace leyline {
namespace {

// What was written, shortened, for messages.
std::string Seen(const OptionDecl& option) {
  const std::string_view minus = option.negative ? "-" : "";
  switch (option.kind) {
    case OptionValueKind::kIdentifier:
      return fmt::format("`{}{}`", minus, option.text.substr(0, 40));
    case OptionValueKind::kInteger:
      return fmt::format("{}{}", minus, option.integer);
    case OptionValueKind::kFloat:
      return fmt::format("{}{}", minus, option.number);
    case OptionValueKind::kString:
      return "a string";
    case OptionValueKind::kAggregate:
      return "a message";
  }
  return {};
}

class Reader {
 public:
  Reader(const Field& field, const OptionDecl& option, OptionTypes& types, std::string& problem)
      : field_(field), option_(option), types_(types), problem_(problem) {}

  bool Read(Scalar& value) {
    if (IsIntegerType(field_.type)) return ReadInteger(value);
    if (IsTextType(field_.type)) return ReadText(value);
    if (field_.type == FieldType::kBool) return ReadBool(value);
    if (field_.type == FieldType::kEnum) return ReadEnum(value);
    return ReadFloating(value);
  }

 private:
  bool Expected(std::string_view what) {
    problem_ = fmt::format("unexpected {}; expected {}", Seen(option_), what);
    return false;
  }

  bool IsWord() const { return option_.kind == OptionValueKind::kIdentifier && !option_.negative; }

  bool ReadInteger(Scalar& value) {
    const std::string_view range = RangeText(field_.type);
    if (option_.kind == OptionValueKind::kInteger) {
      const bool minus_on_unsigned = option_.negative && range.front() == '0';
      const auto bits = IntegerBits(field_.type, option_.negative, option_.integer);
      if (bits.has_value() && !minus_on_unsigned) {
        value.bits = *bits;
        return true;
      }
    }
    return Expected(fmt::format("an integer from {}", range));
  }

  bool ReadText(Scalar& value) {
    if (option_.kind != OptionValueKind::kString) return Expected("a string in quotes");
    value.bytes = option_.text;
    return true;
  }

  bool ReadBool(Scalar& value) {
    const bool word = IsWord() && (option_.text == "true" || option_.text == "false");
    if (!word) return Expected("`true` or `false`");
    value.bits = option_.text == "true" ? 1 : 0;
    return true;
  }

  bool ReadEnum(Scalar& value) {
    if (field_.enum_type == nullptr) return Expected("a value of a known enum");
    const Enum& type = *field_.enum_type;
    const EnumValue* named = IsWord() ? types_.ValueByName(type, option_.text) : nullptr;
    if (named != nullptr) {
      value.bits = static_cast<uint64_t>(int64_t{named->number});
      return true;
    }
    std::vector<std::string_view> names;
    for (const EnumValue& known : type.values) names.push_back(known.name);
    const std::string_view near = IsWord() ? Nearest(option_.text, names) : std::string_view();
    return Expected(near.empty() ? fmt::format("the name of a value of `{}`", type.full_name)
                                 : fmt::format("a value of `{}`, as `{}`", type.full_name, near));
  }

  bool ReadFloating(Scalar& value) {
    double number = 0;
    if (option_.kind == OptionValueKind::kInteger) {
      number = static_cast<double>(option_.integer);
    } else if (option_.kind == OptionValueKind::kFloat) {
      number = option_.number;
    } else if (option_.kind == OptionValueKind::kIdentifier && option_.text == "inf") {
      number = std::numeric_limits<double>::infinity();
    } else if (option_.kind == OptionValueKind::kIdentifier && option_.text == "nan") {
      number = std::numeric_limits<double>::quiet_NaN();
    } else {
      return Expected("a number, `inf` or `nan`");
    }
    value.bits = FloatingBits(field_.type, option_.negative ? -number : number);
    return true;
  }

  const Field& field_;
  const OptionDecl& option_;
  OptionTypes& types_;
  std::string& problem_;
};

}  // namespace

bool ScalarOf(const Field& field, const OptionDecl& option, OptionTypes& types, Scalar& value,
              std::string& problem) {
  return Reader(field, option, types, problem).Read(value);
}

}  // namespace leyline
