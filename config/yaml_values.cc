// Typed reading of single YAML nodes.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/characters.h"
#include "config/scalar.h"
#include "config/yaml.h"
#include "config/yaml_shape.h"

namespace leyline {
namespace {

// Untrusted text inside a message: in backticks and not too long.
std::string Quote(std::string_view text) {
  constexpr std::size_t kMost = 64;
  if (text.size() <= kMost) return fmt::format("`{}`", text);
  std::size_t end = kMost;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xC0) == 0x80) --end;
  return fmt::format("`{}...`", text.substr(0, end));
}

std::string_view DescribeForm(ScalarForm form) {
  switch (form) {
    case ScalarForm::kText:
      return "text";
    case ScalarForm::kInteger:
      return "the integer";
    case ScalarForm::kOddInteger:
      return "the number";
    case ScalarForm::kNumber:
      return "the number";
    case ScalarForm::kBool:
      return "the boolean";
    case ScalarForm::kOddBool:
      return "the word";
  }
  return "text";
}

// "text `2`", "a list": what stands there, for "expected ..., found ...".
std::string Describe(const YamlNode& node) {
  switch (node.kind) {
    case YamlKind::kSequence:
      return "a list";
    case YamlKind::kMap:
      return "a map";
    case YamlKind::kScalar:
      break;
    case YamlKind::kNull:
    case YamlKind::kRefused:
      return "nothing";
  }
  if (node.quoted) return "text " + Quote(node.text);
  return fmt::format("{} {}", DescribeForm(FormOf(node.text)), Quote(node.text));
}

bool IsPlain(const YamlNode& node) { return node.kind == YamlKind::kScalar && !node.quoted; }

bool IsIdentifier(std::string_view text, IdKind kind) {
  constexpr std::string_view kFirst = "abcdefghijklmnopqrstuvwxyz0123456789";
  constexpr std::string_view kId = "abcdefghijklmnopqrstuvwxyz0123456789._-";
  constexpr std::string_view kPerson = "abcdefghijklmnopqrstuvwxyz0123456789._-@+";
  const std::string_view allowed = kind == IdKind::kPerson ? kPerson : kId;
  return !text.empty() && text.size() <= 64 && kFirst.find(text[0]) != std::string_view::npos &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

std::string UpperOrLower(std::string_view text, char first, char last) {
  std::string turned(text);
  for (char& c : turned) {
    if (c >= first && c <= last) c = static_cast<char>(c ^ 0x20);
  }
  return turned;
}

// The word that was meant: by case, then by distance.
std::string_view MeantWord(std::string_view text, std::span<const std::string_view> words) {
  const std::string lower = UpperOrLower(text, 'A', 'Z');
  const std::string upper = UpperOrLower(text, 'a', 'z');
  const auto same = std::find_if(words.begin(), words.end(), [&](std::string_view word) {
    return word == lower || word == upper;
  });
  if (same != words.end()) return *same;
  return Nearest(text, words);
}

// The same as IsIdentifier, for schemas.
constexpr std::string_view kIdPattern = "^[a-z0-9][a-z0-9._-]{0,63}$";
constexpr std::string_view kPersonPattern = "^[a-z0-9][a-z0-9._@+-]{0,63}$";

// What a reader says of a place that stands for everything.
std::optional<std::string> Would(const YamlNode& node, YamlShape::Scalar scalar) {
  node.shape->Is(std::move(scalar));
  return std::nullopt;
}

}  // namespace

void YamlValues::Complain(SourceSpan where, std::string_view code, std::string message,
                          std::string fix) const {
  sink_.push_back(ConfigError(std::move(where), code, std::move(message), std::move(fix)));
}

void YamlValues::ExpectedAnother(const YamlNode& node, std::string_view name,
                                 std::string_view expected) const {
  if (node.shape != nullptr) return;
  if (node.kind == YamlKind::kRefused) return;
  if (node.kind == YamlKind::kNull) {
    Complain(PlaceOf(node), "LG1011", fmt::format("`{}` has no value", name),
             "write a value or leave the key out");
    return;
  }
  Complain(PlaceOf(node), "LG1012",
           fmt::format("`{}`: expected {}, found {}", name, expected, Describe(node)));
}

std::optional<std::string> YamlValues::String(const YamlNode& node, std::string_view name) const {
  if (node.shape != nullptr) return Would(node, {.type = "string", .words = {}});
  if (node.kind != YamlKind::kScalar) {
    ExpectedAnother(node, name, "text");
    return std::nullopt;
  }
  const ScalarForm form = node.quoted ? ScalarForm::kText : FormOf(node.text);
  if (form == ScalarForm::kText) return node.text;
  const bool odd = form == ScalarForm::kOddBool || form == ScalarForm::kOddInteger;
  Complain(PlaceOf(node), odd ? "LG1014" : "LG1012",
           fmt::format("`{}`: expected text, found {}", name, Describe(node)),
           fmt::format("put it in quotes: \"{}\"", node.text));
  return std::nullopt;
}

