#include <string>
#include <string_view>

#include <fmt/format.h>

#include "analyzer/rules/recognition.h"
#include "analyzer/rules/reuse.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// What becomes of a value whose name leads to `found` instead of, or to, `wanted`.
Outcome ReadName(Surface surface, const Field& writer, const Field* found, const Field& wanted) {
  if (found == &wanted) return kSafe;
  return found == nullptr ? Breaks(Effect::kNameUnknown) : ReadNamesake(surface, writer, *found);
}

// Parsers take the json_name and the name, so a json_name that holds the old name keeps JSON whole.
void JudgeJson(Change& change, const Field& before, const Field& after, MemberLookup& lookup) {
  const Outcome backward = ReadName(Surface::kJson, before,
                                    lookup.JsonOf(*after.parent).ReaderOf(before.json_name), after);
  const Outcome forward = ReadName(Surface::kJson, after,
                                   lookup.JsonOf(*before.parent).ReaderOf(after.json_name), before);
  Judge(change, {Surface::kJson, backward, forward, Worse(backward, forward)});
}

void JudgeText(Change& change, const Field& before, const Field& after, MemberLookup& lookup) {
  const Outcome backward =
      ReadName(Surface::kText, before, lookup.FieldsOf(*after.parent).Named(before.name), after);
  const Outcome forward =
      ReadName(Surface::kText, after, lookup.FieldsOf(*before.parent).Named(after.name), before);
  Judge(change, {Surface::kText, backward, forward, Worse(backward, forward)});
}

constexpr Outcome kRefused = Breaks(Effect::kNameUnknown);

// JSON writes an extension as "[pkg.name]", which no field is called.
constexpr Judgement kBecameExtension[] = {
    {Surface::kJson, kRefused, kRefused, kRefused},
    {Surface::kText, kRefused, kRefused, kRefused},
};

// "fooBar", "foo_bar" and "FooBar" -> "FooBar": the accessors of Java and Go.
std::string CamelCase(std::string_view name) {
  std::string camel;
  bool upper = true;
  for (char c : name) {
    if (c == '_') {
      upper = true;
    } else {
      camel.push_back(upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
      upper = false;
    }
  }
  return camel;
}

// Accessors of C++ and Python have the name as it is written.
Outcome ReadAccessors(const Field& before, const Field& after) {
  if (CamelCase(before.name) != CamelCase(after.name)) return Breaks(Effect::kSymbolGone);
  return If("the code is Java or Go and doesn't name the field's number", Effect::kSymbolGone);
}

std::string TextOf(const Pair<Field>& field) {
  const Field& before = *field.before;
  const Field& after = *field.after;
  if (after.is_extension) {
    return fmt::format("field `{}` ({}) of `{}` became the extension `{}`", before.name,
                       before.number, before.parent->full_name, FullName(after));
  }
  return fmt::format("field `{}` ({}) of `{}` was renamed to `{}`{}{}", before.name, before.number,
                     before.parent->full_name, after.name, ExchangeOf(field.exchange, before.name),
                     NumberDoubtOf(field.evidence));
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || field.before->is_extension) return;
  const bool became_extension = field.after->is_extension;
  if (field.how != How::kRenamed && !became_extension) return;
  Change& change = sink.Add(field, TextOf(field));
  Judge(change, {Surface::kBinary, kSafe, kSafe, kSafe});
  if (became_extension) {
    Judge(change, kBecameExtension);
  } else {
    JudgeJson(change, *field.before, *field.after, sink.lookup());
    JudgeText(change, *field.before, *field.after, sink.lookup());
  }
  Judge(change, {Surface::kSource, became_extension ? Breaks(Effect::kSymbolGone)
                                                    : ReadAccessors(*field.before, *field.after)});
}

}  // namespace

constinit const Rule rename_field = {
    .id = "RENAME_FIELD",
    .summary = "a field has another name under the same number",
    .why =
        "Bytes know only numbers, but JSON, text, field masks, HTTP paths and generated code know "
        "names. If it is not a rename but another field under a used number, old data is read with "
        "the new meaning: descriptors can't tell the two apart.",
    .instead =
        "Either set `json_name` to the old JSON name, which keeps JSON compatible, or add a field "
        "with a new number, write both, and reserve the old number and name later.",
    .buf = "FIELD_SAME_NAME, FIELD_SAME_JSON_NAME",
    .check = CheckField,
};

}  // namespace leyline::rules
