#include "analyzer/rules/option_validation.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "analyzer/schema/wire.h"
#include "base/digest.h"

namespace leyline::rules {
namespace {

constexpr std::string_view kExtensions[] = {
    "buf.validate.field", "buf.validate.message", "buf.validate.oneof", "validate.disabled",
    "validate.ignored",   "validate.required",    "validate.rules",
};

// By OptionsKind.
constexpr std::array<std::string_view, 9> kOptionsMessages = {
    "google.protobuf.FileOptions",           "google.protobuf.MessageOptions",
    "google.protobuf.FieldOptions",          "google.protobuf.OneofOptions",
    "google.protobuf.EnumOptions",           "google.protobuf.EnumValueOptions",
    "google.protobuf.ServiceOptions",        "google.protobuf.MethodOptions",
    "google.protobuf.ExtensionRangeOptions",
};

const Field* ExtensionOf(const Snapshot& snapshot, OptionsKind kind, uint32_t number) {
  return snapshot.FindExtension(kOptionsMessages[static_cast<std::size_t>(kind)],
                                static_cast<int32_t>(number));
}

// What another value of a rule does to the values that pass.
enum class Bound : uint8_t {
  kUpper,    // the greater, the looser
  kLower,    // the smaller, the looser
  kAllowed,  // a list: the longer, the looser
  kWaiver,   // setting it at all accepts more
  kNothing,  // decides nothing
  kOther,    // setting it accepts less; two values of it don't compare
};

struct NamedBound {
  std::string_view name;
  Bound bound;
};
constexpr NamedBound kBounds[] = {
    {"lt", Bound::kUpper},        {"lte", Bound::kUpper},       {"within", Bound::kUpper},
    {"max_len", Bound::kUpper},   {"max_bytes", Bound::kUpper}, {"max_items", Bound::kUpper},
    {"max_pairs", Bound::kUpper}, {"gt", Bound::kLower},        {"gte", Bound::kLower},
    {"min_len", Bound::kLower},   {"min_bytes", Bound::kLower}, {"min_items", Bound::kLower},
    {"min_pairs", Bound::kLower}, {"in", Bound::kAllowed},      {"ignore_empty", Bound::kWaiver},
    {"skip", Bound::kWaiver},     {"disabled", Bound::kWaiver}, {"ignored", Bound::kWaiver},
    {"example", Bound::kNothing},
};

std::string_view LastName(std::string_view path) { return path.substr(path.rfind('.') + 1); }

Bound BoundOf(std::string_view path) {
  const auto* at = std::find_if(std::begin(kBounds), std::end(kBounds),
                                [&](const NamedBound& row) { return row.name == LastName(path); });
  return at == std::end(kBounds) ? Bound::kOther : at->bound;
}

struct Value {
  std::string text;
  std::optional<double> number;

  bool operator==(const Value&) const = default;
};

using Rules = std::map<std::string, std::vector<Value>>;  // by path: "string.max_len"

std::optional<double> NumberOf(FieldType type, uint64_t bits) {
  switch (type) {
    case FieldType::kFloat:
      return std::bit_cast<float>(static_cast<uint32_t>(bits));
    case FieldType::kDouble:
      return std::bit_cast<double>(bits);
    case FieldType::kSint32:
    case FieldType::kSint64:
      return static_cast<double>(UnZigZag(bits));
    case FieldType::kSfixed32:
      return static_cast<int32_t>(static_cast<uint32_t>(bits));
    case FieldType::kUint32:
    case FieldType::kUint64:
    case FieldType::kFixed32:
    case FieldType::kFixed64:
      return static_cast<double>(bits);
    default:
      return static_cast<double>(static_cast<int64_t>(bits));
  }
}

// google.protobuf.Duration and Timestamp, as seconds.
bool IsTime(const Message& message) {
  return message.full_name == "google.protobuf.Duration" ||
         message.full_name == "google.protobuf.Timestamp";
}

double SecondsOf(std::string_view bytes) {
  double seconds = 0;
  WireReader reader(bytes);
  for (WireField field; reader.Next(field);) {
    const auto value = static_cast<double>(static_cast<int64_t>(field.value));
    seconds += field.number == 1 ? value : field.number == 2 ? value / 1e9 : 0;
  }
  return seconds;
}

// Reads the bytes of one rule message by its schema.
class RuleReader {
 public:
  explicit RuleReader(Rules& rules) : rules_(rules) {}

  void Read(const Field& field, const WireField& value, const std::string& path, int depth) {
    if (field.message == nullptr) return ReadScalars(field, value, path);
    if (value.type != WireType::kBytes || depth > kMaxDepth) return;
    if (IsTime(*field.message)) {
      return Add(path, {Hex(value.payload), SecondsOf(value.payload)});
    }
    // An expression is one rule, whatever its parts are.
    if (field.is_repeated()) return Add(path, {Hex(value.payload), std::nullopt});
    ReadMessage(*field.message, value.payload, path, depth);
  }

 private:
  static constexpr int kMaxDepth = 16;

