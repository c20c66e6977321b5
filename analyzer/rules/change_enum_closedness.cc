#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr std::string_view kDeclared =
    "every number written is one of the declared values (in a required field any other number "
    "makes the whole message fail)";
constexpr Outcome kUnset = If(kDeclared, Effect::kUnrecognisedEnum);
// A closed side keeps other numbers among unknown fields, which it writes behind the rest: behind
// those of a list, and behind the value that a program has set instead, which so never arrives.
constexpr Outcome kReordered = If(
    "no list and no required field holds other numbers than the declared ones, and the closed side "
    "sets no field that holds one",
    Effect::kMisread);

constexpr Judgement kOpened[] = {
    {Surface::kBinary, kSafe, kUnset, kReordered},
    {Surface::kJson, kSafe, kUnset, kUnset},
    {Surface::kText, kSafe, kUnset, kUnset},
    {Surface::kSource, kSafe},
};
// Java's UNRECOGNIZED goes away.
constexpr Judgement kClosed[] = {
    {Surface::kBinary, kUnset, kSafe, kReordered},
    {Surface::kJson, kUnset, kSafe, kUnset},
    {Surface::kText, kUnset, kSafe, kUnset},
    {Surface::kSource, If("the code is not Java", Effect::kSymbolGone)},
};

std::string_view OpennessOf(const Enum& enumeration) {
  return enumeration.is_closed() ? "closed" : "open";
}

void CheckEnum(const Pair<Enum>& pair, ChangeSink& sink) {
  if (!pair.both() || pair.before->is_closed() == pair.after->is_closed()) return;
  Change& change =
      sink.Add(pair, fmt::format("enum `{}` changed from {} to {}", pair.before->full_name,
                                 OpennessOf(*pair.before), OpennessOf(*pair.after)));
  if (pair.after->is_closed()) {
    Judge(change, kClosed);
  } else {
    Judge(change, kOpened);
  }
}

}  // namespace

constinit const Rule change_enum_closedness = {
    .id = "CHANGE_ENUM_CLOSEDNESS",
    .summary = "an enum became open or closed",
    .why =
        "A closed enum treats numbers that it doesn't declare as unknown fields: the field reads "
        "as unset, lists lose elements and change their order, a map loses the whole entry, and a "
        "message with a required field of that type is refused. An open enum shows such numbers as "
        "they are, so the two sides disagree on them.",
    .instead =
        "Keep enums open. Before you close one, make sure that no number it doesn't declare is "
        "stored or sent. Before you open one, make its readers expect numbers without a name.",
    .buf = "ENUM_SAME_TYPE",
    .check = CheckEnum,
};

}  // namespace leyline::rules
