#include "analyzer/rules/reuse_past.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/compare/values.h"
#include "analyzer/rules/reuse.h"

namespace leyline::rules {
namespace {

constexpr Outcome kMisread = Breaks(Effect::kMisread);
constexpr Outcome kLost = Breaks(Effect::kLostToUnknown);

const Message& HolderOf(const Field& field) {
  return field.is_extension ? *field.extendee : *field.parent;
}

bool HasName(const FormerField& former, const Field& field) {
  return former.name == (field.is_extension ? FullName(field) : field.name);
}

void JudgeBothWays(Change& change, Surface surface, const Outcome& outcome) {
  Judge(change, surface, Direction::kBackward, outcome);
  Judge(change, surface, Direction::kForward, outcome);
}

// The field is there again: what a released version wrote is read as if nothing had been between.
void JudgeReturn(Change& change, const FormerField& former, const Field& after) {
  JudgeSpecs(change, SpecOf(*former.field), SpecOf(after));
  const std::string type = TypeText(*former.field);
  change.message += type == TypeText(after)
                        ? fmt::format("; it was in {} already", former.release)
                        : fmt::format("; in {} it was `{}`", former.release, type);
}

void JudgeFormerNumber(Change& change, const Field* before, const Field& after, ChangeSink& sink) {
  const Message& message = HolderOf(after);
  const FormerField* former = sink.ledger()->FieldNumbered(message.full_name, after.number);
  if (former == nullptr) return;
  if (HasName(*former, after)) {
    if (before == nullptr) JudgeReturn(change, *former, after);
    return;
  }
  const Field& old = *former->field;
  Judge(change, Surface::kBinary, Direction::kBackward, Meets(old, after) ? kMisread : kLost);
  Judge(change, Surface::kBinary, Direction::kForward, Meets(after, old) ? kMisread : kLost);
  change.message += fmt::format("; number {} was `{}` (`{}`) in {}", after.number, former->name,
                                TypeText(old), former->release);
}

// Another number had the name.
bool TookName(const FormerField* former, const Field& after) {
  return former != nullptr && former->field->number != after.number;
}

void JudgeFormerText(Change& change, const Field& after, ChangeSink& sink) {
  const Message& message = *after.parent;
  const FormerField* former = sink.ledger()->FieldNamed(message.full_name, after.name);
  if (!TookName(former, after)) return;
  const Field& old = *former->field;
  Judge(change, Surface::kText, Direction::kBackward, ReadNamesake(Surface::kText, old, after));
  Judge(change, Surface::kText, Direction::kForward, ReadNamesake(Surface::kText, after, old));
  change.message += fmt::format("; the name `{}` was number {} (`{}`) in {}", after.name,
                                old.number, TypeText(old), former->release);
}

void JudgeFormerJson(Change& change, const Field& after, const Message* before, ChangeSink& sink) {
  const Message& message = *after.parent;
  for (std::string_view name : {after.json_name, after.name}) {
    if (before != nullptr && sink.lookup().JsonOf(*before).WriterOf(name) != nullptr) continue;
    const FormerField* former = sink.ledger()->FieldInJson(message.full_name, name);
    if (!TookName(former, after)) continue;
    const Field& old = *former->field;
    Judge(change, Surface::kJson, Direction::kBackward, ReadNamesake(Surface::kJson, old, after));
    Judge(change, Surface::kJson, Direction::kForward, ReadNamesake(Surface::kJson, after, old));
    if (old.name == after.name) return;  // said with the name
    change.message +=
        fmt::format("; the JSON name `{}` was number {} in {}", name, old.number, former->release);
    return;
  }
}

// The names that only the new version has, and whose other number a release used.
std::vector<std::string_view> NewNames(const ValuePair& value, const Enum& before) {
  std::vector<std::string_view> names;
  for (const EnumValue* after : value.after.names) {
    const bool known = std::any_of(before.values.begin(), before.values.end(),
                                   [&](const EnumValue& old) { return old.name == after->name; });
    if (!known) names.push_back(after->name);
  }
  return names;
}

void JudgeFormerValue(Change& change, const ValuePair& value, ChangeSink& sink) {
  const std::string_view name = value.after_enum->full_name;
  const int32_t number = value.after.number;
  const FormerValue* former = sink.ledger()->ValueNumbered(name, number);
  if (former == nullptr) return;
  const bool is_back =
      std::any_of(former->names.begin(), former->names.end(),
                  [&](std::string_view old) { return leyline::HasName(value.after, old); });
  if (is_back) {
    if (!value.both()) change.message += fmt::format("; it was in {} already", former->release);
    return;
  }
  JudgeBothWays(change, Surface::kBinary, kMisread);
  change.message +=
      fmt::format("; number {} was `{}` in {}", number, former->names.front(), former->release);
}

// Data of a release is nothing that the two versions at hand could show: what was judged by it says
// so in the place of a witness.
class SaysWhy {
 public:
  explicit SaysWhy(Change& change) : change_(change), verdicts_(change.verdicts) {}
  SaysWhy(const SaysWhy&) = delete;
  SaysWhy& operator=(const SaysWhy&) = delete;
  ~SaysWhy() {
    for (Verdict& verdict : change_.verdicts) {
      if (verdict.level == Level::kCompatible) continue;
      if (std::find(verdicts_.begin(), verdicts_.end(), verdict) != verdicts_.end()) continue;
      verdict.witness.emplace();
      verdict.witness->reason = "it takes data of a release that is older than both versions";
    }
  }

