#include <fmt/format.h>

#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

bool HasText(const Field& field) {
  return field.type == FieldType::kString || field.map_key == FieldType::kString;
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || !HasText(*field.before) || !HasText(*field.after)) return;
  const FieldSpec after = SpecOf(*field.after);
  FieldSpec before = after;
  before.verifies_utf8 = SpecOf(*field.before).verifies_utf8;
  if (before.verifies_utf8 == after.verifies_utf8) return;
  JudgeSpecs(sink.Add(field, fmt::format("the text of field `{}` is {} checked to be UTF-8",
                                         FullName(*field.before),
                                         after.verifies_utf8 ? "now" : "no longer")),
             before, after);
}

}  // namespace

constinit const Rule change_field_utf8 = {
    .id = "CHANGE_FIELD_UTF8",
    .summary = "a string field is now, or no longer, checked to be valid UTF-8",
    .why =
        "A reader that checks refuses the whole message when a writer that doesn't check put other "
        "bytes into the string. The syntax decides: proto2 doesn't check, proto3 and editions do.",
    .instead =
        "Make sure that all stored text is valid UTF-8, or keep `utf8_validation = NONE`. For "
        "arbitrary bytes use `bytes`.",
    .buf = "FIELD_SAME_UTF8_VALIDATION, FIELD_SAME_JAVA_UTF8_VALIDATION",
    .check = CheckField,
};

}  // namespace leyline::rules
