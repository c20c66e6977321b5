#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "analyzer/rules/compare/field.h"
#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kFieldSet = If("the field is always set", Effect::kDefaultChanged);
constexpr Outcome kFieldsSet =
    If("every field of this type is set or has a default of its own", Effect::kDefaultChanged);

// Absent fields stay absent when they are written again, and read as before on the first side.
constexpr Judgement kOfField[] = {
    {Surface::kBinary, kFieldSet, kFieldSet, kSafe},
    {Surface::kJson, kFieldSet, kFieldSet, kSafe},
    {Surface::kText, kFieldSet, kFieldSet, kSafe},
    {Surface::kSource, kSafe},
};
// A message without a required field is refused: a value that is read was written.
constexpr Judgement kOfRequired[] = {
    {Surface::kBinary, kSafe, kSafe, kSafe},
    {Surface::kJson, kSafe, kSafe, kSafe},
    {Surface::kText, kSafe, kSafe, kSafe},
    {Surface::kSource, kSafe},
};
// A side without presence doesn't write zero again.
constexpr Outcome kNeverZero =
    If("the field is never set to zero, which is not its default", Effect::kMisread);

constexpr Judgement kOfEnum[] = {
    {Surface::kBinary, kFieldsSet, kFieldsSet, kSafe},
    {Surface::kJson, kFieldsSet, kFieldsSet, kSafe},
    {Surface::kText, kFieldsSet, kFieldsSet, kSafe},
    {Surface::kSource, kSafe},
};

std::string Described(const Field& field) {
  return field.has_default ? fmt::format("`{}`", field.default_value) : "that of its type";
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || (!field.before->has_default && !field.after->has_default)) return;
  if (field.before->is_repeated() || field.after->is_repeated()) return;
  // An enum value that was renamed or renumbered is still the same default.
  if (HaveSameDefault(sink.memory().values(), *field.before, *field.after)) return;
  Change& change = sink.Add(
      field, fmt::format("the default of field `{}` changed from {} to {}", FullName(*field.before),
                         Described(*field.before), Described(*field.after)));
  const bool is_required = field.before->is_required() || field.after->is_required();
  Judge(change, is_required ? std::span(kOfRequired) : std::span(kOfField));
  if (is_required || (field.before->has_presence() && field.after->has_presence())) return;
  for (Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
    Judge(change, surface, Direction::kRoundTrip, kNeverZero);
  }
}

void CheckEnum(const Pair<Enum>& pair, ChangeSink& sink) {
  if (!pair.both() || pair.before->values.empty() || pair.after->values.empty()) return;
  const EnumValue& before = pair.before->values.front();
  const EnumValue& after = pair.after->values.front();
  ValueIndexes& values = sink.memory().values();
  if (values.HaveOneMeaning(*pair.before, before.number, *pair.after, after.number)) return;
  Change& change = sink.Add(
      pair, fmt::format("the first value of `{}`, the default of its fields, changed from `{}` to "
                        "`{}`",
                        pair.before->full_name, before.name, after.name));
  change.before_facts.emplace_back("default", before.name);
  change.after_facts.emplace_back("default", after.name);
  std::sort(change.before_facts.begin(), change.before_facts.end());
  std::sort(change.after_facts.begin(), change.after_facts.end());
  Judge(change, kOfEnum);
}

}  // namespace

constinit const Rule change_field_default = {
    .id = "CHANGE_FIELD_DEFAULT",
    .summary = "an absent field reads as another value",
    .why =
        "Defaults are not in the data: each side fills in its own, so that the two disagree on "
        "every field that is absent. An enum without a declared default has its first value as "
        "default.",
    .instead =
        "Keep a default for ever. Set the field where another value is meant. Append values to "
        "enums, so that the first one stays.",
    .buf = "FIELD_SAME_DEFAULT",
    .check = CommonCheck{.file = nullptr,
                         .message = nullptr,
                         .field = CheckField,
                         .oneof = nullptr,
                         .enumeration = CheckEnum,
                         .value = nullptr,
                         .service = nullptr,
                         .method = nullptr},
};

}  // namespace leyline::rules