 private:
  Change& change_;
  const std::vector<Verdict> verdicts_;
};

}  // namespace

bool IsBack(const Field& after, const ChangeSink& sink) {
  if (sink.ledger() == nullptr) return false;
  const FormerField* former = sink.ledger()->FieldNumbered(HolderOf(after).full_name, after.number);
  return former != nullptr && HasName(*former, after);
}

bool IsBack(const ValuePair& value, const ChangeSink& sink) {
  if (sink.ledger() == nullptr) return false;
  const FormerValue* former =
      sink.ledger()->ValueNumbered(value.after_enum->full_name, value.after.number);
  if (former == nullptr) return false;
  const std::vector<std::string_view> names = NewNames(value, *value.before_enum);
  return std::any_of(former->names.begin(), former->names.end(), [&](std::string_view old) {
    return std::find(names.begin(), names.end(), old) != names.end();
  });
}

void JudgePast(Change& change, const Field* before, const Field& after, ChangeSink& sink) {
  if (sink.ledger() == nullptr) return;
  const SaysWhy says_why(change);
  const Message* old = sink.matches().BeforeOf(&HolderOf(after));
  const auto has_number = [&] {
    return old != nullptr && sink.lookup().FieldsOf(*old).Numbered(after.number) != nullptr;
  };
  const auto has_name = [&] {
    return old != nullptr && sink.lookup().FieldsOf(*old).Named(after.name) != nullptr;
  };
  const bool new_number = before == nullptr || before->number != after.number;
  if (new_number && !has_number()) JudgeFormerNumber(change, before, after, sink);
  if (after.is_extension) return;
  const bool new_name = before == nullptr || before->name != after.name;
  if (new_name && !has_name()) JudgeFormerText(change, after, sink);
  if (new_name || before->json_name != after.json_name) JudgeFormerJson(change, after, old, sink);
}

void JudgePast(Change& change, const ValuePair& value, ChangeSink& sink) {
  if (sink.ledger() == nullptr) return;
  const SaysWhy says_why(change);
  const Enum& before = *value.before_enum;
  const bool new_number = !value.both() || value.before.number != value.after.number;
  if (new_number && sink.lookup().ValuesOf(before).PrintedOf(value.after.number) == nullptr) {
    JudgeFormerValue(change, value, sink);
  }
  for (std::string_view name : NewNames(value, before)) {
    const FormerNumber* former = sink.ledger()->ValueNamed(value.after_enum->full_name, name);
    if (former == nullptr || former->number == value.after.number) continue;
    JudgeBothWays(change, Surface::kJson, kMisread);
    JudgeBothWays(change, Surface::kText, kMisread);
    change.message +=
        fmt::format("; the name `{}` was number {} in {}", name, former->number, former->release);
  }
}

}  // namespace leyline::rules
