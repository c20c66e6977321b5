#include <fmt/format.h>

#include "analyzer/rules/compare/values.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// An open enum shows the number without its name, or with the name of another value.
Outcome ReadNumber(int32_t written, const Enum& reader, MemberLookup& lookup) {
  const bool is_declared = lookup.ValuesOf(reader).PrintedOf(written) != nullptr;
  if (!reader.is_closed() || is_declared) return Breaks(Effect::kMisread);
  return Breaks(Effect::kUnrecognisedEnum);
}

// A closed enum keeps a number that it doesn't declare among unknown fields, which it writes behind
// the rest of a list and behind the value that a program sets instead; a required field is missing.
Outcome ThroughNumber(int32_t written, const Enum& other, MemberLookup& lookup) {
  const bool is_declared = lookup.ValuesOf(other).PrintedOf(written) != nullptr;
  if (!other.is_closed() || is_declared) return kSafe;
  return If(
      "no list and no required field holds the value, and a side that doesn't know it sets no "
      "field "
      "that holds it",
      Effect::kMisread);
}

void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.both() || value.before.number == value.after.number) return;
  Change& change =
      sink.Add(value, fmt::format("the number of enum value `{}` changed from {} to {}{}",
                                  FullName(*value.before.names.front()), value.before.number,
                                  value.after.number,
                                  ExchangeOf(value.exchange, value.before.names.front()->name)));
  MemberLookup& lookup = sink.lookup();
  Judge(change, {Surface::kBinary, ReadNumber(value.before.number, *value.after_enum, lookup),
                 ReadNumber(value.after.number, *value.before_enum, lookup),
                 Worse(ThroughNumber(value.before.number, *value.after_enum, lookup),
                       ThroughNumber(value.after.number, *value.before_enum, lookup))});
  // JSON, text and code know values by name: an alias may be gone all the same.
  JudgeNames(change, value, lookup);
  const bool loses = LosesName(value.before, value.after);
  Judge(change, {Surface::kSource, loses ? Breaks(Effect::kSymbolGone) : kSafe});
  JudgePast(change, value, sink);
}

}  // namespace

constinit const Rule change_enum_value_number = {
    .id = "CHANGE_ENUM_VALUE_NUMBER",
    .summary = "an enum value kept its name and has another number",
    .why =
        "Binary data holds the number: the other side shows it without a name, as another value, "
        "or not at all. Two values that exchange their numbers are exchanged in all stored data, "
        "and no error tells.",
    .instead =
        "Keep the value with its number, and deprecate it. Add a value with a name and a number of "
        "its own. When the old one goes, reserve its number and name.",
    .buf =
        "ENUM_VALUE_NO_DELETE, ENUM_VALUE_SAME_NAME, "
        "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED, "
        "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
    .check = CheckValue,
};

}  // namespace leyline::rules