  void ReadMessage(const Message& message, std::string_view bytes, const std::string& path,
                   int depth) {
    WireReader reader(bytes);
    for (WireField value; reader.Next(value);) {
      const auto at = std::find_if(
          message.fields.begin(), message.fields.end(),
          [&](const Field& field) { return static_cast<uint32_t>(field.number) == value.number; });
      if (at == message.fields.end()) {
        Add(fmt::format("{}.{}", path, value.number), {Hex(value.raw), std::nullopt});
      } else {
        Read(*at, value,
             path.empty() ? std::string(at->name) : fmt::format("{}.{}", path, at->name),
             depth + 1);
      }
    }
  }

  void ReadScalars(const Field& field, const WireField& value, const std::string& path) {
    const bool is_text = field.type == FieldType::kString || field.type == FieldType::kBytes;
    if (is_text) return Add(path, {std::string(value.payload), std::nullopt});
    if (value.type != WireType::kBytes) return AddNumber(field, value.value, path);
    PackedReader reader(value.payload, WireTypeOfElement(field.type));
    for (WireField element; reader.Next(element);) AddNumber(field, element.value, path);
  }

  static WireType WireTypeOfElement(FieldType type) {
    switch (type) {
      case FieldType::kDouble:
      case FieldType::kFixed64:
      case FieldType::kSfixed64:
        return WireType::kFixed64;
      case FieldType::kFloat:
      case FieldType::kFixed32:
      case FieldType::kSfixed32:
        return WireType::kFixed32;
      default:
        return WireType::kVarint;
    }
  }

  // A flag that is off asks for nothing.
  void AddNumber(const Field& field, uint64_t bits, const std::string& path) {
    if (field.type == FieldType::kBool && bits == 0 && field.name != "strict") return;
    Add(path, {std::to_string(bits), NumberOf(field.type, bits)});
  }

  void Add(const std::string& path, Value value) { rules_[path].push_back(std::move(value)); }

  Rules& rules_;
};

Rules RulesOf(const Snapshot& snapshot, std::string_view options, OptionsKind kind,
              uint32_t number) {
  Rules rules;
  const Field* extension = ExtensionOf(snapshot, kind, number);
  if (extension == nullptr) return rules;
  const std::string path = extension->message == nullptr ? std::string(extension->name) : "";
  WireReader reader(options);
  for (WireField field; reader.Next(field);) {
    if (field.number == number) RuleReader(rules).Read(*extension, field, path, 0);
  }
  return rules;
}

enum class Turn : uint8_t { kNone, kTighter, kLooser, kOther };

bool Includes(const std::vector<Value>& all, const std::vector<Value>& some) {
  return std::all_of(some.begin(), some.end(), [&](const Value& value) {
    return std::find(all.begin(), all.end(), value) != all.end();
  });
}

Turn TurnOfNumbers(Bound bound, const Value& before, const Value& after) {
  if (!before.number || !after.number || *before.number == *after.number) return Turn::kOther;
  return (*after.number < *before.number) == (bound == Bound::kUpper) ? Turn::kTighter
                                                                      : Turn::kLooser;
}

Turn TurnOf(const std::string& path, const std::vector<Value>& before,
            const std::vector<Value>& after) {
  const Bound bound = BoundOf(path);
  if (before == after || bound == Bound::kNothing) return Turn::kNone;
  const bool waives = bound == Bound::kWaiver;
  if (before.empty()) return waives ? Turn::kLooser : Turn::kTighter;
  if (after.empty()) return waives ? Turn::kTighter : Turn::kLooser;
  if (bound == Bound::kUpper || bound == Bound::kLower) {
    return TurnOfNumbers(bound, before.back(), after.back());
  }
  // More of what is allowed accepts more; more of anything else accepts less.
  const bool grows = Includes(after, before);
  const bool shrinks = Includes(before, after);
  if (grows && shrinks) return Turn::kNone;
  if (grows) return bound == Bound::kAllowed ? Turn::kLooser : Turn::kTighter;
  if (shrinks) return bound == Bound::kAllowed ? Turn::kTighter : Turn::kLooser;
  return Turn::kOther;
}

void Sort(Turn turn, const std::string& path, ValidationChange& change) {
  if (turn == Turn::kTighter) change.tightened.push_back(path);
  if (turn == Turn::kLooser) change.loosened.push_back(path);
  if (turn == Turn::kOther) change.changed.push_back(path);
}

}  // namespace

bool IsValidation(const Snapshot& snapshot, OptionsKind kind, uint32_t number) {
  const Field* extension = ExtensionOf(snapshot, kind, number);
  if (extension == nullptr) return false;
  const std::string name = FullName(*extension);
  return std::find(std::begin(kExtensions), std::end(kExtensions), name) != std::end(kExtensions);
}

ValidationChange CompareValidation(const Snapshot& before, std::string_view before_options,
                                   const Snapshot& after, std::string_view after_options,
                                   OptionsKind kind, uint32_t number) {
  Rules old_rules = RulesOf(before, before_options, kind, number);
  Rules new_rules = RulesOf(after, after_options, kind, number);
  ValidationChange change;
  for (const auto& [path, values] : new_rules) old_rules[path];
  for (const auto& [path, values] : old_rules) {
    Sort(TurnOf(path, values, new_rules[path]), path, change);
  }
  return change;
}

}  // namespace leyline::rules