std::optional<int64_t> YamlValues::Integer(const YamlNode& node, std::string_view name,
                                           YamlRange range, std::string_view code) const {
  if (node.shape != nullptr) {
    node.shape->Is({.type = "integer", .words = {}, .range = range});
    return std::nullopt;
  }
  const ScalarForm form = IsPlain(node) ? FormOf(node.text) : ScalarForm::kText;
  if (form == ScalarForm::kOddInteger || form == ScalarForm::kNumber) {
    Complain(PlaceOf(node), "LG1014",
             fmt::format("`{}`: {} is not an integer to every reader", name, Quote(node.text)),
             AdviceFor(node.text));
    return std::nullopt;
  }
  if (form != ScalarForm::kInteger) {
    ExpectedAnother(node, name, "an integer");
    return std::nullopt;
  }
  int64_t value = 0;
  const char* end = node.text.data() + node.text.size();
  const bool fits = std::from_chars(node.text.data(), end, value).ec == std::errc();
  if (fits && value >= range.lowest && value <= range.highest) return value;
  Complain(PlaceOf(node), code,
           fmt::format("`{}`: {} is outside {}..{}", name, node.text, range.lowest, range.highest));
  return std::nullopt;
}

std::optional<bool> YamlValues::Bool(const YamlNode& node, std::string_view name) const {
  if (node.shape != nullptr) {
    node.shape->Is({.type = "boolean", .words = {}});
    return std::nullopt;
  }
  const ScalarForm form = IsPlain(node) ? FormOf(node.text) : ScalarForm::kText;
  if (form == ScalarForm::kBool) return node.text == "true";
  if (form == ScalarForm::kOddBool) {
    Complain(PlaceOf(node), "LG1014",
             fmt::format("`{}`: {} is not a boolean to every reader", name, Quote(node.text)),
             AdviceFor(node.text));
    return std::nullopt;
  }
  ExpectedAnother(node, name, "true or false");
  return std::nullopt;
}

std::optional<Time> YamlValues::Instant(const YamlNode& node, std::string_view name) const {
  if (node.shape != nullptr) {
    node.shape->Is({.type = "string", .format = "date-time", .words = {}});
    return std::nullopt;
  }
  if (node.kind != YamlKind::kScalar) {
    ExpectedAnother(node, name, "a time");
    return std::nullopt;
  }
  Result<Time> time = ParseTime(node.text);
  if (time.has_value()) return *time;
  const Error& error = time.error().front();
  Complain(PlaceOf(node), error.code,
           fmt::format("`{}`: {} is not an RFC 3339 UTC time", name, Quote(node.text)), error.fix);
  return std::nullopt;
}

std::optional<std::string> YamlValues::OneOf(const YamlNode& node, std::string_view name,
                                             std::span<const std::string_view> words,
                                             std::string_view code) const {
  if (node.shape != nullptr) {
    return Would(node, {.type = "string", .words = {words.begin(), words.end()}});
  }
  std::optional<std::string> text = String(node, name);
  if (!text.has_value()) return std::nullopt;
  if (std::find(words.begin(), words.end(), *text) != words.end()) return text;
  const std::string_view meant = MeantWord(*text, words);
  Complain(PlaceOf(node), code,
           fmt::format("`{}`: unknown {}; expected {}", name, Quote(*text), fmt::join(words, ", ")),
           meant.empty() ? "" : fmt::format("did you mean `{}`?", meant));
  return std::nullopt;
}

std::optional<std::string> YamlValues::Identifier(const YamlNode& node, std::string_view name,
                                                  IdKind kind) const {
  if (node.shape != nullptr) {
    return Would(node, {.type = "string",
                        .pattern = kind == IdKind::kPerson ? kPersonPattern : kIdPattern,
                        .words = {}});
  }
  std::optional<std::string> text = String(node, name);
  if (!text.has_value() || IsIdentifier(*text, kind)) return text;
  const std::string beyond = FirstNonAscii(*text);
  if (!beyond.empty()) {
    Complain(PlaceOf(node), "LG1021",
             fmt::format("`{}`: {} contains {}; ids are ASCII", name, Quote(*text), beyond),
             "type it again in plain letters");
    return std::nullopt;
  }
  Complain(PlaceOf(node), text->empty() ? "LG1011" : "LG1016",
           text->empty() ? fmt::format("`{}` is empty", name)
                         : fmt::format("`{}`: {} is not an id", name, Quote(*text)),
           "use 1 to 64 of a-z, 0-9, `.`, `_`, `-`, beginning with a letter or digit");
  return std::nullopt;
}

}  // namespace leyline
