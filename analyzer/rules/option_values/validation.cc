#include "analyzer/rules/option_values/validation.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "analyzer/rules/option_values/bounds.h"
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
    {"within", Bound::kUpper},    {"max_len", Bound::kUpper},       {"max_bytes", Bound::kUpper},
    {"max_items", Bound::kUpper}, {"max_pairs", Bound::kUpper},     {"min_len", Bound::kLower},
    {"min_bytes", Bound::kLower}, {"min_items", Bound::kLower},     {"min_pairs", Bound::kLower},
    {"in", Bound::kAllowed},      {"ignore_empty", Bound::kWaiver}, {"skip", Bound::kWaiver},
    {"disabled", Bound::kWaiver}, {"ignored", Bound::kWaiver},      {"example", Bound::kNothing},
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

// The bounds of one number decide together: `gte` may take over from `gt`.
constexpr std::string_view kRangeBounds[] = {"gt", "gte", "lt", "lte"};

bool IsRangeBound(std::string_view path) {
  return std::find(std::begin(kRangeBounds), std::end(kRangeBounds), LastName(path)) !=
         std::end(kRangeBounds);
}

// "items.int32." of "items.int32.gt".
std::string_view GroupOf(std::string_view path) {
  return path.substr(0, path.size() - LastName(path).size());
}

bool HoldsWholeNumbers(std::string_view group) {
  if (!group.empty()) group.remove_suffix(1);
  const std::string_view type = LastName(group);
  return type.find("int") != std::string_view::npos || type.find("fixed") != std::string_view::npos;
}

NumberBounds BoundsOf(const Rules& rules, const std::string& group) {
  const auto number = [&](std::string_view name) -> std::optional<double> {
    const auto at = rules.find(group + std::string(name));
    return at == rules.end() || at->second.empty() ? std::nullopt : at->second.back().number;
  };
  return {.gt = number("gt"),
          .gte = number("gte"),
          .lt = number("lt"),
          .lte = number("lte"),
          .is_whole = HoldsWholeNumbers(group)};
}

// Whether two values that differ are the same to a double, so that it can't tell them apart.
bool IsBlurred(const Rules& before, const Rules& after, const std::string& group) {
  std::map<double, std::string_view> texts;
  for (const Rules* rules : {&before, &after}) {
    for (std::string_view name : kRangeBounds) {
      const auto at = rules->find(group + std::string(name));
      if (at == rules->end() || at->second.empty()) continue;
      const Value& value = at->second.back();
      if (!value.number) return true;
      if (texts.emplace(*value.number, value.text).first->second != value.text) return true;
    }
  }
  return false;
}

Turn TurnOfRange(const Rules& before, const Rules& after, const std::string& group) {
  if (IsBlurred(before, after, group)) return Turn::kOther;
  const NumberRange was(BoundsOf(before, group));
  const NumberRange is(BoundsOf(after, group));
  const bool grows = is.Includes(was);
  const bool shrinks = was.Includes(is);
  if (grows && shrinks) return Turn::kNone;
  if (grows) return Turn::kLooser;
  return shrinks ? Turn::kTighter : Turn::kOther;
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

// Names the bounds that refuse: those that came or went, else all that the refusing side has.
void SortRange(const Rules& before, const Rules& after, const std::string& group,
               ValidationChange& change) {
  const Turn turn = TurnOfRange(before, after, group);
  const Rules& strict = turn == Turn::kLooser ? before : after;
  std::vector<std::string> present;
  std::vector<std::string> differing;
  for (std::string_view name : kRangeBounds) {
    const std::string path = group + std::string(name);
    const bool differs = before.at(path) != after.at(path);
    if (!strict.at(path).empty()) present.push_back(path);
    if (differs && (turn == Turn::kOther || !strict.at(path).empty())) differing.push_back(path);
  }
  for (const std::string& path : differing.empty() ? present : differing) Sort(turn, path, change);
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
  std::set<std::string> groups;
  for (const Rules* rules : {&old_rules, &new_rules}) {
    for (const auto& [path, values] : *rules) {
      if (IsRangeBound(path)) groups.emplace(GroupOf(path));
    }
  }
  for (const auto& [path, values] : new_rules) old_rules[path];
  for (const auto& [path, values] : old_rules) {
    if (!IsRangeBound(path)) Sort(TurnOf(path, values, new_rules[path]), path, change);
  }
  for (const std::string& group : groups) {
    for (std::string_view name : kRangeBounds) {
      old_rules[group + std::string(name)];
      new_rules[group + std::string(name)];
    }
    SortRange(old_rules, new_rules, group, change);
  }
  return change;
}

}  // namespace leyline::rules
